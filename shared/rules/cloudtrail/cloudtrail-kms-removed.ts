import * as z from 'zod';
import { defineRule, partly, unknown } from '../../core/rule.ts';
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
    required: z.boolean().default(false).describe('Also report trails that never had a KMS key.'),
    approvedKeys: z
      .array(z.string())
      .default([])
      .describe('Ids, ARNs or aliases of the keys that trails may use. An empty list allows every key.'),
  }),
  messages: {
    removed: 'The KMS key of the trail was removed: new log files are encrypted only with keys of S3.',
    missing: 'The trail has no KMS key: its log files are encrypted only with keys of S3.',
    unapproved: 'The trail encrypts its log files with a key that is not approved: {{key}}.',
  },
  fix: 'Set the KMS key of the trail again. The key policy must allow cloudtrail.amazonaws.com to encrypt.',

  judge({ kmsKey }, { options: { required, approvedKeys }, baseline }) {
    if (kmsKey === undefined) return unknown('No event showed whether the trail has a KMS key.');
    if (kmsKey !== null) {
      const approved = approvedKeys.length === 0 || approvedKeys.some((key) => keyOf(key) === keyOf(kmsKey));
      return approved ? [] : [{ message: 'unapproved', path: 'kmsKey', data: { key: kmsKey } }];
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
    plan({ kmsKey: before }, _, { baseline }) {
      const after = baseline?.kmsKey;
      return after && before !== undefined
        ? [updateTrail({ setting: 'kmsKey', before, after })]
        : { cannot: 'The old KMS key of the trail is not known.' };
    },
  },
});

/** The id or alias of a key that is named by its id, its ARN or an alias. */
function keyOf(key: string): string {
  return key.replace(/^arn:[^/]*:(key\/)?(?=[^:]*$)/, '');
}
