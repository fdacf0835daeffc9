import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { updateTrail } from '../../resources/cloudtrail-trail/actions.ts';
import { cloudtrailTrail } from '../../resources/cloudtrail-trail/kind.ts';

export default defineRule({
  id: 'cloudtrail-kms-removed',
  title: 'CloudTrail trails stay encrypted with their KMS key',
  severity: 'high',
  kind: cloudtrailTrail,
  watches: ['kmsKey'],
  controls: {
    fsbp: ['CloudTrail.2'],
    'cis-3.0': ['3.5'],
    'cis-5.0': ['3.5'],
    'iso-27001': ['A.8.11', 'A.8.15', 'A.8.16', 'A.8.24'],
    'inrupt-ess': ['ESS-L25.1'],
  },
  options: z.strictObject({
    required: z.boolean().default(false).describe('Whether a trail that never had a KMS key is drift, too.'),
    approvedKeys: z
      .array(z.string())
      .default([])
      .describe('Ids, ARNs or aliases of the only keys that trails may use; an empty list approves every key.'),
  }),
  messages: {
    removed: "The trail's KMS key was removed: new log files are encrypted with S3's own keys only.",
    missing: "The trail has no KMS key: its log files are encrypted with S3's own keys only.",
    unapproved: 'The trail encrypts its log files with a key that is not approved: {{key}}.',
  },
  fix: 'Set the KMS key of the trail again; its key policy must allow cloudtrail.amazonaws.com to encrypt.',

  judge({ kmsKey }, { options: { required, approvedKeys }, baseline }) {
    if (kmsKey === undefined) return unknown('Whether the trail has a KMS key was not shown by any event.');
    if (kmsKey !== null) {
      const approved = approvedKeys.length === 0 || approvedKeys.some((key) => keyOf(key) === keyOf(kmsKey));
      return approved ? [] : [{ message: 'unapproved', path: 'kmsKey', data: { key: kmsKey } }];
    }
    // A trail that was created without a key has not lost one.
    if (baseline && baseline.kmsKey !== null) return [{ message: 'removed', path: 'kmsKey', data: {} }];
    return required ? [{ message: 'missing', path: 'kmsKey', data: {} }] : [];
  },

  remediation: {
    mode: 'auto',
    actions: [updateTrail],
    plan({ kmsKey: before }, _, { baseline }) {
      const after = baseline?.kmsKey;
      return after && before !== undefined
        ? [updateTrail({ setting: 'kmsKey', before, after })]
        : { cannot: 'Which KMS key the trail had before is not known.' };
    },
  },
});

/** Calls name a key by id or by ARN; an alias stays an alias. */
function keyOf(key: string): string {
  return key.replace(/^arn:[^/]*:(key\/)?(?=[^:]*$)/, '');
}
