import rule from '../../../shared/rules/secretsmanager/secret-policy-public.ts';
import { trailRecord } from '../../support/events.ts';
import { allowing, policyCases, policyDocument } from '../../support/policy-cases.ts';

const READ = 'secretsmanager:GetSecretValue';
const secretId = 'orders/db';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`secretsmanager:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const put = (minute: number, ...statements: readonly object[]) =>
  call('PutResourcePolicy', minute, { secretId, resourcePolicy: JSON.stringify(policyDocument(...statements)) });

export default policyCases(rule, {
  action: READ,
  sharedOption: 'sharedSecrets',
  events: [
    {
      name: 'a policy for anyone, and its end',
      events: [
        call('CreateSecret', 0, { name: secretId }),
        put(1, allowing('Anyone', '*', READ)),
        call('DeleteResourcePolicy', 2, { secretId }),
      ],
      transitions: ['opened', 'resolved'],
      resource: secretId,
    },
    {
      name: 'a secret with a policy for anyone, that is deleted',
      events: [
        put(0, allowing('Anyone', '*', READ)),
        call('DeleteSecret', 1, { secretId, forceDeleteWithoutRecovery: true }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [call('PutResourcePolicy', 0, { secretId }, { errorCode: 'PublicPolicyException' })],
      transitions: [],
    },
    {
      name: 'a policy that the request does not show',
      events: [call('PutResourcePolicy', 0, { secretId })],
      transitions: [],
      unreadable: /shows no policy/,
    },
  ],
});
