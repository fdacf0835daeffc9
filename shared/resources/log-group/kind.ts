import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getNumber, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';

export interface LogGroup {
  /** Days. `null`: logs never expire. */
  readonly retention?: number | null;
}

export const logGroup = defineKind<LogGroup>()({
  name: 'log-group',
  type: 'AWS::Logs::LogGroup',
  title: 'CloudWatch Logs log group',
  blank: {},
  arn: (ref) => arnOf('logs', ref, `log-group:${ref.id}`),
  events: {
    // The logs of a new group never expire until a retention is set.
    'logs:CreateLogGroup': { ids: group, creates: true, evolve: () => ({ retention: null }) },
    'logs:PutRetentionPolicy': {
      ids: group,
      sets: ['retention'],
      evolve: (known, event) => ({ ...known, retention: daysIn(event) }),
    },
    'logs:DeleteRetentionPolicy': {
      ids: group,
      sets: ['retention'],
      evolve: (known) => ({ ...known, retention: null }),
    },
    'logs:DeleteLogGroup': { ids: group, evolve: () => GONE },
  },
});

function group(event: TrailEvent): string[] {
  const name = getText(event.requestParameters, 'logGroupName');
  if (!name) throw new UnreadableEvent(`${event.eventName} names no log group`);
  return [name];
}

function daysIn(event: TrailEvent): number {
  const days = getNumber(event.requestParameters, 'retentionInDays');
  if (days === undefined) throw new UnreadableEvent('PutRetentionPolicy shows no number of days');
  return days;
}

/**
 * The retentions that CloudWatch Logs accepts, in days.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The shortest retention of at least this many days. `null` (never expire) beyond the longest. */
export function retentionOf(days: number): number | null {
  return RETENTIONS.find((allowed) => allowed >= days) ?? null;
}
