import { ALL_BLOCKED, NOTHING_BLOCKED } from '../../../shared/resources/common/block-public-access.ts';
import rule from '../../../shared/rules/s3/s3-bucket-policy-public.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { accountWith } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

/** The account blocks nothing. */
const OPEN_ACCOUNT = { account: accountWith() };

const objects = 'arn:aws:s3:::reports/*';
const anyone = { Sid: 'Downloads', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: objects };
const role = `arn:aws:iam::${ACCOUNT}:role/reader`;
const own = { Sid: 'Reader', Effect: 'Allow', Principal: { AWS: role }, Action: 's3:GetObject', Resource: objects };
const tls = {
  Sid: 'Tls',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::reports', objects],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const policyOf = (...Statement: readonly unknown[]) => ({ Version: '2012-10-17', Statement });
const oneEndpoint = {
  ...tls,
  Sid: 'Endpoint',
  Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } },
};
const ownOnly = {
  ...tls,
  Sid: 'OwnOnly',
  Condition: { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } },
};
const from = (...ranges: string[]) => ({ ...anyone, Condition: { IpAddress: { 'aws:SourceIp': ranges } } });
const found = {
  message: 'public' as const,
  path: 'Downloads',
  data: { says: 'anyone may s3:GetObject', statement: 'statement Downloads' },
};

const put = (bucketPolicy: unknown, at = '2026-03-02T09:00:00Z') =>
  trailRecord('s3:PutBucketPolicy', {
    at,
    request: { bucketPolicy, bucketName: 'reports', policy: '', Host: 'reports.s3.amazonaws.com' },
  });
const dropped = trailRecord('s3:DeleteBucketPolicy', {
  at: '2026-03-02T11:00:00Z',
  request: { bucketName: 'reports', policy: '' },
});
const unblocked = trailRecord('s3:DeleteBucketPublicAccessBlock', {
  at: '2026-03-02T10:00:00Z',
  request: { bucketName: 'reports', publicAccessBlock: '' },
});
const blocked = (at: string, more = {}) =>
  trailRecord('s3:PutBucketPublicAccessBlock', {
    at,
    request: { bucketName: 'reports', PublicAccessBlockConfiguration: { RestrictPublicBuckets: true, ...more } },
  });

export default casesOf(rule, {
  compliant: [
    {
      name: 'a public policy that the account restricts',
      neighbours: { account: accountWith({ ...NOTHING_BLOCKED, restrictPublicBuckets: true }) },
      state: { policy: policyOf(anyone), blockPublicAccess: NOTHING_BLOCKED },
    },
    { name: 'no policy', state: { policy: null } },
    { name: 'a policy for a role of the account', state: { policy: policyOf(own, tls) } },
    {
      name: 'everyone, from one VPC only',
      state: { policy: policyOf({ ...anyone, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } } }) },
    },
    {
      name: 'a named account is the affair of another rule',
      state: { policy: policyOf({ ...anyone, Principal: { AWS: '444455556666' } }) },
    },
    {
      name: 'a public policy that Block Public Access restricts',
      state: { policy: policyOf(anyone), blockPublicAccess: ALL_BLOCKED },
    },
    {
      name: 'any policy that Block Public Access restricts',
      state: { blockPublicAccess: { ...NOTHING_BLOCKED, restrictPublicBuckets: true } },
    },
    {
      name: 'a bucket that is public on purpose',
      id: 'website',
      state: { policy: policyOf(anyone) },
      options: { publicBuckets: ['website'] },
    },
    {
      name: 'everyone of a trusted organisation',
      state: { policy: policyOf({ ...anyone, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }) },
      trusted: { organizations: ['o-a1b2c3d4e5'] },
    },
  ],
  drifted: [
    {
      name: 'everyone added beside a role: only everyone goes',
      neighbours: OPEN_ACCOUNT,
      state: { policy: policyOf({ ...own, Principal: { AWS: [role, '*'] } }, tls), blockPublicAccess: NOTHING_BLOCKED },
      violations: [{ ...found, path: 'Reader', data: { ...found.data, statement: 'statement Reader' } }],
      plan: [
        {
          type: 's3.put-bucket-policy',
          params: {
            before: policyOf({ ...own, Principal: { AWS: [role, '*'] } }, tls),
            after: policyOf({ ...own, Principal: { AWS: [role] } }, tls),
          },
        },
      ],
    },
    {
      name: 'everyone put in the place of a role: the role comes back, and what was added since stays',
      neighbours: OPEN_ACCOUNT,
      state: { policy: policyOf({ ...own, Principal: '*' }, tls), blockPublicAccess: NOTHING_BLOCKED },
      baseline: { policy: policyOf(own) },
      violations: [{ ...found, path: 'Reader', data: { ...found.data, statement: 'statement Reader' } }],
      plan: [
        {
          type: 's3.put-bucket-policy',
          params: { before: policyOf({ ...own, Principal: '*' }, tls), after: policyOf(own, tls) },
        },
      ],
    },
    {
      name: 'a Deny was taken away that also kept the own account to one endpoint: it does not come back',
      neighbours: OPEN_ACCOUNT,
      state: { policy: policyOf(anyone, own), blockPublicAccess: NOTHING_BLOCKED },
      baseline: { policy: policyOf(anyone, own, oneEndpoint) },
      violations: [found],
      plan: [{ type: 's3.put-bucket-policy', params: { before: policyOf(anyone, own), after: policyOf(own) } }],
    },
    {
      name: 'a Deny was taken away that kept strangers out: it comes back',
      neighbours: OPEN_ACCOUNT,
      state: { policy: policyOf(anyone, own), blockPublicAccess: NOTHING_BLOCKED },
      baseline: { policy: policyOf(anyone, ownOnly) },
      violations: [found],
      plan: [
        {
          type: 's3.put-bucket-policy',
          params: { before: policyOf(anyone, own), after: policyOf(anyone, own, ownOnly) },
        },
      ],
    },
    {
      name: 'one address range of two is the whole internet: only that one goes',
      neighbours: OPEN_ACCOUNT,
      state: { policy: policyOf(from('203.0.113.0/24', '0.0.0.0/0')), blockPublicAccess: NOTHING_BLOCKED },
      violations: [found],
      plan: [
        {
          type: 's3.put-bucket-policy',
          params: {
            before: policyOf(from('203.0.113.0/24', '0.0.0.0/0')),
            after: policyOf(from('203.0.113.0/24')),
          },
        },
      ],
    },
    {
      name: 'anyone, beside somebody whose name is hidden',
      neighbours: OPEN_ACCOUNT,
      state: { policy: policyOf({ ...anyone, Principal: { AWS: ['***', '*'] } }) },
      violations: [found],
      cannot: /^The bucket policy cannot be read: /,
    },
    {
      name: 'anyone, beside a statement in which a name is hidden',
      neighbours: OPEN_ACCOUNT,
      state: { policy: policyOf({ ...own, Principal: { AWS: '***' } }, anyone) },
      violations: [found],
      cannot: /^The bucket policy cannot be read: /,
    },
    {
      name: 'a public statement is taken out, and no other',
      neighbours: OPEN_ACCOUNT,
      state: { policy: policyOf(tls, anyone, own) },
      violations: [found],
      plan: [
        { type: 's3.put-bucket-policy', params: { before: policyOf(tls, anyone, own), after: policyOf(tls, own) } },
      ],
    },
    {
      name: 'the only statement: the policy goes with it',
      neighbours: OPEN_ACCOUNT,
      state: { policy: policyOf(anyone), blockPublicAccess: NOTHING_BLOCKED },
      baseline: { policy: null, blockPublicAccess: NOTHING_BLOCKED },
      violations: [found],
      plan: [{ type: 's3.put-bucket-policy', params: { before: policyOf(anyone), after: null } }],
    },
    {
      name: 'the switch that kept the public out is put back, and the policy left alone',
      neighbours: OPEN_ACCOUNT,
      state: { policy: policyOf(anyone), blockPublicAccess: NOTHING_BLOCKED },
      baseline: { policy: policyOf(anyone), blockPublicAccess: ALL_BLOCKED },
      violations: [found],
      plan: [
        {
          type: 's3.put-block-public-access',
          params: {
            before: NOTHING_BLOCKED,
            after: { ...NOTHING_BLOCKED, restrictPublicBuckets: true, blockPublicPolicy: true },
          },
        },
      ],
    },
    {
      name: 'refusing public policies does not close one that is there',
      neighbours: OPEN_ACCOUNT,
      state: { policy: policyOf(anyone), blockPublicAccess: { ...ALL_BLOCKED, restrictPublicBuckets: false } },
      violations: [found],
    },
    {
      name: 'a list with one star, without a Sid',
      neighbours: OPEN_ACCOUNT,
      state: {
        policy: {
          Statement: {
            Effect: 'Allow',
            Principal: { AWS: ['*'] },
            Action: ['s3:PutObject', 's3:GetObject'],
            Resource: objects,
          },
        },
      },
      violations: [
        {
          message: 'public',
          path: 'statement#619aa0b8',
          data: { says: 'anyone may s3:PutObject and s3:GetObject', statement: 'a statement without Sid' },
        },
      ],
    },
    {
      name: 'two public statements',
      neighbours: OPEN_ACCOUNT,
      state: { policy: policyOf(anyone, { ...anyone, Sid: 'Uploads', Action: 's3:PutObject' }) },
      violations: [
        found,
        {
          message: 'public',
          path: 'Uploads',
          data: { says: 'anyone may s3:PutObject', statement: 'statement Uploads' },
        },
      ],
    },
  ],
  unknown: [
    { name: 'no event showed the policy', state: {} },
    { name: 'somebody whose name is hidden', state: { policy: policyOf({ ...own, Principal: { AWS: '***' } }) } },
    {
      name: 'beside a refusal that cannot be read',
      state: { policy: policyOf(anyone, { ...tls, Principal: { AWS: '***' } }) },
    },
    { name: 'a policy that is no policy', state: { policy: { Statement: [{ Effect: 'Perhaps' }] } } },
    { name: 'a policy that is not JSON', state: { policy: 'Allow everyone' } },
  ],
  events: [
    {
      name: 'opened to everyone, then deleted',
      events: [put(policyOf(anyone)), dropped],
      transitions: ['opened', 'resolved'],
      resource: 'reports',
    },
    {
      name: 'a policy written as text, with an older flag',
      events: [
        trailRecord('s3:PutBucketPolicy', {
          request: { bucketPolicy: JSON.stringify(policyOf(anyone)), bucketName: 'reports', policy: [''] },
        }),
      ],
      transitions: ['opened'],
      texts: [
        'The bucket policy gives the public access: anyone may s3:GetObject (statement Downloads), unless the account blocks public access (not known).',
      ],
    },
    {
      name: 'restricted all along, exposed when the switch goes, closed when it is back',
      events: [blocked('2026-03-02T08:00:00Z'), put(policyOf(anyone)), unblocked, blocked('2026-03-02T12:00:00Z')],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'replaced by a policy that is not public',
      events: [put(policyOf(anyone)), put(policyOf(own), '2026-03-02T10:00:00Z')],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'replaced by something that cannot be read: neither resolved nor compliant',
      events: [put(policyOf(anyone)), put('Allow everyone', '2026-03-02T10:00:00Z')],
      transitions: ['opened'],
      doubt: /cannot be read: the policy is not JSON/,
    },
    {
      name: 'the bucket deleted',
      events: [
        put(policyOf(anyone)),
        trailRecord('s3:DeleteBucket', { at: '2026-03-02T10:00:00Z', request: { bucketName: 'reports' } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'in us-east-1 a creation also succeeds on a bucket that is there, and says nothing of its policy',
      events: [
        { ...put(policyOf(anyone)), awsRegion: 'us-east-1' },
        trailRecord('s3:CreateBucket', {
          at: '2026-03-02T10:00:00Z',
          region: 'us-east-1',
          request: { bucketName: 'reports' },
        }),
        { ...blocked('2026-03-02T11:00:00Z', { RestrictPublicBuckets: false }), awsRegion: 'us-east-1' },
      ],
      transitions: ['opened'],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('s3:PutBucketPolicy', {
          request: { bucketPolicy: policyOf(anyone), bucketName: 'reports' },
          errorCode: 'AccessDenied',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a request without its policy',
      events: [put(undefined)],
      transitions: [],
      unreadable: /PutBucketPolicy shows no policy/,
    },
    {
      name: 'a request with an empty policy',
      events: [put(' ')],
      transitions: [],
      unreadable: /PutBucketPolicy shows no policy/,
    },
  ],
});
