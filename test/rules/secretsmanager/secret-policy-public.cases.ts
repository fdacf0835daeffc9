import rule from '../../../shared/rules/secretsmanager/secret-policy-public.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { allowing, policyCases, policyDocument } from '../../support/policy-cases.ts';

const id = 'orders-a1b2c3';
const arn = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${id}`;
const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`secretsmanager:${name}`, {
    at: `2026-03-02T09:0${minute}:00Z`,
    request: { secretId: 'orders', ...request },
    response: { arn, name: 'orders' },
    ...parts,
  });
const put = (minute: number, ...statements: readonly object[]) =>
  call('PutResourcePolicy', minute, { resourcePolicy: JSON.stringify(policyDocument(...statements)) });
const anyone = allowing('Anyone', '*', 'secretsmanager:GetSecretValue');
const partner = allowing('Partner', '444455556666', 'secretsmanager:GetSecretValue');

export default policyCases(rule, {
  action: 'secretsmanager:GetSecretValue',
  sharedOption: 'sharedSecrets',
  events: [
    {
      name: 'a policy for anyone, and its end',
      events: [put(0, anyone), call('DeleteResourcePolicy', 1)],
      transitions: ['opened', 'resolved'],
      resource: id,
    },
    {
      name: 'a new secret that an outsider gets, until it is deleted at once',
      events: [
        call('CreateSecret', 0, { name: 'orders' }),
        put(1, partner),
        call('DeleteSecret', 2, { forceDeleteWithoutRecovery: true }),
      ],
      transitions: ['opened', 'resolved'],
      resource: id,
    },
    {
      name: 'a refused call',
      events: [
        call('PutResourcePolicy', 0, { resourcePolicy: '{}' }, { errorCode: 'PublicPolicyException', response: null }),
      ],
      transitions: [],
    },
    {
      name: 'a request without a policy',
      events: [call('PutResourcePolicy', 0)],
      transitions: [],
      unreadable: /shows no policy/,
    },
  ],
});
