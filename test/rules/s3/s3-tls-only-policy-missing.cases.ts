import rule from '../../../shared/rules/s3/s3-tls-only-policy-missing.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const [bucket, objects] = ['arn:aws:s3:::reports', 'arn:aws:s3:::reports/*'];
const tls = {
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [bucket, objects],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const own = { Sid: 'Own', Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 's3:GetObject', Resource: objects };
const policyOf = (...Statement: readonly unknown[]) => ({ Version: '2012-10-17', Statement });
const put = (bucketPolicy: unknown, at = '2026-03-02T09:00:00Z') =>
  trailRecord('s3:PutBucketPolicy', { at, request: { bucketPolicy, bucketName: 'reports', policy: '' } });
const dropped = trailRecord('s3:DeleteBucketPolicy', {
  at: '2026-03-02T10:00:00Z',
  request: { bucketName: 'reports', policy: '' },
});
const lost = [{ message: 'lost' as const, path: 'policy', data: {} }];

export default casesOf(rule, {
  compliant: [
    {
      name: 'a policy that refuses plain HTTP',
      id: 'reports',
      state: { policy: policyOf(own, tls) },
      options: { required: true },
    },
    {
      name: 'a policy that never refused it',
      id: 'reports',
      state: { policy: policyOf(own) },
      baseline: { policy: null },
    },
    { name: 'a bucket first met without it', id: 'reports', state: { policy: policyOf(own) } },
    {
      name: 'a bucket that may be read without TLS',
      id: 'reports',
      state: { policy: null },
      baseline: { policy: policyOf(tls) },
      options: { plainHttpBuckets: ['reports'] },
    },
  ],
  drifted: [
    {
      name: 'no refusal, whoever is let in under a hidden name',
      id: 'reports',
      state: { policy: policyOf({ ...own, Principal: { AWS: '***' } }) },
      baseline: { policy: policyOf(own, tls) },
      violations: lost,
      cannot: /cannot be read/,
    },
    {
      name: 'the deny was left out: it comes back, and everything else stays',
      id: 'reports',
      state: { policy: policyOf(own) },
      baseline: { policy: policyOf(own, tls) },
      violations: lost,
      plan: [
        {
          type: 's3.put-bucket-policy',
          params: { before: policyOf(own), after: policyOf(own, tls) },
        },
      ],
    },
    {
      name: 'the policy was deleted: only the deny comes back',
      id: 'reports',
      state: { policy: null },
      baseline: { policy: policyOf(own, tls) },
      violations: lost,
      plan: [{ type: 's3.put-bucket-policy', params: { before: null, after: policyOf(tls) } }],
    },
    {
      name: 'a deny of reading alone is less than there was',
      id: 'reports',
      state: { policy: policyOf({ ...tls, Action: 's3:GetObject' }) },
      baseline: { policy: policyOf(tls) },
      violations: lost,
    },
    {
      name: "another bucket's objects in the deny",
      id: 'reports',
      state: { policy: policyOf({ ...tls, Resource: 'arn:aws:s3:::others/*' }) },
      baseline: { policy: policyOf(tls) },
      violations: lost,
    },
    {
      name: 'never there, where it is required',
      id: 'reports',
      state: { policy: null },
      options: { required: true },
      violations: [{ message: 'missing', path: 'policy', data: {} }],
      plan: [
        { type: 's3.put-bucket-policy', params: { before: null, after: policyOf({ ...tls, Sid: 'DenyPlainHttp' }) } },
      ],
    },
  ],
  unknown: [
    { name: 'no event showed the policy', state: {} },
    {
      name: 'a refusal in which a name is hidden',
      state: { policy: { Statement: [{ Effect: 'Deny', Principal: { AWS: '***' }, Action: 's3:*', Resource: '*' }] } },
    },
    { name: 'a policy that is no policy', state: { policy: { Statement: 'none' } } },
    { name: 'what the policy said before is not known', state: { policy: null }, baseline: {} },
  ],
  events: [
    {
      name: 'lost with the policy, back with the next',
      events: [put(policyOf(tls)), dropped, put(policyOf(own, tls), '2026-03-02T11:00:00Z')],
      transitions: ['opened', 'resolved'],
      resource: 'reports',
    },
    {
      name: 'the statement left out',
      events: [put(policyOf(own, tls)), put(policyOf(own), '2026-03-02T11:00:00Z')],
      transitions: ['opened'],
      texts: ['The bucket policy no longer denies requests without TLS.'],
    },
    {
      name: 'a policy nobody knew, deleted',
      events: [dropped],
      transitions: [],
      doubt: /No event showed the old bucket policy/,
    },
    {
      name: 'the bucket deleted after its policy',
      events: [
        put(policyOf(tls)),
        dropped,
        trailRecord('s3:DeleteBucket', { at: '2026-03-02T10:00:02Z', request: { bucketName: 'reports' } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'required, and put without',
      events: [put(policyOf(own))],
      options: { required: true },
      transitions: ['opened'],
    },
    {
      name: 'a refused call',
      events: [
        put(policyOf(tls)),
        trailRecord('s3:DeleteBucketPolicy', {
          at: '2026-03-02T10:00:00Z',
          request: { bucketName: 'reports' },
          errorCode: 'AccessDenied',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a call that names no bucket',
      events: [trailRecord('s3:DeleteBucketPolicy')],
      transitions: [],
      unreadable: /DeleteBucketPolicy names no bucket/,
    },
  ],
});
