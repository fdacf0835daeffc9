import type { Context, DynamoDBRecord, SQSEvent, SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { batchLambda, failedRecords, lambda } from '../../functions/middleware.ts';
import { countHeartbeat } from '../../shared/aws/telemetry.ts';

let lines: Record<string, unknown>[] = [];
beforeEach(() => {
  lines = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      for (const line of String(text).trim().split('\n')) lines.push(JSON.parse(line) as Record<string, unknown>);
      return true;
    });
});
afterEach(() => vi.restoreAllMocks());

const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
const message = (messageId: string) => ({ messageId, body: '' }) as SQSRecord;
const inStream = (SequenceNumber: string): DynamoDBRecord => ({ dynamodb: { SequenceNumber } });
const logged = () => lines.filter((line) => 'level' in line);
const counted = () => lines.filter((line) => '_aws' in line);

describe('a handler', () => {
  test('answers, and says nothing where nothing was counted', async () => {
    const handler = lambda('could not answer', async (name: string) => `hello ${name}`);
    expect(await handler('jane', context)).toBe('hello jane');
    expect(lines).toEqual([]);
  });

  test('publishes what was counted, once', async () => {
    const handler = lambda('could not answer', async () => countHeartbeat());
    await handler({}, context);
    await handler({}, context);
    expect(counted().map((line) => line['HeartbeatArrived'])).toEqual([1, 1]);
  });

  test('that fails logs it without its message, counts it with what was counted before, and fails', async () => {
    const handler = lambda('could not answer', async () => {
      countHeartbeat();
      throw Object.assign(new Error('holds what an account wrote'), { name: 'AccessDenied' });
    });
    await expect(handler({}, context)).rejects.toThrow('holds what an account wrote');
    expect(logged()).toMatchObject([
      { level: 'ERROR', message: 'could not answer', failure: 'denied', error: 'AccessDenied' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('wrote');
    expect(counted()).toMatchObject([{ CouldNotCheck: 1, HeartbeatArrived: 1 }]);
  });

  test('is not ended before Lambda ends it: its calls would go on in the next invocation', async () => {
    const late = () => new Promise((resolve) => setTimeout(() => resolve('late'), 100));
    const handler = lambda('could not answer', late);
    expect(await handler({}, { getRemainingTimeInMillis: () => 20 } as Context)).toBe('late');
  });
});

describe('a handler of a batch', () => {
  test('answers with the records that failed, as Lambda wants them', async () => {
    const handler = batchLambda<SQSEvent>('could not check', async ({ Records }) =>
      Records.map(({ messageId }) => messageId).filter((id) => id !== 'b'),
    );
    expect(await handler({ Records: ['a', 'b', 'c'].map(message) }, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'c' }],
    });
    expect(await handler({ Records: [message('b')] }, context)).toEqual({ batchItemFailures: [] });
  });

  test('that fails as a whole is an error, so that Lambda delivers the whole batch again', async () => {
    const handler = batchLambda('could not check', () => Promise.reject(new Error('no table')));
    await expect(handler({ Records: [message('a')] }, context)).rejects.toThrow('no table');
    expect(logged()).toMatchObject([{ message: 'could not check' }]);
    expect(counted()).toMatchObject([{ CouldNotCheck: 1 }]);
  });
});

describe('records that do not depend on each other', () => {
  test('are handled at once, and each failure is logged and identified', async () => {
    let waiting = 0;
    let most = 0;
    const failed = await failedRecords('could not act', ['a', 'b', 'c'].map(message), async ({ messageId }) => {
      waiting += 1;
      most = Math.max(most, waiting);
      await new Promise((resolve) => setTimeout(resolve, 5));
      waiting -= 1;
      if (messageId !== 'b') throw new Error(messageId);
    });
    expect(failed).toEqual(['a', 'c']);
    expect(most).toBe(3);
    expect(logged().map((line) => line['message'])).toEqual(['could not act', 'could not act']);
  });

  test('of a stream are identified by their sequence numbers', async () => {
    const failed = await failedRecords('could not act', ['7', '8'].map(inStream), () =>
      Promise.reject(new Error('no')),
    );
    expect(failed).toEqual(['7', '8']);
  });

  test('all succeed: nothing is logged', async () => {
    expect(await failedRecords('could not act', [message('a')], async () => undefined)).toEqual([]);
    expect(lines).toEqual([]);
  });
});
