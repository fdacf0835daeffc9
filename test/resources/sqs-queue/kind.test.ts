import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { sqsQueue } from '../../../shared/resources/sqs-queue/kind.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';

const ID = 'orders';
const queueUrl = `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/${ID}`;
const POLICY = { Version: '2012-10-17', Statement: [] };
const text = JSON.stringify(POLICY);

test.each([
  ['sqs:CreateQueue', { request: { queueName: ID, attributes: { Policy: text } } }, { policy: POLICY }],
  // It can be an old queue, of which AWS only answers the URL.
  ['sqs:CreateQueue', { request: { queueName: ID } }, {}],
  ['sqs:SetQueueAttributes', { request: { queueUrl, attributes: { Policy: text } } }, { policy: POLICY }],
  ['sqs:SetQueueAttributes', { request: { queueUrl, attributes: { Policy: '' } } }, { policy: null }],
  ['sqs:SetQueueAttributes', { request: { queueUrl, attributes: { DelaySeconds: '1' } } }, {}],
  ['sqs:RemovePermission', { request: { queueUrl, label: 'x' } }, {}],
  ['sqs:DeleteQueue', { request: { queueUrl } }, GONE],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(sqsQueue, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(sqsQueue, undefined, event, ID)).toEqual(state);
});

test('an event that names no queue is unreadable', () => {
  const event = decodeEvent(trailRecord('sqs:CreateQueue', { request: {} }));
  expect(() => refsOf(sqsQueue, event)).toThrow('names no queue');
});
