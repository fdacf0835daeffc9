import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { defaultTopicPolicy, snsTopic } from '../../../shared/resources/sns-topic/kind.ts';
import { ACCOUNT, REGION, trailRecord } from '../../support/events.ts';

const ID = 'orders';
const topicArn = `arn:aws:sns:${REGION}:${ACCOUNT}:${ID}`;
const POLICY = { Version: '2012-10-17', Statement: [] };
const text = JSON.stringify(POLICY);

test.each([
  ['sns:CreateTopic', { request: { name: ID, attributes: { Policy: text } } }, { policy: POLICY }],
  // It can be an old topic, of which AWS only answers the ARN.
  ['sns:CreateTopic', { request: { name: ID } }, {}],
  [
    'sns:SetTopicAttributes',
    { request: { topicArn, attributeName: 'Policy', attributeValue: text } },
    { policy: POLICY },
  ],
  [
    'sns:SetTopicAttributes',
    { request: { topicArn, attributeName: 'Policy', attributeValue: '' } },
    { policy: defaultTopicPolicy({ account: ACCOUNT, region: REGION, id: ID }) },
  ],
  ['sns:SetTopicAttributes', { request: { topicArn, attributeName: 'DisplayName', attributeValue: 'x' } }, {}],
  ['sns:RemovePermission', { request: { topicArn, label: 'x' } }, {}],
  ['sns:DeleteTopic', { request: { topicArn } }, GONE],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(snsTopic, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(snsTopic, undefined, event, ID)).toEqual(state);
});

test('a permission is added to the statements that are known, and removed from them', async () => {
  const add = trailRecord('sns:AddPermission', {
    request: { topicArn, label: 'x', aWSAccountId: ['444455556666'], actionName: ['Publish'] },
  });
  const added = await evolve(snsTopic, { policy: POLICY }, decodeEvent(add), ID);
  const statement = {
    Sid: 'x',
    Effect: 'Allow',
    Principal: { AWS: ['arn:aws:iam::444455556666:root'] },
    Action: ['SNS:Publish'],
    Resource: topicArn,
  };
  expect(added).toEqual({ policy: { Version: '2012-10-17', Statement: [statement] } });
  const remove = decodeEvent(trailRecord('sns:RemovePermission', { request: { topicArn, label: 'x' } }));
  expect(await evolve(snsTopic, added, remove, ID)).toEqual({ policy: POLICY });
});

test('an event that names no topic is unreadable', () => {
  const event = decodeEvent(trailRecord('sns:DeleteTopic', { request: {} }));
  expect(() => refsOf(snsTopic, event)).toThrow('names no topic');
});
