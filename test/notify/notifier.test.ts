import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ChangeMessageVisibilityBatchCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { kindNames } from '../../generated/kinds.ts';
import { createAws } from '../../shared/aws/clients.ts';
import type { FindingEvent } from '../../shared/core/finding.ts';
import type { Severity } from '../../shared/core/severity.ts';
import type { DeliveryOutcome } from '../../shared/notify/deliver-job.ts';
import { driftDetail } from '../../shared/notify/event-schema.ts';
import { createNotifier, type Notifier } from '../../shared/notify/notifier.ts';
import { eventItem } from '../../shared/store/dynamodb/finding-events.ts';
import { bodyOf } from '../../shared/store/items.ts';
import type { Channel } from '../../shared/store/store.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { SHOWN } from '../support/shown.ts';
import { event, histories, NOW } from './finding-events.ts';

let sqs: AwsClientStub<SQSClient>;
let sns: AwsClientStub<SNSClient>;
let bridge: AwsClientStub<EventBridgeClient>;

const DELIVERIES = 'https://sqs.example/deliveries';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:plumbline-prod';
const ALL = { sns: 'low', slack: 'low', bus: 'low' } as const;
const SLACK = { queue: 'https://sqs.example/slack.fifo', webhook: 'ssm:/plumbline/slack' };

let outcomes: (DeliveryOutcome | 'heartbeat')[];
beforeEach(() => {
  sqs = mockClient(SQSClient);
  sns = mockClient(SNSClient);
  bridge = mockClient(EventBridgeClient);
  sqs.on(SendMessageBatchCommand).resolves({});
  sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
  sns.on(PublishCommand).resolves({ MessageId: '1' });
  bridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  outcomes = [];
});
// The mocks are of the classes, which other tests use as they are.
afterEach(() => {
  for (const mocked of [sqs, sns, bridge]) mocked.restore();
});

async function notifier(
  events: readonly FindingEvent[],
  { hasSlack = true, least = ALL }: { hasSlack?: boolean; least?: Readonly<Record<Channel, Severity>> } = {},
): Promise<Notifier> {
  const store = createMemoryStore();
  for (const each of events) {
    const record = await store.resource(each.finding.resource);
    await store.save(record, { resource: {}, findings: [], events: [each] });
  }
  return createNotifier({
    shown: SHOWN,
    deliveriesQueue: DELIVERIES,
    topic: TOPIC,
    bus: 'plumbline-prod',
    slack: hasSlack ? SLACK : undefined,
    respondFunction: 'plumbline-prod-respond',
    remediation: 'approve',
    aws: createAws({ maxAttempts: 1 }),
    region: 'eu-west-1',
    store,
    settings: {
      sns: { minimumSeverity: least.sns },
      slack: { minimumSeverity: least.slack },
      bus: { minimumSeverity: least.bus },
    },
    kindNames,
    onHeartbeat: () => void outcomes.push('heartbeat'),
    now: () => NOW,
    sleep: async () => undefined,
    report: (_, outcome) => void outcomes.push(outcome),
  });
}

/** As DynamoDB's stream writes what the store writes. */
const streamed = (each: FindingEvent, index: number): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: String(index), NewImage: eventItem(bodyOf(each)) as never },
});

const message = (id: string, body: unknown, more: Partial<SQSRecord> = {}): SQSRecord => ({
  messageId: id,
  receiptHandle: `receipt of ${id}`,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: '',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:deliveries',
  awsRegion: 'eu-west-1',
  ...more,
});
const FIFO = { eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:slack.fifo' };

const hidden = () =>
  sqs
    .commandCalls(ChangeMessageVisibilityBatchCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ ReceiptHandle, VisibilityTimeout }) => [ReceiptHandle, VisibilityTimeout]);

describe('from the stream', () => {
  test('every event goes to SNS and the bus at once, and into the queue of Slack', async () => {
    const events = await histories();
    const answered = await (await notifier(events))({ Records: events.map(streamed) });
    expect(answered).toEqual([]);
    expect(sns.commandCalls(PublishCommand).length).toBe(8);
    expect(bridge.commandCalls(PutEventsCommand).length).toBe(8);
    const sent = sqs.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input);
    expect(sent.map(({ QueueUrl, Entries }) => [QueueUrl, Entries?.length])).toEqual([[SLACK.queue, 8]]);
    expect(sent[0]?.Entries?.[0]).toEqual({
      Id: '0',
      MessageBody: JSON.stringify({ event: events[0]?.id, channels: ['slack'] }),
      MessageGroupId: 'slack',
      MessageDeduplicationId: events[0]?.id,
    });
  });

  test('without Slack nothing is queued', async () => {
    const events = await histories();
    await (await notifier(events, { hasSlack: false }))({ Records: events.slice(0, 1).map(streamed) });
    expect(sqs.commandCalls(SendMessageBatchCommand)).toEqual([]);
    expect(outcomes).toEqual(['delivered', 'delivered']);
  });

  test('what SNS refuses waits in the queue for longer than a claim lasts; the bus has it', async () => {
    sns.on(PublishCommand).rejects(Object.assign(new Error('no'), { name: 'AuthorizationError' }));
    const [one] = await histories();
    const notify = await notifier([one as FindingEvent], { hasSlack: false });
    expect(await notify({ Records: [streamed(one as FindingEvent, 0)] })).toEqual([]);
    const sent = sqs.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input);
    expect(sent).toEqual([
      {
        QueueUrl: DELIVERIES,
        Entries: [{ Id: '0', MessageBody: JSON.stringify({ event: one?.id, channels: ['sns'] }), DelaySeconds: 91 }],
      },
    ]);
    expect(outcomes.toSorted()).toEqual(['delivered', 'failed']);
  });

  test('what neither the channel nor the queue takes comes again from the stream, and is then delivered once', async () => {
    const [one] = await histories();
    const notify = await notifier([one as FindingEvent], { hasSlack: false });
    sns.on(PublishCommand).rejectsOnce(Object.assign(new Error('no'), { name: 'AuthorizationError' }));
    sqs.on(SendMessageBatchCommand).rejectsOnce(new Error('throttled'));
    expect(await notify({ Records: [streamed(one as FindingEvent, 0)] })).toEqual(['0']);
    expect(await notify({ Records: [streamed(one as FindingEvent, 0)] })).toEqual([]);
    expect(outcomes.filter((outcome) => outcome === 'delivered').length).toBe(2);
    expect(bridge.commandCalls(PutEventsCommand).length).toBe(1);
  });

  test('two processes with the same record deliver it once', async () => {
    const [one] = await histories();
    const notify = await notifier([one as FindingEvent], { hasSlack: false });
    const Records = [streamed(one as FindingEvent, 0)];
    expect(await Promise.all([notify({ Records }), notify({ Records })])).toEqual([[], []]);
    expect(sns.commandCalls(PublishCommand).length).toBe(1);
    expect(outcomes.toSorted()).toEqual(['busy', 'busy', 'delivered', 'delivered']);
  });

  test('what an earlier version wrote is delivered through the queue, since it may be delivered already', async () => {
    const [one] = await histories();
    const record = streamed(one as FindingEvent, 0);
    const NewImage = { ...record.dynamodb?.NewImage, deliveries: { M: {} } };
    const notify = await notifier([one as FindingEvent], { hasSlack: false });
    await notify({ Records: [{ ...record, dynamodb: { ...record.dynamodb, NewImage } }] });
    expect(outcomes).toEqual([]);
    expect(sqs.commandCalls(SendMessageBatchCommand).length).toBe(1);
  });

  test('an event that a channel does not want does not reach it', async () => {
    const events = await histories();
    const notify = await notifier(events, { least: { sns: 'critical', slack: 'critical', bus: 'low' } });
    await notify({ Records: events.slice(0, 1).map(streamed) });
    expect(events[0]?.severity).not.toBe('critical');
    expect(sns.commandCalls(PublishCommand)).toEqual([]);
    expect(bridge.commandCalls(PutEventsCommand).length).toBe(1);
    expect(sqs.commandCalls(SendMessageBatchCommand)).toEqual([]);
  });

  test('exactly what SQS did not take comes again', async () => {
    sqs
      .on(SendMessageBatchCommand, { QueueUrl: SLACK.queue })
      .resolves({ Failed: [{ Id: '1', SenderFault: false, Code: 'InternalError' }] });
    const answered = await (await notifier([]))({ Records: (await histories()).slice(0, 3).map(streamed) });
    expect(answered).toEqual(['1']);
    sqs.on(SendMessageBatchCommand).rejects(new Error('throttled'));
    expect(await (await notifier([]))({ Records: (await histories()).slice(0, 3).map(streamed) })).toEqual([
      '0',
      '1',
      '2',
    ]);
  });

  test('the daily heartbeat has come through', async () => {
    const notify = await notifier([]);
    const Keys = { pk: { S: 'S' }, sk: { S: 'heartbeat' } };
    await notify({ Records: [{ eventName: 'MODIFY', dynamodb: { SequenceNumber: '1', Keys } }] });
    expect(outcomes).toEqual(['heartbeat']);
  });

  test('other items of the table are left out', async () => {
    const [first] = await histories();
    const record = streamed(first as FindingEvent, 0);
    await (await notifier([]))({
      Records: [
        { ...record, eventName: 'MODIFY' },
        { ...record, dynamodb: { NewImage: { pk: { S: 'R#x' }, sk: { S: 'a#resource' } } } },
      ],
    });
    expect(sqs.commandCalls(SendMessageBatchCommand)).toEqual([]);
  });
});

describe('from the queues', () => {
  test('SNS gets a text for people, JSON for machines, and attributes to filter by', async () => {
    const opened = await event('sg-open-ingress', 'opened');
    const notify = await notifier([opened]);
    expect(await notify({ Records: [message('m', { event: opened.id, channels: ['sns'] })] })).toEqual([]);
    const published = sns.commandCalls(PublishCommand)[0]?.args[0].input;
    expect(published).toMatchObject({ TopicArn: TOPIC, MessageStructure: 'json' });
    expect(Object.entries(published?.MessageAttributes ?? {}).map(([name, each]) => [name, each.StringValue])).toEqual([
      ['severity', 'high'],
      ['type', 'opened'],
      ['rule', 'sg-open-ingress'],
      ['service', 'ec2'],
      ['kind', 'security-group'],
      ['account', '111122223333'],
      ['region', 'eu-west-1'],
      ['finding', opened.finding.id],
    ]);
    const texts = JSON.parse(published?.Message ?? '') as Record<string, string>;
    expect(texts['default']).toContain('jane@example.com (Developer) from 198.51.100.7');
    expect(texts['sms']?.length).toBeLessThanOrEqual(140);
    for (const protocol of ['sqs', 'lambda', 'http', 'https', 'firehose']) {
      expect(driftDetail.parse(JSON.parse(texts[protocol] ?? ''))).toMatchObject({ id: opened.id });
    }
  });

  test('the bus gets every transition as an event of its own type', async () => {
    const events = await histories();
    const notify = await notifier(events);
    const records = events.map(({ id }) => message(`m ${id}`, { event: id, channels: ['bus'] }));
    expect(await notify({ Records: records })).toEqual([]);
    const put = bridge.commandCalls(PutEventsCommand).flatMap(({ args }) => args[0].input.Entries ?? []);
    expect(put.map(({ DetailType }) => DetailType)).toEqual([
      'Drift Opened',
      'Drift Opened',
      'Drift Opened',
      'Drift Opened',
      'Drift Opened',
      'Drift Changed',
      'Drift Changed',
      'Drift Resolved',
    ]);
    for (const { Detail, Source, EventBusName } of put) {
      expect([Source, EventBusName]).toEqual(['plumbline', 'plumbline-prod']);
      expect(driftDetail.safeParse(JSON.parse(Detail ?? '')).error).toBeUndefined();
    }
  });

  test.each([
    ['ThrottlingException', 'failed'],
    ['InternalFailure', 'failed'],
  ])('what the bus refuses with %s comes again: %s', async (ErrorCode, outcome) => {
    bridge.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode, ErrorMessage: 'no' }] });
    const opened = await event('sg-open-ingress', 'opened');
    const notify = await notifier([opened]);
    expect(await notify({ Records: [message('m', { event: opened.id, channels: ['bus'] })] })).toEqual(['m']);
    expect(outcomes).toEqual([outcome]);
  });

  test('what fails waits longer each time, at most 15 minutes; what it was queued with does not', async () => {
    const [first, second] = await histories();
    const notify = await notifier([first as FindingEvent, second as FindingEvent]);
    sns.on(PublishCommand).rejects(Object.assign(new Error('no'), { name: 'AuthorizationError' }));
    for (const count of ['1', '2', '5', '6', '40']) {
      const attributes = { ...message('x', '').attributes, ApproximateReceiveCount: count };
      const Records = [
        message('m', { event: first?.id, channels: ['sns'] }, { attributes }),
        message('n', { event: second?.id, channels: ['bus'] }, { attributes }),
      ];
      expect(await notify({ Records })).toEqual(['m']);
    }
    expect(hidden().map(([, seconds]) => seconds)).toEqual([30, 60, 480, 900, 900]);
    expect(outcomes.filter((outcome) => outcome === 'delivered').length).toBe(1);
  });

  test('poison is reported and holds up nothing, in a FIFO queue neither', async () => {
    const opened = await event('sg-open-ingress', 'opened');
    const bodies = [
      'no JSON',
      '{}',
      'null',
      { event: opened.id, channels: ['pager'] },
      { event: opened.id, channels: ['constructor'] },
    ];
    for (const more of [{}, FIFO]) {
      const notify = await notifier([opened]);
      const poison = bodies.map((body, index) => message(`p${index}`, body, more));
      const answered = await notify({
        Records: [...poison, message('m', { event: opened.id, channels: ['bus'] }, more)],
      });
      expect(answered).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']);
    }
    expect(bridge.commandCalls(PutEventsCommand).length).toBe(2);
  });

  test('an event that is gone is dropped, and reported', async () => {
    const notify = await notifier([]);
    expect(await notify({ Records: [message('m', { event: 'x-1', channels: ['sns'] })] })).toEqual([]);
    expect(outcomes).toEqual(['expired']);
  });

  test('a message that cannot be hidden comes again all the same', async () => {
    const opened = await event('sg-open-ingress', 'opened');
    sns.on(PublishCommand).rejects(new Error('no'));
    sqs.on(ChangeMessageVisibilityBatchCommand).rejects(new Error('no'));
    const notify = await notifier([opened]);
    expect(await notify({ Records: [message('m', { event: opened.id, channels: ['sns'] })] })).toEqual(['m']);
    expect(outcomes).toEqual(['unsure', 'not-postponed']);
  });
});
