import rule from '../../../shared/rules/s3/s3-bucket-policy-external-account.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const objects = 'arn:aws:s3:::reports/*';
const OTHER = '444455556666';
const partner = {
  Sid: 'Partner',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: [objects, 'arn:aws:s3:::reports'],
};
const own = { Sid: 'Own', Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 's3:*', Resource: objects };
const logs = {
  Sid: 'Logs',
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: objects,
};
const canonical = { ...partner, Sid: 'Cdn', Principal: { CanonicalUser: 'f00d'.repeat(16) } };
const policyOf = (...Statement: readonly unknown[]) => ({ Version: '2012-10-17', Statement });
/** Everybody below a path of an organisation. */
const member = (path: string) => ({
  ...partner,
  Sid: 'Unit',
  Principal: '*',
  Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': [path] } },
});
const TRUSTED = '222233334444';
const ofOrganizations = (...organizations: string[]) => ({
  ...partner,
  Principal: '*',
  Condition: { StringEquals: { 'aws:PrincipalOrgID': organizations } },
});
const both = { Principal: { AWS: ['*', `arn:aws:iam::${TRUSTED}:root`] } };
const found = {
  message: 'external' as const,
  path: 'Partner',
  data: { says: `account ${OTHER} may s3:GetObject and s3:ListBucket`, statement: 'statement Partner' },
};

const put = (bucketPolicy: unknown, at = '2026-03-02T09:00:00Z') =>
  trailRecord('s3:PutBucketPolicy', { at, request: { bucketPolicy, bucketName: 'reports', policy: '' } });

export default casesOf(rule, {
  compliant: [
    { name: 'no policy', state: { policy: null } },
    { name: 'the own account as a bare id, and a service of AWS', state: { policy: policyOf(own, logs) } },
    { name: 'a trusted account', state: { policy: policyOf(partner) }, trusted: { accounts: [OTHER] } },
    {
      name: 'accounts of AWS that deliver logs: of a load balancer, a data warehouse and the bill',
      state: {
        policy: policyOf(
          { ...logs, Sid: 'Elb', Principal: { AWS: 'arn:aws:iam::127311923021:root' } },
          { ...logs, Sid: 'Dwh', Principal: { AWS: 'arn:aws-cn:iam::111890595117:user/logs' } },
          { ...logs, Sid: 'Bill', Principal: { AWS: '386209384616' }, Action: ['s3:PutObject', 's3:GetBucketPolicy'] },
        ),
      },
    },
    {
      name: 'a trusted unit of an organisation',
      state: { policy: policyOf(member('o-a1b2c3d4e5/r-ab12/ou-ab12-sandbox1/ou-ab12-lab00001/*')) },
      trusted: { organizations: ['o-a1b2c3d4e5/r-ab12/ou-ab12-sandbox1/'] },
    },
    {
      name: 'a bucket that is shared on purpose',
      id: 'exchange',
      state: { policy: policyOf(partner) },
      options: { sharedBuckets: ['exchange'] },
    },
    {
      name: 'a canonical user that is known',
      state: { policy: policyOf(canonical) },
      options: { knownCanonicalUsers: ['f00d'.repeat(16)] },
    },
    {
      name: 'a statement for everyone belongs to the rule on public policies',
      state: { policy: policyOf({ ...partner, Principal: '*' }) },
    },
  ],
  drifted: [
    {
      name: 'a stranger beside a trusted account, a service and the public: only the stranger goes',
      state: {
        policy: policyOf({ ...partner, Principal: { AWS: ['*', OTHER, TRUSTED], Service: 'logs.amazonaws.com' } }),
      },
      trusted: { accounts: [TRUSTED] },
      violations: [found],
      plan: [
        {
          type: 's3.put-bucket-policy',
          params: {
            before: policyOf({ ...partner, Principal: { AWS: ['*', OTHER, TRUSTED], Service: 'logs.amazonaws.com' } }),
            after: policyOf({ ...partner, Principal: { AWS: ['*', TRUSTED], Service: 'logs.amazonaws.com' } }),
          },
        },
      ],
    },
    {
      name: 'a stranger beside a canonical user that is not known: only the stranger goes',
      state: { policy: policyOf({ ...partner, Principal: { AWS: OTHER, ...canonical.Principal } }) },
      violations: [
        {
          ...found,
          data: {
            ...found.data,
            says: `${found.data.says}; the account with canonical id ${'f00d'.repeat(16)} may s3:GetObject and s3:ListBucket`,
          },
        },
      ],
      plan: [
        {
          type: 's3.put-bucket-policy',
          params: {
            before: policyOf({ ...partner, Principal: { AWS: OTHER, ...canonical.Principal } }),
            after: policyOf({ ...partner, Principal: canonical.Principal }),
          },
        },
      ],
    },
    {
      name: 'everyone of two organisations, of which one is foreign: only the foreign one goes',
      state: { policy: policyOf(ofOrganizations('o-a1b2c3d4e5', 'o-zzzzzzzzzz')) },
      trusted: { organizations: ['o-a1b2c3d4e5'] },
      violations: [
        {
          message: 'external',
          path: 'Partner',
          data: {
            says: 'organisation o-zzzzzzzzzz may s3:GetObject and s3:ListBucket',
            statement: 'statement Partner',
          },
        },
      ],
      plan: [
        {
          type: 's3.put-bucket-policy',
          params: {
            before: policyOf(ofOrganizations('o-a1b2c3d4e5', 'o-zzzzzzzzzz')),
            after: policyOf(ofOrganizations('o-a1b2c3d4e5')),
          },
        },
      ],
    },
    {
      name: 'one condition for a trusted account and for everyone: the foreign organisation is taken out',
      state: { policy: policyOf({ ...ofOrganizations('o-a1b2c3d4e5', 'o-zzzzzzzzzz'), ...both }) },
      trusted: { accounts: [TRUSTED], organizations: ['o-a1b2c3d4e5'] },
      violations: [
        {
          message: 'external',
          path: 'Partner',
          data: {
            says: 'organisation o-zzzzzzzzzz may s3:GetObject and s3:ListBucket',
            statement: 'statement Partner',
          },
        },
      ],
    },
    {
      name: 'another account, beside somebody whose name is hidden',
      state: { policy: policyOf({ ...partner, Principal: { AWS: [OTHER, '***'] } }) },
      violations: [found],
      cannot: /^The bucket policy cannot be read: /,
    },
    {
      name: 'another account, taken out alone',
      state: { policy: policyOf(own, partner) },
      violations: [found],
      plan: [{ type: 's3.put-bucket-policy', params: { before: policyOf(own, partner), after: policyOf(own) } }],
    },
    {
      name: 'the only statement',
      state: { policy: policyOf(partner) },
      violations: [found],
      plan: [{ type: 's3.put-bucket-policy', params: { before: policyOf(partner), after: null } }],
    },
    {
      name: 'two accounts in one statement are one violation; a condition is told',
      state: {
        policy: policyOf({
          ...partner,
          Principal: { AWS: [OTHER, `arn:aws:iam::777788889999:role/reader`] },
          Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
        }),
      },
      violations: [
        {
          message: 'external',
          path: 'Partner',
          data: {
            says: `account ${OTHER} may s3:GetObject and s3:ListBucket (limited by aws:SourceIp); account 777788889999 may s3:GetObject and s3:ListBucket (limited by aws:SourceIp)`,
            statement: 'statement Partner',
          },
        },
      ],
    },
    {
      name: 'an account of AWS that reads objects, which no delivery of logs does',
      state: { policy: policyOf({ ...partner, Principal: { AWS: '193672423079' } }) },
      violations: [
        {
          message: 'external',
          path: 'Partner',
          data: { says: 'account 193672423079 may s3:GetObject and s3:ListBucket', statement: 'statement Partner' },
        },
      ],
    },
    {
      name: 'a unit beside the trusted one, and the organisation of which one unit is trusted',
      state: {
        policy: policyOf(member('o-a1b2c3d4e5/r-ab12/ou-ab12-sandbox1x/*'), {
          ...member('o-a1b2c3d4e5/*'),
          Sid: 'Whole',
        }),
      },
      trusted: { organizations: ['o-a1b2c3d4e5/r-ab12/ou-ab12-sandbox1/'] },
      violations: [
        {
          message: 'external',
          path: 'Unit',
          data: {
            says: 'organisational unit o-a1b2c3d4e5/r-ab12/ou-ab12-sandbox1x/ may s3:GetObject and s3:ListBucket',
            statement: 'statement Unit',
          },
        },
        {
          message: 'external',
          path: 'Whole',
          data: { says: 'organisation o-a1b2c3d4e5 may s3:GetObject and s3:ListBucket', statement: 'statement Whole' },
        },
      ],
    },
    {
      name: 'a foreign organisation',
      state: {
        policy: policyOf({
          ...partner,
          Principal: '*',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' } },
        }),
      },
      trusted: { organizations: ['o-a1b2c3d4e5'] },
      violations: [
        {
          message: 'external',
          path: 'Partner',
          data: {
            says: 'organisation o-zzzzzzzzzz may s3:GetObject and s3:ListBucket',
            statement: 'statement Partner',
          },
        },
      ],
    },
    {
      name: 'beside a canonical user that is not known',
      state: { policy: policyOf(partner, canonical) },
      violations: [found],
    },
  ],
  unknown: [
    { name: 'no event showed the policy', state: {} },
    { name: 'a policy that is no policy', state: { policy: {} } },
    { name: 'an organisation, with none in the configuration', state: { policy: policyOf(member('o-a1b2c3d4e5/*')) } },
    { name: 'a canonical user does not say whose account it is', state: { policy: policyOf(canonical) } },
  ],
  events: [
    {
      name: 'granted, then taken back',
      events: [
        put(policyOf(partner)),
        trailRecord('s3:DeleteBucketPolicy', {
          at: '2026-03-02T10:00:00Z',
          request: { bucketName: 'reports', policy: '' },
        }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'reports',
    },
    {
      name: 'a foreign account swapped for an organisation of which nothing is known: not resolved',
      events: [put(policyOf(partner)), put(policyOf(member('o-zzzzzzzzzz/*')), '2026-03-02T10:00:00Z')],
      transitions: ['opened'],
      doubt: /o-zzzzzzzzzz is not known to be your organisation/,
    },
    {
      name: 'one statement of two taken back',
      events: [
        put(policyOf(partner, { ...partner, Sid: 'More', Action: 's3:PutObject' })),
        put(policyOf(partner), '2026-03-02T10:00:00Z'),
      ],
      transitions: ['opened', 'changed'],
      texts: [
        `The bucket policy gives outsiders access: account ${OTHER} may s3:GetObject and s3:ListBucket (statement Partner).`,
      ],
    },
    {
      name: 'a canonical user left behind does not keep the finding open',
      events: [put(policyOf(partner, canonical)), put(policyOf(canonical), '2026-03-02T10:00:00Z')],
      transitions: ['opened', 'resolved'],
      doubt: /canonical user id/,
    },
    {
      name: 'the bucket deleted',
      events: [
        put(policyOf(partner)),
        trailRecord('s3:DeleteBucket', { at: '2026-03-02T10:00:00Z', request: { bucketName: 'reports' } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('s3:PutBucketPolicy', {
          request: { bucketPolicy: policyOf(partner), bucketName: 'reports' },
          errorCode: 'AccessDenied',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a call that names no bucket',
      events: [trailRecord('s3:PutBucketPolicy', { request: { bucketPolicy: policyOf(partner) } })],
      transitions: [],
      unreadable: /PutBucketPolicy names no bucket/,
    },
  ],
});
