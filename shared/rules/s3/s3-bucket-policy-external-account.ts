import * as z from 'zod';
import { defineRule, partly } from '../../core/rule.ts';
import { isPublic } from '../../policy/exposure.ts';
import { byStatement, nameOfGrantee } from '../../policy/openings.ts';
import { putBucketPolicy } from '../../resources/s3-bucket/actions.ts';
import { type S3Bucket, s3Bucket } from '../../resources/s3-bucket/kind.ts';
import { bucketOwner } from '../common/bucket-policy.ts';
import { judgePolicy, type PolicyView } from '../common/resource-policy.ts';
import { planPolicy } from '../common/resource-policy-plan.ts';

const options = z.strictObject({
  sharedBuckets: z.array(z.string()).default([]).describe('Names of buckets that outside accounts may use on purpose.'),
  knownCanonicalUsers: z
    .array(z.string())
    .default([])
    .describe('Canonical user ids of your own accounts and of your CloudFront origin access identities.'),
});

const view = {
  name: 'bucket policy',
  policyOf: ({ policy }) => policy,
  ownerOf: bucketOwner,
  // s3-bucket-policy-public reports the public: what one rule fixes, the other does not.
  objectsTo: (outsider, { options: { knownCanonicalUsers } }) =>
    !isPublic(outsider) && !knownCanonicalUsers.some((user) => nameOfGrantee(outsider.to) === user),
  isForAnotherRule: isPublic,
  split: byStatement,
  report: ({ audience, path, extent, says, statement }) =>
    audience === 'named' ? { message: 'external' as const, path, extent, data: { says, statement } } : undefined,
} satisfies PolicyView<S3Bucket, z.output<typeof options>, object & { path: string }>;

export default defineRule({
  id: 's3-bucket-policy-external-account',
  title: 'S3 bucket policies give access to trusted accounts only',
  severity: 'high',
  kind: s3Bucket,
  watches: ['policy'],
  controls: ['s3-bucket-policy-external-account'],
  options,
  messages: { external: 'The bucket policy gives outsiders access: {{says}} ({{statement}}).' },
  fix: 'Remove the statement from the bucket policy, or add the account to trustedAccounts.',

  judge(bucket, context) {
    if (context.options.sharedBuckets.includes(context.ref.id)) return [];
    return judgePolicy(
      view,
      bucket,
      context,
      (openings) =>
        openings.some(({ audience }) => audience === 'unidentified') &&
        partly('The policy names a canonical user id, which does not show whose account it is.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [putBucketPolicy],
    plan: (bucket, violations, context) => planPolicy(view, { put: putBucketPolicy }, bucket, violations, context),
  },
});
