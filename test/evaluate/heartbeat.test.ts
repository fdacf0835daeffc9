import { CloudWatchLogsClient, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, QueryCommand, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { createAws } from '../../shared/aws/clients.ts';
import { sendHeartbeat } from '../../shared/aws/heartbeat.ts';
import { countHeartbeat } from '../../shared/aws/telemetry.ts';
import { defaultSettings, type Settings } from '../../shared/config/settings.ts';
import { detect } from '../../shared/evaluate/detect.ts';
import { sweepMessage } from '../../shared/evaluate/sweep.ts';
import { createNotifier } from '../../shared/notify/notifier.ts';
import { createDynamoStore } from '../../shared/store/dynamodb.ts';
import { BEAT_FILTER } from '../../shared/store/table.ts';
import { byKind } from '../support/by-kind.ts';
import { ACCOUNT, assumedRole, DETECT_ROLE, HOME, REGION, trailRecord } from '../support/events.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { countedDuring } from '../support/metrics.ts';
import { SHOWN } from '../support/shown.ts';
import { createSweepWorld } from '../support/sweep-world.ts';

const GROUP = '/plumbline/prod/heartbeat';
const NOW = Date.parse('2026-03-02T09:00:05Z');
const aws = createAws({ maxAttempts: 1 });

let logs: AwsClientStub<CloudWatchLogsClient>;
let dynamo: AwsClientStub<DynamoDBClient>;
let streamed: DynamoDBRecord[];

beforeEach(() => {
  streamed = [];
  logs = mockClient(CloudWatchLogsClient);
  logs.on(PutRetentionPolicyCommand).resolves({});
  dynamo = mockClient(DynamoDBClient);
  dynamo.on(QueryCommand).resolves({ Items: [] });
  dynamo.on(TransactWriteItemsCommand).callsFake(({ TransactItems }) => {
    for (const { Put, Update } of TransactItems) stream(Put?.Item ?? Update?.Key);
    return {};
  });
  dynamo.on(UpdateItemCommand).callsFake(({ Key }) => stream(Key));
});
afterEach(() => {
  logs.restore();
  dynamo.restore();
});

function stream({ pk, sk }: { readonly pk: { S: string }; readonly sk: { S: string } }): object {
  streamed.push({ eventName: 'MODIFY', dynamodb: { SequenceNumber: '1', Keys: { pk, sk } } });
  return {};
}

/** Handles the message of the schedule, and returns the CloudTrail record of the call that follows. */
async function change(): Promise<object> {
  const { ports } = createSweepWorld();
  await sweepMessage('{"heartbeat":true}', {
    ...ports,
    list: () => expect.fail('nothing is listed'),
    continueWith: () => expect.fail('nothing is begun'),
    heartbeat: () => sendHeartbeat(GROUP, aws, REGION),
  });
  const request = logs.commandCalls(PutRetentionPolicyCommand).at(-1)?.args[0].input;
  return trailRecord('logs:PutRetentionPolicy', { request, by: assumedRole('plumbline-prod-sweep', 'plumbline') });
}

/** Runs `detect` with a message, and `notify` with the records of the table's stream. Returns the counted heartbeats. */
async function through(message: object, settings: Settings = defaultSettings(rules)) {
  const failed = await detect([{ id: 'm', body: JSON.stringify(message) }], {
    settingsByKind: byKind(settings),
    home: HOME,
    roleId: DETECT_ROLE,
    watch: () => [],
    store: createDynamoStore({ aws, table: 'plumbline', region: REGION }),
    read: () => Promise.resolve({ retention: 1 }),
    tagsOf: () => Promise.resolve({}),
    listAll: () => Promise.resolve([]),
    refsOf: () => Promise.resolve([]),
    judgeAgain: () => Promise.resolve(),
    now: () => NOW,
    heartbeat: GROUP,
  });
  const notify = createNotifier({
    aws,
    region: REGION,
    store: createMemoryStore(),
    shown: SHOWN,
    settings: settings.channels,
    deliveriesQueue: 'https://sqs.example/deliveries',
    topic: 'topic',
    bus: 'bus',
    respondFunction: 'respond',
    remediation: 'off',
    kindNames: {},
    onHeartbeat: countHeartbeat,
    now: () => NOW,
    sleep: async () => undefined,
    report: () => undefined,
  });
  const [wanted] = BEAT_FILTER.dynamodb.Keys.sk.S;
  const Records = streamed.filter(({ dynamodb }) => dynamodb?.Keys?.['sk']?.S === wanted);
  const counted = await countedDuring(async () => void (Records.length > 0 && (await notify({ Records }))));
  return { failed: [...failed], arrived: counted.filter(({ name }) => name === 'HeartbeatArrived').length };
}

const envelope = (detail: object) => ({ 'detail-type': 'AWS API Call via CloudTrail', account: ACCOUNT, detail });

describe('the daily heartbeat', () => {
  test('sets the retention to its current value', async () => {
    await change();
    expect(logs.commandCalls(PutRetentionPolicyCommand).map(({ args }) => args[0].input)).toEqual([
      { logGroupName: GROUP, retentionInDays: 1 },
    ]);
  });

  test('is an error if AWS refuses the call', async () => {
    logs.on(PutRetentionPolicyCommand).rejects(Object.assign(new Error('no'), { name: 'ResourceNotFoundException' }));
    await expect(change()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('is counted after the last function, and has no other effect', async () => {
    expect(await through(envelope(await change()))).toEqual({ failed: [], arrived: 1 });
    expect(dynamo.commandCalls(TransactWriteItemsCommand)).toEqual([]);
  });

  test('is counted even if the rule for log groups is switched off', async () => {
    const settings = defaultSettings(rules.filter(({ kind }) => kind.name !== 'log-group'));
    expect(await through(envelope(await change()), settings)).toEqual({ failed: [], arrived: 1 });
  });

  test('is delivered again if it could not be recorded', async () => {
    dynamo.on(UpdateItemCommand).rejects(new Error('throttled'));
    expect(await through(envelope(await change()))).toEqual({ failed: ['m'], arrived: 0 });
  });
});

describe('these are not heartbeats', () => {
  test('a sweep that reads the log group, which gives no finding either', async () => {
    const ref = { kind: 'log-group', account: ACCOUNT, region: REGION, id: GROUP };
    expect(await through({ refs: [ref] })).toEqual({ failed: [], arrived: 0 });
    expect(JSON.stringify(dynamo.commandCalls(TransactWriteItemsCommand).map(({ args }) => args[0].input))).not.toMatch(
      /a#finding|opened/,
    );
  });

  test.each([
    [
      'another change of the log group',
      trailRecord('logs:DeleteRetentionPolicy', { request: { logGroupName: GROUP } }),
    ],
    ['the same change of another log group', trailRecord('logs:PutRetentionPolicy', put('/plumbline/dev/heartbeat'))],
    ['a change that AWS refused', trailRecord('logs:PutRetentionPolicy', { ...put(GROUP), errorCode: 'AccessDenied' })],
  ])('%s', async (_, record) => {
    expect(await through(envelope(record))).toMatchObject({ arrived: 0 });
  });
});

function put(logGroupName: string) {
  return { request: { logGroupName, retentionInDays: 1 } };
}
