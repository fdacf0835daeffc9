/*
 * Schedules of EventBridge: `rate(6 hours)`, `cron(0 6 * * ? *)`. `deploy/params.ts` refuses what is neither.
 */

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: DAY };

/**
 * The longest time between two starts of a schedule, in milliseconds. Of a cron expression, an upper bound: it depends
 * only on which of the fields for days and months are limited. In the years that it names; after them it starts no more.
 * @throws {TypeError} for what is no schedule.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function longestPeriod(schedule: string): number {
  const [, number, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  if (number !== undefined) return Number(number) * (UNITS[unit] ?? DAY);
  const fields = /^cron\((.+)\)$/.exec(schedule)?.[1]?.split(' ') ?? [];
  const [, , days, months, weekdays] = fields;
  if (fields.length !== 6) throw new TypeError(`"${schedule}" is no schedule.`);
  const isEvery = (field: string | undefined) => field === '*' || field === '?';
  if (!isEvery(months)) return 366 * DAY;
  // The 31st comes every 62 days at the longest, the fifth Monday of a month every 14 weeks.
  if (!isEvery(days) || /[#L]/.test(weekdays ?? '')) return 98 * DAY;
  return isEvery(weekdays) ? DAY : 7 * DAY;
}
