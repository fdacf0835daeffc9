import { ChangeMessageVisibilityBatchCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../shared/aws/clients.ts';
import { failureOf } from '../../shared/aws/failure.ts';
import {
  batchesOf,
  hideMessages,
  type Queue,
  retryDelay,
  sendMessages,
  trySendMessages,
} from '../../shared/aws/queue.ts';

let sqs: AwsClientStub<SQSClient>;
beforeEach(() => {
  sqs = mockClient(SQSClient);
  sqs.on(SendMessageBatchCommand).resolves({});
  sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
});
afterEach(() => sqs.restore());

const queueAt = (url: string): Queue => ({ url, aws: createAws({ maxAttempts: 1 }), region: 'eu-west-1' });
const STANDARD = queueAt('https://sqs.example/changes');
const FIFO = queueAt('https://sqs.example/slack.fifo');
const numbered = (count: number, body = '') =>
  Array.from({ length: count }, (_, index) => ({ body: { index, text: body } }));
const sent = () => sqs.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input);
const bodies = () =>
  sent().map(({ Entries = [] }) =>
    Entries.map(({ MessageBody = '' }) => (JSON.parse(MessageBody) as { index: number }).index),
  );
const refuse = (...ids: string[]) => ({
  Failed: ids.map((Id) => ({ Id, SenderFault: false, Code: 'InternalError' })),
});

describe('a batch', () => {
  test('has at most ten items and 256 KiB, or one item that is larger', () => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 0, max: 30_000 })));
    fc.assert(
      fc.property(sizes, (items) => {
        const batches = batchesOf(items, (size) => size);
        expect(batches.flat()).toEqual(items);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(10);
          const bytes = batch.reduce((sum, size) => sum + size, 0);
          expect(bytes <= 262_144 || batch.length === 1).toBe(true);
        }
        // No two neighbours would fit into one.
        for (const [index, batch] of batches.entries()) {
          const both = [...(batches[index - 1] ?? []), ...batch.slice(0, 1)];
          if (index > 0) expect(both.length > 10 || both.reduce((sum, size) => sum + size, 0) > 262_144).toBe(true);
        }
      }),
    );
  });
});

describe('sending', () => {
  test('takes ten messages a call, in order, with a delay that SQS allows', async () => {
    await sendMessages([...numbered(11), { body: { index: 11 }, delaySeconds: 1_000 }], STANDARD);
    expect(bodies()).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      [10, 11],
    ]);
    expect(sent().map(({ QueueUrl }) => QueueUrl)).toEqual([STANDARD.url, STANDARD.url]);
    expect(sent()[1]?.Entries?.map(({ DelaySeconds }) => DelaySeconds)).toEqual([undefined, 900]);
  });

  test('takes no more than 256 KiB a call, counted in bytes', async () => {
    // Each has 60,000 characters of two bytes.
    await sendMessages(numbered(4, 'é'.repeat(60_000)), STANDARD);
    expect(bodies()).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  test('ends with the first message that is not taken, as a failure by its code', async () => {
    sqs.on(SendMessageBatchCommand).resolvesOnce(refuse('3')).resolves({});
    const error = await sendMessages(numbered(20), STANDARD).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'InternalError', message: 'SQS did not take every message.' });
    expect(failureOf(error)).toBe('unanswered');
    expect(sent()).toHaveLength(1);
  });

  test('ends with the first call that fails', async () => {
    sqs.on(SendMessageBatchCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    await expect(sendMessages(numbered(20), STANDARD)).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(sent()).toHaveLength(1);
  });

  test.each([STANDARD, FIFO])('as many as can be: gives back exactly the others ($url)', async (queue) => {
    const messages = numbered(25);
    sqs.on(SendMessageBatchCommand).resolvesOnce(refuse('0', '9')).rejectsOnce(new Error('lost')).resolves({});
    const failed = await trySendMessages(messages, queue);
    expect(failed).toEqual([messages[0], messages[9], ...messages.slice(10, 20)]);
    expect(bodies().map((batch) => batch.length)).toEqual([10, 10, 5]);
  });

  test('to a FIFO queue waits for each call, so that the order stays', async () => {
    let open = 0;
    sqs.on(SendMessageBatchCommand).callsFake(async () => {
      open += 1;
      expect(open).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
      return {};
    });
    const messages = numbered(25).map((each) => ({
      ...each,
      fifo: { group: 'slack', deduplicationId: `e-${each.body.index}` },
    }));
    expect(await trySendMessages(messages, FIFO)).toEqual([]);
    expect(bodies().flat()).toEqual(Array.from({ length: 25 }, (_, index) => index));
    expect(sent()[0]?.Entries?.[1]).toMatchObject({ MessageGroupId: 'slack', MessageDeduplicationId: 'e-1' });
  });
});

describe('hiding', () => {
  test('takes ten messages a call, in whole seconds', async () => {
    const messages = Array.from({ length: 11 }, (_, index) => ({ receipt: `r${index}`, hiddenSeconds: 29.2 }));
    await hideMessages(messages, STANDARD);
    const hidden = sqs.commandCalls(ChangeMessageVisibilityBatchCommand).map(({ args }) => args[0].input);
    expect(hidden.map(({ Entries = [] }) => Entries.length)).toEqual([10, 1]);
    expect(hidden[1]).toEqual({
      QueueUrl: STANDARD.url,
      Entries: [{ Id: '0', ReceiptHandle: 'r10', VisibilityTimeout: 30 }],
    });
  });

  test('fails as the call does', async () => {
    sqs.on(ChangeMessageVisibilityBatchCommand).rejects(new Error('no'));
    await expect(hideMessages([{ receipt: 'r', hiddenSeconds: 1 }], STANDARD)).rejects.toThrow('no');
  });
});

test('a message waits longer after each failure, at most 15 minutes', () => {
  expect([0, 1, 2, 5, 6, 40].map(retryDelay)).toEqual([30, 30, 60, 480, 900, 900]);
});
