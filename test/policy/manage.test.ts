import { expect, test } from 'vitest';
import { letsOwnAccount } from '../../shared/policy/manage.ts';
import { parsePolicy } from '../../shared/policy/policy.ts';
import { allow, deny, doc, FOREIGN, OWN } from './policies.ts';

const key = (over: Record<string, unknown>) => allow({ Action: 'kms:*', Resource: '*', ...over });
const refuse = (over: Record<string, unknown>) => deny({ Action: 'kms:*', Resource: '*', ...over });
const own = key({ Principal: { AWS: `arn:aws:iam::${OWN}:root` } });
const othersOnly = refuse({ Condition: { StringNotEquals: { 'kms:CallerAccount': OWN } } });

test.each([
  ['the account itself', [own]],
  ['a role of the account', [key({ Principal: { AWS: `arn:aws:iam::${OWN}:role/keys` } })]],
  ['everything but a use of the key', [key({ Principal: { AWS: OWN }, Action: undefined, NotAction: 'kms:Decrypt' })]],
  ['a Deny of another action', [own, refuse({ Action: 'kms:ScheduleKeyDeletion' })]],
  ['a Deny for another account', [own, refuse({ Principal: { AWS: FOREIGN } })]],
  ['a Deny for others than the account', [own, othersOnly]],
])('the account can change the key policy: %s', (_, statements) => {
  const document = doc(...statements.map((each) => JSON.parse(JSON.stringify(each))));
  expect(letsOwnAccount(parsePolicy(document), OWN, 'kms:putkeypolicy')).toBe(true);
});

test.each([
  ['no statement', []],
  ['a foreign account', [key({ Principal: { AWS: FOREIGN } })]],
  ['a service', [key({ Principal: { Service: 's3.amazonaws.com' } })]],
  ['a deleted role', [key({ Principal: { AWS: 'AROADBQP57FF2AEXAMPLE' } })]],
  ['other actions', [key({ Principal: { AWS: OWN }, Action: ['kms:Decrypt', 'kms:Put*Grant'] })]],
  ['everything but that', [key({ Principal: { AWS: OWN }, Action: undefined, NotAction: 'kms:Put*' })]],
  ['a condition', [key({ Principal: { AWS: OWN }, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })]],
  ['a Deny for everyone', [own, refuse({})]],
  ['a Deny for the account', [own, refuse({ Principal: { AWS: OWN }, Action: 'kms:PutKeyPolicy' })]],
  [
    'a Deny under a condition that can hold',
    [own, refuse({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
  ],
])('nobody in the account is sure to: %s', (_, statements) => {
  const document = doc(...statements.map((each) => JSON.parse(JSON.stringify(each))));
  expect(letsOwnAccount(parsePolicy(document), OWN, 'kms:putkeypolicy')).toBe(false);
});
