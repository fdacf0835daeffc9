import * as z from 'zod';
import type { Ref } from '../../core/ref.ts';
import { defineRule, unknown } from '../../core/rule.ts';
import { writable } from '../../policy/deleted.ts';
import { policyIn, readPolicy } from '../../policy/policy.ts';
import { deniesPlainHttp, withTlsDeny } from '../../policy/transport.ts';
import { putBucketPolicy } from '../../resources/s3-bucket/actions.ts';
import { bucketArn, s3Bucket } from '../../resources/s3-bucket/kind.ts';

export default defineRule({
  id: 's3-tls-only-policy-missing',
  title: 'S3 bucket policies keep denying requests without TLS',
  severity: 'medium',
  kind: s3Bucket,
  watches: ['policy'],
  controls: ['s3-tls-only-policy-missing'],
  options: z.strictObject({
    required: z.boolean().default(false).describe('Also report buckets whose policy never denied plain HTTP.'),
    plainHttpBuckets: z.array(z.string()).default([]).describe('Names of buckets that may be read without TLS.'),
  }),
  messages: {
    lost: 'The bucket policy no longer denies requests without TLS.',
    missing: 'The bucket policy does not deny requests without TLS.',
  },
  fix: 'Add a Deny of all S3 actions for everyone with the condition that aws:SecureTransport is false.',

  judge({ policy }, { ref, options, baseline }) {
    if (options.plainHttpBuckets.includes(ref.id)) return [];
    if (policy === undefined) return unknown('No event showed the bucket policy.');
    const refuses = refusesPlainHttp(policy, ref);
    if (refuses === undefined) return unknown('The bucket policy cannot be read.');
    if (refuses) return [];
    // A new bucket without the statement is compliant.
    const refused = baseline ? refusesPlainHttp(baseline.policy, ref) : false;
    if (refused) return [{ message: 'lost', path: 'policy', data: {} }];
    if (options.required) return [{ message: 'missing', path: 'policy', data: {} }];
    return refused === undefined ? unknown('No event showed the old bucket policy.') : [];
  },

  remediation: {
    mode: 'auto',
    actions: [putBucketPolicy],
    plan({ policy = null }, _, { ref, baseline }) {
      const reading = readPolicy(policy);
      if (reading.is === 'malformed') return { cannot: 'The bucket policy cannot be read.' };
      const known = reading.is === 'policy' ? reading.policy : undefined;
      const earlier = policyIn(readPolicy(baseline?.policy));
      return [putBucketPolicy({ before: policy, after: writable(withTlsDeny(known, bucketArn(ref), earlier)) })];
    },
  },
});

/** `undefined`: the policy is not known, or it cannot be read. */
function refusesPlainHttp(policy: unknown, ref: Ref): boolean | undefined {
  const reading = readPolicy(policy);
  // Only the Deny statements must be readable.
  const known = policyIn(reading);
  if (policy === undefined || (reading.is === 'malformed' && !known)) return undefined;
  return deniesPlainHttp(known, bucketArn(ref));
}
