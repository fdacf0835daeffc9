import * as z from 'zod';
import { conclude, defineRule, partly, unknown } from '../../core/rule.ts';
import { type Exposure, exposures } from '../../policy/exposure.ts';
import { openStatements, trustOf } from '../../policy/open-statements.ts';
import { policyIn, readPolicy } from '../../policy/policy.ts';
import { dropStatements, putBucketPolicy } from '../../resources/s3-bucket/actions.ts';
import { s3Bucket } from '../../resources/s3-bucket/kind.ts';

export default defineRule({
  id: 's3-bucket-policy-external-account',
  title: 'S3 bucket policies let in trusted accounts only',
  severity: 'high',
  kind: s3Bucket,
  watches: ['policy'],
  controls: { fsbp: ['S3.6'], 'ellipsis-drive': ['ED-L14.1', 'ED-L28.1'] },
  options: z.strictObject({
    sharedBuckets: z
      .array(z.string())
      .default([])
      .describe('Names of buckets that accounts off the trusted list may reach on purpose.'),
    knownCanonicalUsers: z
      .array(z.string())
      .default([])
      .describe('Canonical user ids of your own accounts and of your CloudFront origin access identities.'),
  }),
  messages: { external: 'The bucket policy reaches outside the trusted accounts: {{says}} ({{statement}}).' },
  fix: 'Take the statement out of the bucket policy, or put the account on the trusted list of the configuration.',

  judge({ policy }, { ref, options, trusted }) {
    if (options.sharedBuckets.includes(ref.id)) return [];
    if (policy === undefined) return unknown('The bucket policy was not shown by any event.');
    const reading = readPolicy(policy);
    const found = exposures(policyIn(reading), trustOf(ref.account, trusted));
    const open = openStatements(found.filter((each) => !isKnown(each, options.knownCanonicalUsers)));
    // A statement that is public too belongs to s3-bucket-policy-public: one drift, one finding.
    const violations = open
      .filter(({ audience }) => audience === 'named')
      .map(({ path, says, statement }) => ({ message: 'external' as const, path, data: { says, statement } }));
    const unidentified = open.some(({ audience }) => audience === 'unidentified');
    return conclude(
      violations,
      reading.is === 'malformed' && unknown(`The bucket policy cannot be read: ${reading.reason}.`),
      unidentified && partly('The policy names a canonical user id, which does not tell whose account it is.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [putBucketPolicy],
    plan({ policy }, violations) {
      return dropStatements(policy, violations);
    },
  },
});

function isKnown({ to }: Exposure, canonicalUsers: readonly string[]): boolean {
  return to !== 'anyone' && 'canonicalUser' in to && canonicalUsers.includes(to.canonicalUser);
}
