import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { paceOf, QUOTAS, quotaOf } from '../../shared/aws/pace.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

/** When each of some calls may be made, in milliseconds, with all asked for at once. */
async function timesOf(
  share: number,
  calls: readonly (readonly [service: string, command: string, region?: string])[],
) {
  const pace = paceOf(share, wait);
  const times: number[] = [];
  const all = calls.map(async ([service, command, region = 'eu-west-1'], index) => {
    await pace({ service, command, region });
    times[index] = Date.now();
  });
  await vi.runAllTimersAsync();
  await Promise.all(all);
  return times;
}

describe('the calls of one process', () => {
  test('are spaced evenly at its share of the quota, and never come as a burst', async () => {
    const calls = Array.from({ length: 5 }, () => ['EC2', 'DescribeSnapshotAttribute'] as const);
    expect(await timesOf(1 / 4, calls)).toEqual([0, 200, 400, 600, 800]);
  });

  test('of different APIs do not wait for each other, unless they share a quota', async () => {
    expect(
      await timesOf(1 / 4, [
        ['EC2', 'DescribeImageAttribute'],
        ['EC2', 'DescribeSnapshotAttribute'],
        ['EC2', 'DescribeSnapshotAttribute', 'us-east-1'],
      ]),
    ).toEqual([0, 0, 0]);
    const [first, second, policy] = await timesOf(1, [
      ['Lambda', 'ListAliases'],
      ['Lambda', 'ListVersionsByFunction'],
      ['Lambda', 'GetPolicy'],
    ]);
    expect([first, policy]).toEqual([0, 0]);
    expect(second).toBeCloseTo(1000 / 15, -1);
  });

  test('after a pause, none is made up for', async () => {
    const pace = paceOf(1 / 4, wait);
    const call = { service: 'EC2', command: 'DescribeSnapshotAttribute', region: 'eu-west-1' };
    await pace(call);
    vi.setSystemTime(60_000);
    await pace(call);
    const third = pace(call).then(() => Date.now());
    await vi.runAllTimersAsync();
    expect(await third).toBe(60_200);
  });
});

test('two processes, each at a quarter, use half of what AWS documents', () => {
  const { perSecond } = quotaOf({ service: 'EC2', command: 'DescribeSnapshotAttribute', region: 'eu-west-1' });
  expect(perSecond).toBe(20);
  expect(QUOTAS['Lambda']?.map((quota) => quota.perSecond)).toEqual([15, 100, 15]);
  expect(quotaOf({ service: 'CloudWatchLogs', command: 'DescribeLogGroups', region: 'x' }).perSecond).toBe(10);
});
