import * as z from 'zod';
import { defineRule, doubtful } from '../../core/rule.ts';
import { isPublic } from '../../policy/exposure.ts';
import { byStatement } from '../../policy/openings.ts';
import { withSwitchesOn } from '../../resources/common/block-public-access.ts';
import { putBlockPublicAccess, putBucketPolicy } from '../../resources/s3-bucket/actions.ts';
import { BLOCKED_BY_ACCOUNT, isBlocked } from '../../resources/s3-bucket/blocked.ts';
import { type S3Bucket, s3Bucket } from '../../resources/s3-bucket/kind.ts';
import { bucketOwner } from '../common/bucket-policy.ts';
import { judgePolicy, type PolicyView } from '../common/resource-policy.ts';
import { planPolicy } from '../common/resource-policy-plan.ts';

const view = {
  name: 'bucket policy',
  policyOf: ({ policy }) => policy,
  ownerOf: bucketOwner,
  // s3-bucket-policy-external-account reports the others of a statement.
  objectsTo: isPublic,
  isForAnotherRule: (outsider) => !isPublic(outsider),
  split: byStatement,
  report: ({ path, extent, says, statement }) => ({
    message: 'public' as const,
    path,
    extent,
    data: { says, statement },
  }),
} satisfies PolicyView<S3Bucket, unknown, object & { path: string }>;

export default defineRule({
  id: 's3-bucket-policy-public',
  title: 'S3 bucket policies give the public no access',
  severity: 'critical',
  kind: s3Bucket,
  watches: ['policy', 'blockPublicAccess'],
  neighbours: ['account'],
  controls: ['s3-bucket-policy-public'],
  options: z.strictObject({
    publicBuckets: z.array(z.string()).default([]).describe('Names of buckets whose policy is public on purpose.'),
  }),
  messages: { public: 'The bucket policy gives the public access: {{says}} ({{statement}}).' },
  fix: 'Remove the public statement from the bucket policy, or name in it who may have access.',

  judge(bucket, context) {
    if (context.options.publicBuckets.includes(context.ref.id)) return [];
    // With this setting a public policy gives access only to AWS services and the bucket's own account.
    const blocked = isBlocked('restrictPublicBuckets', bucket, context.neighbours);
    if (blocked) return [];
    const judged = judgePolicy(view, bucket, context);
    return blocked === undefined ? doubtful(judged, BLOCKED_BY_ACCOUNT) : judged;
  },

  remediation: {
    mode: 'auto',
    actions: [putBlockPublicAccess, putBucketPolicy],
    plan(bucket, violations, context) {
      const { blockPublicAccess: before } = bucket;
      const had = context.baseline?.blockPublicAccess;
      if (before && had?.restrictPublicBuckets) {
        const names = (['restrictPublicBuckets', 'blockPublicPolicy'] as const).filter((name) => had[name]);
        return [putBlockPublicAccess({ before, after: withSwitchesOn(before, names) })];
      }
      return planPolicy(view, { put: putBucketPolicy, clearOnly: true }, bucket, violations, context);
    },
  },
});
