import * as z from 'zod';
import { conclude, defineRule, partly, unknown } from '../../core/rule.ts';
import { cancelKeyDeletion, enableKey } from '../../resources/kms-key/actions.ts';
import { kmsKey } from '../../resources/kms-key/kind.ts';

export default defineRule({
  id: 'kms-key-deletion-scheduled',
  title: 'KMS keys are kept, with their key material',
  severity: 'critical',
  kind: kmsKey,
  watches: ['deletion', 'material', 'enabled'],
  controls: ['kms-key-deletion-scheduled'],
  options: z.strictObject({
    retiredKeys: z
      .array(z.string())
      .default([])
      .describe('Ids of keys that may be deleted because nothing needs them.'),
  }),
  messages: {
    scheduled: 'AWS will delete the key {{when}}. Data that is encrypted with it can then never be decrypted.',
    material: 'The imported key material is gone: the key cannot be used until the same material is imported again.',
  },
  fix: 'Cancel the deletion and enable the key again. Import missing key material again. Find out what still uses the key.',

  judge({ deletion, material }, { ref, options }) {
    if (options.retiredKeys.includes(ref.id)) return [];
    const when = deletion?.date ? `on ${deletion.date}` : 'once its replicas are deleted';
    return conclude(
      [
        ...(deletion ? [{ message: 'scheduled', path: 'deletion', data: { when } } as const] : []),
        ...(material === 'removed' ? [{ message: 'material', path: 'material', data: {} } as const] : []),
      ],
      deletion === undefined && partly('No event showed whether the key is scheduled for deletion.'),
      material === 'lacking' && unknown('AWS does not show whether the key ever had the material that it lacks.'),
    );
  },

  remediation: {
    mode: 'auto',
    actions: [cancelKeyDeletion, enableKey],
    plan({ deletion, material }, _, { baseline }) {
      if (material === 'removed') return { cannot: 'Only the owner of the key material can import it again.' };
      if (!deletion) return { cannot: 'How the deletion was scheduled is not known.' };
      // A key is disabled after its deletion is cancelled. It is enabled only if it was enabled before.
      if (baseline?.enabled) return [cancelKeyDeletion(deletion), enableKey({})];
      return {
        oneOf: [[cancelKeyDeletion(deletion)]],
        cannot: 'The key would still lack its material.',
        byHand:
          baseline?.enabled === false
            ? []
            : ['Enable the key by hand if it is needed, because it is not known whether it was enabled before'],
      };
    },
  },
});
