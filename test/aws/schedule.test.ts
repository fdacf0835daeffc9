import { expect, test } from 'vitest';
import { longestPeriod } from '../../shared/aws/schedule.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

test.each([
  ['rate(1 minute)', HOUR / 60],
  ['rate(90 minutes)', 1.5 * HOUR],
  ['rate(6 hours)', 6 * HOUR],
  ['rate(2 days)', 2 * DAY],
  ['cron(0 6 * * ? *)', DAY],
  ['cron(0/15 8-17 ? * MON-FRI *)', 7 * DAY],
  ['cron(0 9 ? * 2#1 *)', 98 * DAY],
  ['cron(0 0 L * ? *)', 98 * DAY],
  ['cron(0 0 1 1 ? *)', 366 * DAY],
  ['cron(0 0 * * ? 2027)', DAY],
])('%s starts again within %d ms', (schedule, period) => {
  expect(longestPeriod(schedule)).toBe(period);
});

test.each(['', 'rate(6)', 'cron(0 6 * * ?)'])('"%s" is no schedule', (schedule) => {
  expect(() => longestPeriod(schedule)).toThrow(TypeError);
});
