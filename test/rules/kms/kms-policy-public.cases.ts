import rule from '../../../shared/rules/kms/kms-policy-public.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ID = '0a1b2c3d-1111-4222-8333-444455556666';
const ARN = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${ID}`;
const PARTNER = '444455556666';

const allow = (Sid: string, AWS: unknown, Action: unknown = 'kms:Decrypt', more: object = {}) => ({
  Sid,
  Effect: 'Allow',
  Principal: { AWS },
  Action,
  Resource: '*',
  ...more,
});
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Id: 'key-default-1', Statement });
const own = allow('Own', `arn:aws:iam::${ACCOUNT}:root`, 'kms:*');
const anyone = allow('Anyone', '*');
const partner = allow('Partner', `arn:aws:iam::${PARTNER}:root`, ['kms:Decrypt', 'kms:DescribeKey']);
const anyoneIn = (organization: string) =>
  allow('Organisation', '*', 'kms:Decrypt', { Condition: { StringEquals: { 'aws:PrincipalOrgID': organization } } });
const service = allow('Storage', '*', 'kms:Decrypt', {
  Condition: { StringEquals: { 'KMS:CallerAccount': ACCOUNT, 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
});

const TRUSTED = '222233334444';
const all = allow('All', '*', '*');
const ownOnly = {
  ...allow('OwnOnly', '*', 'kms:*', { Condition: { StringNotEquals: { 'kms:CallerAccount': ACCOUNT } } }),
  Effect: 'Deny',
};
const open = (at: string, says: string) => ({ message: 'public', path: at, data: { says } }) as const;
const foreign = (at: string, says: string) => ({ message: 'foreign', path: at, data: { says } }) as const;
const put = (before: unknown, after: unknown) => [{ type: 'kms.put-key-policy', params: { before, after } }];

const putPolicy = (time: string, given: unknown) =>
  trailRecord('kms:PutKeyPolicy', {
    at: `2026-03-02T${time}Z`,
    request: { keyId: ID, policyName: 'default', policy: given, bypassPolicyLockoutSafetyCheck: false },
    response: { keyId: ARN },
  });
const pretty = (...statements: readonly object[]) => JSON.stringify(policy(...statements), null, 2);
const created = (request: object) =>
  trailRecord('kms:CreateKey', {
    at: '2026-03-02T08:00:00Z',
    request,
    response: { keyMetadata: { keyId: ID, arn: ARN } },
  });

export default casesOf(rule, {
  compliant: [
    { name: 'the account itself', state: { policy: policy(own) } },
    { name: 'the account itself, as a bare id', state: { policy: policy(allow('Own', ACCOUNT, 'kms:*')) } },
    { name: 'anyone, but of this account only', state: { policy: policy(own, service) } },
    { name: 'an account that is trusted', state: { policy: policy(own, partner) }, trusted: { accounts: [PARTNER] } },
    {
      name: 'an organisation that is trusted',
      state: { policy: policy(own, anyoneIn('o-abcdefghij')) },
      trusted: { organizations: ['o-abcdefghij'] },
    },
    {
      name: 'a star under an operator without wildcards, which matches nobody',
      state: {
        policy: policy(
          own,
          allow('Typo', '*', 'kms:Decrypt', { Condition: { StringEquals: { 'kms:CallerAccount': '*' } } }),
        ),
      },
    },
    {
      name: 'anyone, for a key of another account',
      state: {
        policy: policy(
          own,
          allow('Other', '*', 'kms:Decrypt', { Condition: { StringEquals: { 'aws:ResourceAccount': PARTNER } } }),
        ),
      },
    },
    {
      name: 'everything for anyone, and everything of KMS denied to outsiders',
      state: {
        policy: policy(own, allow('All', '*', '*'), {
          ...allow('OwnOnly', '*', 'kms:*', { Condition: { StringNotEquals: { 'kms:CallerAccount': ACCOUNT } } }),
          Effect: 'Deny',
          Resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${ID}`,
        }),
      },
      id: ID,
    },
    {
      name: 'a key that is shared on purpose',
      id: ID,
      state: { policy: policy(own, partner) },
      options: { sharedKeys: [ID] },
    },
  ],
  drifted: [
    {
      name: 'anyone, beside a statement in which a name is hidden',
      state: { policy: policy(allow('Hidden', '***'), anyone) },
      violations: [open('Anyone anyone', 'anyone may kms:Decrypt')],
      cannot: /cannot be read/,
    },
    {
      name: 'anyone: the offending statement goes',
      state: { policy: policy(own, anyone, service) },
      violations: [open('Anyone anyone', 'anyone may kms:Decrypt')],
      plan: put(policy(own, anyone, service), policy(own, service)),
    },
    {
      name: 'anyone: the policy of before comes back',
      state: { policy: policy(allow('Own', ['*'], 'kms:*')) },
      baseline: { policy: policy(own, service) },
      violations: [open('Own anyone', 'anyone may kms:*')],
      plan: put(policy(allow('Own', ['*'], 'kms:*')), policy(own, service)),
    },
    {
      name: 'a stranger beside a trusted account: only the stranger goes',
      state: { policy: policy(own, allow('Users', [TRUSTED, PARTNER])) },
      trusted: { accounts: [TRUSTED] },
      violations: [foreign(`Users ${PARTNER}`, `account ${PARTNER} may kms:Decrypt`)],
      plan: put(policy(own, allow('Users', [TRUSTED, PARTNER])), policy(own, allow('Users', [TRUSTED]))),
    },
    {
      name: 'a Deny that kept strangers out was taken away: it comes back',
      state: { policy: policy(own, all, service) },
      baseline: { policy: policy(own, all, ownOnly) },
      violations: [open('All anyone', 'anyone may do everything')],
      plan: put(policy(own, all, service), policy(own, all, service, ownOnly)),
    },
    {
      name: 'a Deny for whom it may concern was taken away, and somebody else needs that: only the opening goes',
      state: { policy: policy(own, all, allow('Users', TRUSTED)) },
      baseline: { policy: policy(own, all, ownOnly) },
      trusted: { accounts: [TRUSTED] },
      violations: [open('All anyone', 'anyone may do everything')],
      plan: put(policy(own, all, allow('Users', TRUSTED)), policy(own, allow('Users', TRUSTED))),
    },
    {
      name: 'two foreign accounts in one statement',
      state: { policy: policy(own, allow('Both', [PARTNER, 'arn:aws:iam::777788889999:role/reader'])) },
      baseline: {},
      violations: [
        foreign(`Both ${PARTNER}`, `account ${PARTNER} may kms:Decrypt`),
        foreign('Both 777788889999', 'account 777788889999 may kms:Decrypt'),
      ],
      plan: put(policy(own, allow('Both', [PARTNER, 'arn:aws:iam::777788889999:role/reader'])), policy(own)),
    },
    {
      name: 'an organisation that is not the one configured',
      state: { policy: policy(own, anyoneIn('o-zzzzzzzzzz')) },
      trusted: { organizations: ['o-abcdefghij'] },
      violations: [foreign('Organisation o-zzzzzzzzzz', 'organisation o-zzzzzzzzzz may kms:Decrypt')],
    },
    {
      name: 'a shared key open to anyone',
      id: ID,
      state: { policy: policy(own, partner, anyone) },
      options: { sharedKeys: [ID] },
      violations: [open('Anyone anyone', 'anyone may kms:Decrypt')],
      plan: put(policy(own, partner, anyone), policy(own, partner)),
    },
    {
      name: 'a policy of before that is no better does not come back',
      state: { policy: policy(own, anyone) },
      baseline: { policy: policy(own, partner) },
      violations: [open('Anyone anyone', 'anyone may kms:Decrypt')],
      plan: put(policy(own, anyone), policy(own)),
    },
    {
      name: 'nobody would be left to change the policy',
      state: { policy: policy(allow('Anyone', '*', 'kms:*'), service) },
      violations: [open('Anyone anyone', 'anyone may kms:*')],
      cannot: /nobody in the account/,
    },
    {
      name: 'a way back that hangs on a condition is none',
      state: {
        policy: policy(
          allow('Own', ACCOUNT, 'kms:*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
          anyone,
        ),
      },
      violations: [open('Anyone anyone', 'anyone may kms:Decrypt')],
      cannot: /nobody in the account/,
    },
    {
      name: 'nothing would be left',
      state: { policy: policy(anyone) },
      violations: [open('Anyone anyone', 'anyone may kms:Decrypt')],
      cannot: /nobody in the account/,
    },
  ],
  unknown: [
    { name: 'no event showed the policy', state: { enabled: true } },
    { name: 'something that is no policy', state: { policy: { Version: '2012-10-17' } } },
    {
      name: 'an organisation that is written out, none being configured',
      state: { policy: policy(own, anyoneIn('o-abcdefghij')) },
    },
  ],
  events: [
    {
      name: 'opened to anyone, narrowed to a stranger, closed',
      events: [
        created({ policy: pretty(own) }),
        putPolicy('09:00:00', pretty(own, anyone)),
        putPolicy('09:10:00', pretty(own, partner)),
        putPolicy('09:20:00', pretty(own)),
      ],
      transitions: ['opened', 'changed', 'resolved'],
      resource: ID,
    },
    {
      name: 'born open, in the last of several statements',
      events: [created({ policy: pretty(own, service, anyone), bypassPolicyLockoutSafetyCheck: false })],
      transitions: ['opened'],
      texts: ['The key policy gives the public access: anyone may kms:Decrypt.'],
    },
    {
      name: 'a stranger who is trusted',
      events: [putPolicy('09:00:00', pretty(own, partner))],
      transitions: [],
      trusted: { accounts: [PARTNER] },
    },
    {
      name: 'born with AWS’s default policy',
      events: [created({ description: '' })],
      transitions: [],
      doubt: /No event showed/,
    },
    {
      name: 'the key deleted',
      events: [
        putPolicy('09:00:00', pretty(anyone)),
        trailRecord('kms:DeleteKey', { at: '2026-04-02T09:00:00Z', response: { keyId: ARN } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a policy that is encoded for a URL',
      events: [putPolicy('09:00:00', encodeURIComponent(pretty(anyone)))],
      transitions: ['opened'],
    },
    {
      name: 'a new key with an empty policy has the one of AWS, which no event shows',
      events: [created({ policy: '', description: 'orders' })],
      transitions: [],
      doubt: /No event showed/,
    },
    { name: 'a policy as an object', events: [putPolicy('09:00:00', policy(own, anyone))], transitions: ['opened'] },
    {
      name: 'a request without a policy',
      events: [putPolicy('09:00:00', undefined)],
      transitions: [],
      unreadable: /PutKeyPolicy shows no policy/,
    },
    {
      name: 'a policy that is cut short',
      events: [putPolicy('09:00:00', pretty(own).slice(0, 40))],
      transitions: [],
      unreadable: /PutKeyPolicy shows a policy that is not JSON/,
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('kms:PutKeyPolicy', { request: { keyId: ID, policy: pretty(anyone) }, errorCode: 'AccessDenied' }),
      ],
      transitions: [],
    },
  ],
});
