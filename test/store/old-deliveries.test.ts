import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Aws } from '../../shared/aws/clients.ts';
import { deliver } from '../../shared/notify/deliver.ts';
import { LEASE } from '../../shared/notify/deliver-job.ts';
import { createCalls } from '../../shared/store/dynamodb/calls.ts';
import { eventItem, eventStore } from '../../shared/store/dynamodb/finding-events.ts';
import { bodyOf } from '../../shared/store/items.ts';
import { KEYS } from '../../shared/store/table.ts';
import { type Standin, startStandin } from '../support/standin/server.ts';
import { event, finding, NOW, newRef } from './things.ts';

const TABLE = 'deliveries-of-earlier-versions';
let standin: Standin;
let client: DynamoDBClient;
beforeAll(async () => {
  standin = await startStandin();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new DynamoDBClient({ region: 'eu-west-1', endpoint: standin.url, credentials, maxAttempts: 1 });
  await client.send(new CreateTableCommand({ TableName: TABLE, ...KEYS }));
});
afterAll(() => standin.stop());

/** Delivers an event whose item an earlier version has written, with what it recorded of the delivery on SNS. */
async function delivered(status: string, at: number) {
  const one = event(finding(newRef()));
  const { type: _type, mode: _mode, ...item } = eventItem(bodyOf(one));
  const deliveries = { M: { sns: { M: { status: { S: status }, at: { N: String(at) } } } } };
  const body = { S: JSON.stringify(one) };
  await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...item, body, deliveries } }));
  const aws: Aws = { client: () => client as never };
  const [sent, outcomes]: [string[], string[]] = [[], []];
  await deliver([{ id: 'm', body: JSON.stringify({ event: one.id, channels: ['sns', 'bus'] }), receives: 1 }], false, {
    store: eventStore(createCalls({ aws, table: TABLE, region: 'eu-west-1' })),
    channels: { sns: async () => void sent.push('sns'), bus: async () => void sent.push('bus') },
    postpone: async () => undefined,
    now: () => NOW,
    sleep: async () => undefined,
    report: ({ channel }, outcome) => void outcomes.push(`${channel} ${outcome}`),
  });
  return { sent: sent.sort(), outcomes: outcomes.sort() };
}

test.each([
  ['delivered', NOW - 1, ['bus'], ['bus delivered', 'sns delivered-before']],
  ['delivering', NOW - 1, ['bus'], ['bus delivered', 'sns busy']],
  ['delivering', NOW - LEASE - 1, ['bus', 'sns'], ['bus delivered', 'sns delivered']],
  ['failed', NOW - 1, ['bus', 'sns'], ['bus delivered', 'sns delivered']],
])('what an earlier version recorded in the event still counts: %s', async (status, at, sent, outcomes) => {
  expect(await delivered(status, at)).toEqual({ sent, outcomes });
});
