import * as z from 'zod';
import { defineRule, partly, unknown } from '../../core/rule.ts';
import { updateTrail } from '../../resources/cloudtrail-trail/actions.ts';
import { cloudtrailTrail } from '../../resources/cloudtrail-trail/kind.ts';
import { isUsable, judgeKmsKey } from '../common/kms-key.ts';

export default defineRule({
  id: 'cloudtrail-kms-removed',
  title: 'CloudTrail trails stay encrypted with their KMS key',
  severity: 'high',
  kind: cloudtrailTrail,
  watches: ['kmsKey'],
  neighbours: ['keys'],
  controls: ['cloudtrail-kms-removed'],
  options: z.strictObject({
    required: z.boolean().default(false).describe('Also report trails that never had a KMS key.'),
    approvedKeys: z
      .array(z.string())
      .default([])
      .describe('Ids, ARNs or aliases of the keys that trails may use. An empty list: each trail keeps its key.'),
  }),
  messages: {
    removed: 'The KMS key of the trail was removed: new log files are encrypted only with keys of S3.',
    missing: 'The trail has no KMS key: its log files are encrypted only with keys of S3.',
    unapproved: 'The trail encrypts its log files with a key that is not approved: {{key}}.',
    foreign:
      'The trail encrypts its log files with a key of account {{account}}, which can make them unreadable at any time.',
    changed: {
      text: 'The trail encrypts its log files with another key than before: {{after}} instead of {{before}}.',
      severity: 'medium',
    },
  },
  fix: 'Set the KMS key of the trail again. The key policy must allow cloudtrail.amazonaws.com to encrypt.',

  judge({ kmsKey }, { options: { required, approvedKeys }, baseline, ...scene }) {
    if (kmsKey === undefined) return unknown('No event showed whether the trail has a KMS key.');
    if (kmsKey !== null) {
      const had = baseline?.kmsKey ?? undefined;
      const found = judgeKmsKey(kmsKey, had, approvedKeys, scene);
      if (found === undefined || found === 'approved') return [];
      if ('unknown' in found) return found;
      const at = { path: 'kmsKey' } as const;
      if (found.fault === 'foreign') return [{ ...at, message: 'foreign', data: { account: found.account } }];
      if (found.fault === 'changed') return [{ ...at, message: 'changed', data: { after: kmsKey, before: had ?? '' } }];
      return [{ ...at, message: 'unapproved', data: { key: kmsKey } }];
    }
    if (baseline?.kmsKey) return [{ message: 'removed', path: 'kmsKey', data: {} }];
    if (required) return [{ message: 'missing', path: 'kmsKey', data: {} }];
    // A trail that was created without a key is compliant.
    const hadNone = baseline === undefined || baseline.kmsKey === null;
    return hadNone ? [] : partly('No event showed whether the trail had a KMS key.');
  },

  remediation: {
    mode: 'auto',
    actions: [updateTrail],
    plan({ kmsKey: before }, _, { baseline, neighbours, ...scene }) {
      const after = baseline?.kmsKey;
      if (!after || before === undefined) return { cannot: 'The old KMS key of the trail is not known.' };
      const usable = isUsable(after, scene, neighbours.keys);
      if (typeof usable === 'object') return usable;
      return {
        oneOf: [[updateTrail({ setting: 'kmsKey', before, after })]],
        cannot: `The old KMS key of the trail (${after}) is not one that it may use.`,
        ...(usable ? {} : { unsure: true }),
      };
    },
  },
});
