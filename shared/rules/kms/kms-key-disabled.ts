import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { enableKey } from '../../resources/kms-key/actions.ts';
import { kmsKey } from '../../resources/kms-key/kind.ts';

export default defineRule({
  id: 'kms-key-disabled',
  title: 'KMS keys stay enabled',
  severity: 'high',
  kind: kmsKey,
  watches: ['enabled'],
  reads: ['deletion', 'material'],
  controls: ['kms-key-disabled'],
  options: z.strictObject({
    retiredKeys: z
      .array(z.string())
      .default([])
      .describe('Ids of keys that may be disabled because nothing needs them.'),
  }),
  messages: { disabled: 'The key is disabled: data cannot be encrypted or decrypted with it.' },
  fix: 'Enable the key again, or list it in retiredKeys if nothing needs it any more.',

  judge({ enabled, deletion, material }, { ref, options }) {
    if (options.retiredKeys.includes(ref.id)) return [];
    // A pending deletion and missing material also disable a key. kms-key-deletion-scheduled reports those.
    if (deletion || (material !== undefined && material !== 'imported')) return [];
    if (enabled === undefined) return unknown('No event showed whether the key is enabled.');
    return enabled ? [] : [{ message: 'disabled', path: 'enabled', data: {} }];
  },

  remediation: { mode: 'auto', actions: [enableKey], plan: () => [enableKey({})] },
});
