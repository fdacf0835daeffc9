import rule from '../../../shared/rules/sqs/sqs-queue-public.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { allowing, policyCases, policyDocument } from '../../support/policy-cases.ts';

const queueUrl = `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/orders`;
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`sqs:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const put = (minute: number, ...statements: readonly object[]) =>
  call('SetQueueAttributes', minute, {
    queueUrl,
    attributes: { Policy: statements.length > 0 ? JSON.stringify(policyDocument(...statements)) : '' },
  });
const anyone = allowing('Anyone', '*', 'sqs:SendMessage');

export default policyCases(rule, {
  action: 'sqs:SendMessage',
  sharedOption: 'sharedQueues',
  events: [
    {
      name: 'a policy for anyone, and its end',
      events: [put(0, anyone), put(1)],
      transitions: ['opened', 'resolved'],
      resource: 'orders',
    },
    {
      name: 'a permission for an outsider on a queue without a policy, and its end',
      events: [
        put(0),
        call('AddPermission', 1, {
          queueUrl,
          label: 'partner',
          aWSAccountIds: ['444455556666'],
          actions: ['SendMessage'],
        }),
        call('RemovePermission', 2, { queueUrl, label: 'partner' }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a queue that is made with a policy for anyone, and deleted',
      events: [
        call('CreateQueue', 0, { queueName: 'orders', attributes: { Policy: JSON.stringify(policyDocument(anyone)) } }),
        call('DeleteQueue', 1, { queueUrl }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'orders',
    },
    {
      name: 'another attribute',
      events: [call('SetQueueAttributes', 0, { queueUrl, attributes: { VisibilityTimeout: '60' } })],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [call('AddPermission', 0, { queueUrl, label: 'x' }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'a request that names no queue',
      events: [call('DeleteQueue', 0, {})],
      transitions: [],
      unreadable: /names no queue/,
    },
  ],
});
