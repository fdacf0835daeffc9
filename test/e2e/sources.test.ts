import { setTimeout as sleep } from 'node:timers/promises';
import { GetRecordsCommand } from '@aws-sdk/client-dynamodb-streams';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import type { Aws } from '../../shared/aws/clients.ts';
import type { LocalFunction } from './function.ts';
import { drain, queueSources, type Source, streamSources } from './sources.ts';

/** A stream of one record for each key, in this order. */
function streamOf(keys: readonly string[]): Aws {
  const Records = keys.map((key, index) => ({
    dynamodb: { Keys: { pk: { S: key } }, SequenceNumber: String(index + 1) },
  }));
  const send = async (command: unknown) => (command instanceof GetRecordsCommand ? { Records } : {});
  return { client: () => ({ send }) } as unknown as Aws;
}

interface Step {
  readonly key: string;
  readonly number: string;
  readonly does: 'begins' | 'ends';
}

/** Plays a stream. `fails`: whether an invocation with this record of the stream fails, at the nth time. */
function played(
  keys: readonly string[],
  { atOnce = 10, batchSize = 1, fails = (_number: string, _times: number): boolean => false } = {},
) {
  const steps: Step[] = [];
  const times = new Map<string, number>();
  const run = {
    ahead: 0,
    async invoke(event: { Records: readonly { dynamodb: { Keys: { pk: { S: string } }; SequenceNumber: string } }[] }) {
      const failed = [];
      for (const { dynamodb } of event.Records) {
        const { S: key } = dynamodb.Keys.pk;
        const number = dynamodb.SequenceNumber;
        steps.push({ key, number, does: 'begins' });
        await sleep(key === 'slow' ? 40 : 5);
        times.set(number, (times.get(number) ?? 0) + 1);
        if (fails(number, times.get(number) ?? 0)) failed.push({ itemIdentifier: number });
        steps.push({ key, number, does: 'ends' });
      }
      return { answer: { batchItemFailures: failed }, took: 0, memory: 0 };
    },
  } as unknown as LocalFunction;
  const mapping = { function: 'remediate', batchSize, filters: [{}], atOnce, reports: true };
  const place = { aws: streamOf(keys), region: 'eu-west-1', filled: () => 1 };
  return { steps, sources: streamSources('arn', mapping, run, place, {}, '') };
}

const begun = (steps: readonly Step[], key: string) =>
  steps.filter((step) => step.key === key && step.does === 'begins').map(({ number }) => number);
const most = (steps: readonly Step[]) => {
  let going = 0;
  return Math.max(...steps.map(({ does }) => (going += does === 'begins' ? 1 : -1)));
};

describe('a stream, as Lambda hands it over', () => {
  test('records of different keys go to the function at the same time, and a slow one holds up nobody', async () => {
    const others = Array.from({ length: 12 }, (_, index) => `key-${index}`);
    const { steps, sources } = played(['slow', ...others]);
    await drain(sources);
    expect(most(steps)).toBeGreaterThan(3);
    const end = steps.findIndex(({ key, does }) => key === 'slow' && does === 'ends');
    expect(steps.slice(0, end).filter(({ does }) => does === 'ends').length).toBeGreaterThan(6);
  });

  test('records of one key go one after the other, in order', async () => {
    const { steps, sources } = played(['a', 'b', 'a', 'slow', 'a', 'b', 'slow']);
    await drain(sources);
    expect(begun(steps, 'a')).toEqual(['1', '3', '5']);
    for (const key of ['a', 'b', 'slow']) expect(most(steps.filter((step) => step.key === key))).toBe(1);
  });

  test('where it says nothing of that, one batch after the other', async () => {
    const { steps, sources } = played(['a', 'b', 'c', 'd'], { atOnce: 1, batchSize: 3 });
    await drain(sources);
    expect(most(steps)).toBe(1);
    expect(steps.filter(({ does }) => does === 'begins').map(({ number }) => number)).toEqual(['1', '2', '3', '4']);
  });

  test('what fails comes again before the later records of its key, and keeps no other key', async () => {
    const { steps, sources } = played(['a', 'a', 'b'], { fails: (number, times) => number === '1' && times === 1 });
    await drain(sources);
    expect([begun(steps, 'a'), begun(steps, 'b')]).toEqual([['1'], ['3']]);
    for (const source of sources.filter((each) => each.isWaiting())) await source.comeAgain();
    await drain(sources);
    expect(begun(steps, 'a')).toEqual(['1', '1', '2']);
  });
});

/** A queue of these messages, and what has become of them. */
function queueOf(bodies: readonly string[]) {
  const visible: Message[] = bodies.map((Body) => ({ MessageId: Body, ReceiptHandle: Body, Body }));
  const hidden = new Map<string | undefined, Message>();
  async function send(command: unknown) {
    if (command instanceof ReceiveMessageCommand) {
      const Messages = visible.splice(0, command.input.MaxNumberOfMessages);
      for (const each of Messages) hidden.set(each.ReceiptHandle, each);
      return { Messages };
    }
    if (command instanceof DeleteMessageCommand) hidden.delete(command.input.ReceiptHandle);
    if (command instanceof ChangeMessageVisibilityCommand) {
      const back = hidden.get(command.input.ReceiptHandle);
      if (back) visible.push(back);
    }
    return {};
  }
  return { visible, hidden, aws: { client: () => ({ send }) } as unknown as Aws };
}

/** Plays a queue. A message that is named `fails` fails the first time. */
function playedQueue(bodies: readonly string[], { atOnce, batchSize }: { atOnce: number; batchSize: number }) {
  const queue = queueOf(bodies);
  const batches: string[][] = [];
  const seen = { going: 0, most: 0 };
  const run = {
    ahead: 0,
    async invoke({ Records }: { Records: readonly { messageId: string; body: string }[] }) {
      seen.going += 1;
      seen.most = Math.max(seen.most, seen.going);
      const first = batches.flat();
      batches.push(Records.map(({ body }) => body));
      await sleep(20);
      seen.going -= 1;
      const failed = Records.filter(({ body }) => body === 'fails' && !first.includes(body));
      return { answer: { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) } };
    },
  } as unknown as LocalFunction;
  const mapping = { function: 'detect', queue: 'ChangesQueue', batchSize, filters: [], atOnce, reports: true };
  const place = { aws: queue.aws, region: 'eu-west-1', filled: () => 1 };
  return { ...queue, batches, seen, sources: queueSources('url', 'arn', mapping, run, place) };
}

describe('a queue, as Lambda hands it over', () => {
  const MESSAGES = ['1', '2', '3', '4', '5', '6', '7'];

  test('as many batches at once as the template allows, each message in one of them', async () => {
    const { batches, seen, sources, hidden } = playedQueue(MESSAGES, { atOnce: 3, batchSize: 2 });
    await drain(sources);
    expect(seen.most).toBe(3);
    expect(batches.map(({ length }) => length)).toEqual([2, 2, 2, 1]);
    expect(batches.flat().sort()).toEqual(MESSAGES);
    expect(hidden.size).toBe(0);
  });

  test('where it allows one, one batch after the other', async () => {
    const { batches, seen, sources } = playedQueue(MESSAGES, { atOnce: 1, batchSize: 3 });
    await drain(sources);
    expect([seen.most, batches.flat()]).toEqual([1, MESSAGES]);
  });

  test('a message that fails is handed over again after a while, alone, and only once', async () => {
    const { batches, sources, hidden } = playedQueue(['1', 'fails', '3'], { atOnce: 2, batchSize: 3 });
    await drain(sources);
    expect(batches).toEqual([['1', 'fails', '3']]);
    for (const source of sources.filter((each) => each.isWaiting())) await source.comeAgain();
    await drain(sources);
    expect(batches.slice(1)).toEqual([['fails']]);
    expect(hidden.size).toBe(0);
  });
});

test('a source that is at work fills another one, which is asked at once', async () => {
  const order: string[] = [];
  let filled = 0;
  const first: Source = {
    async poll() {
      if (order.length > 0) return false;
      order.push('first begins');
      await sleep(10);
      filled += 1;
      await sleep(60);
      order.push('first ends');
      return true;
    },
    isWaiting: () => false,
    comeAgain: async () => undefined,
  };
  const second: Source = {
    async poll() {
      if (filled === 0) return false;
      filled -= 1;
      order.push('second');
      return true;
    },
    isWaiting: () => false,
    comeAgain: async () => undefined,
  };
  await drain([second, first]);
  expect(order).toEqual(['first begins', 'second', 'first ends']);
});
