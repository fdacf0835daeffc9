import * as z from 'zod';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { exposures } from '../../policy/exposure.ts';
import { openStatements, trustOf } from '../../policy/open-statements.ts';
import { policyIn, readPolicy } from '../../policy/policy.ts';
import { withSwitchesOn } from '../../resources/common/block-public-access.ts';
import { dropStatements, putBlockPublicAccess, putBucketPolicy } from '../../resources/s3-bucket/actions.ts';
import { s3Bucket } from '../../resources/s3-bucket/kind.ts';

export default defineRule({
  id: 's3-bucket-policy-public',
  title: 'S3 bucket policies give the public no access',
  severity: 'critical',
  kind: s3Bucket,
  watches: ['policy', 'blockPublicAccess'],
  controls: {
    fsbp: ['S3.2', 'S3.3'],
    soc2: ['CC6.1'],
    'iso-27001': ['A.8.1'],
    'ellipsis-drive': ['ED-L14.1', 'ED-L28.1'],
  },
  options: z.strictObject({
    publicBuckets: z.array(z.string()).default([]).describe('Names of buckets whose policy is public on purpose.'),
  }),
  messages: { public: 'The bucket policy is public: {{says}} ({{statement}}).' },
  fix: 'Take the public statement out of the bucket policy, or name in it who may have access.',

  judge({ policy, blockPublicAccess }, { ref, options, trusted }) {
    if (options.publicBuckets.includes(ref.id)) return [];
    // With this switch on, S3 lets nobody in by a public policy but AWS services and the bucket's own account.
    if (blockPublicAccess?.restrictPublicBuckets) return [];
    if (policy === undefined) return unknown('The bucket policy was not shown by any event.');
    const reading = readPolicy(policy);
    const found = openStatements(exposures(policyIn(reading), trustOf(ref.account, trusted)))
      .filter(({ audience }) => audience === 'public')
      .map(({ path, says, statement }) => ({ message: 'public' as const, path, data: { says, statement } }));
    return conclude(
      found,
      reading.is === 'malformed' && unknown(`The bucket policy cannot be read: ${reading.reason}.`),
    );
  },

  remediation: {
    mode: 'auto',
    actions: [putBlockPublicAccess, putBucketPolicy],
    plan({ policy, blockPublicAccess: before }, violations, { baseline }) {
      const had = baseline?.blockPublicAccess;
      if (before && had?.restrictPublicBuckets) {
        const names = (['restrictPublicBuckets', 'blockPublicPolicy'] as const).filter((name) => had[name]);
        return [putBlockPublicAccess({ before, after: withSwitchesOn(before, names) })];
      }
      return dropStatements(policy, violations);
    },
  },
});
