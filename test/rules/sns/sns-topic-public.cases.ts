import { defaultTopicPolicy } from '../../../shared/resources/sns-topic/kind.ts';
import rule from '../../../shared/rules/sns/sns-topic-public.ts';
import { ACCOUNT, REGION, trailRecord } from '../../support/events.ts';
import { allowing, policyCases, policyDocument } from '../../support/policy-cases.ts';

const topicArn = `arn:aws:sns:${REGION}:${ACCOUNT}:orders`;
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`sns:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const put = (minute: number, ...statements: readonly object[]) =>
  call('SetTopicAttributes', minute, {
    topicArn,
    attributeName: 'Policy',
    attributeValue: JSON.stringify(policyDocument(...statements)),
  });
const own = allowing('Own', `arn:aws:iam::${ACCOUNT}:root`, 'SNS:Publish');
const anyone = allowing('Anyone', '*', 'SNS:Publish');

export default policyCases(rule, {
  action: 'sns:Publish',
  sharedOption: 'sharedTopics',
  compliant: [
    {
      name: 'the policy that AWS gives a topic',
      state: { policy: defaultTopicPolicy({ account: ACCOUNT, region: REGION, id: 'example' }) },
    },
  ],
  events: [
    {
      name: 'a policy for anyone, and its end',
      events: [put(0, own), put(1, own, anyone), put(2, own)],
      transitions: ['opened', 'resolved'],
      resource: 'orders',
    },
    {
      name: 'a permission for an outsider, and its end',
      events: [
        put(0, own),
        call('AddPermission', 1, {
          topicArn,
          label: 'partner',
          aWSAccountId: ['444455556666'],
          actionName: ['Publish'],
        }),
        call('RemovePermission', 2, { topicArn, label: 'partner' }),
      ],
      transitions: ['opened', 'resolved'],
      texts: [/^The topic policy gives outsiders access: account 444455556666/],
    },
    {
      name: 'a topic that is made with a policy for anyone, and deleted',
      events: [
        call('CreateTopic', 0, { name: 'orders', attributes: { Policy: JSON.stringify(policyDocument(anyone)) } }),
        call('DeleteTopic', 1, { topicArn }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'orders',
    },
    {
      name: 'the policy is taken away: AWS gives its own',
      events: [
        put(0, anyone),
        call('SetTopicAttributes', 1, { topicArn, attributeName: 'Policy', attributeValue: '' }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'another attribute',
      events: [call('SetTopicAttributes', 0, { topicArn, attributeName: 'DisplayName', attributeValue: 'Orders' })],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [call('AddPermission', 0, { topicArn, label: 'x' }, { errorCode: 'AuthorizationErrorException' })],
      transitions: [],
    },
    {
      name: 'a permission that the request does not show',
      events: [call('AddPermission', 0, { topicArn, label: 'x' })],
      transitions: [],
      unreadable: /shows no permission/,
    },
  ],
});
