import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getNumber, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { taggedByArn } from '../common/tagging.ts';

export interface LogGroup {
  /** Days. `null`: logs never expire. */
  readonly retention?: number | null;
  /** `STANDARD`, `INFREQUENT_ACCESS`, `ESSENTIALS` or `DELIVERY`. It cannot be changed. */
  readonly logGroupClass?: string;
}

const DELIVERY_CLASS = 'DELIVERY';
const DELIVERY_DAYS = 2;

/**
 * Whether the group only passes logs on. AWS keeps its logs for 2 days, and refuses another retention. No other group
 * can have this retention, so it shows the class where the class is not known.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 */
export function onlyDelivers({ retention, logGroupClass }: LogGroup): boolean {
  return logGroupClass === undefined ? retention === DELIVERY_DAYS : logGroupClass === DELIVERY_CLASS;
}

const tagged = taggedByArn('resourceArn', 'log-group:');

export const logGroup = defineKind<LogGroup>()({
  name: 'log-group',
  type: 'AWS::Logs::LogGroup',
  title: 'CloudWatch Logs log group',
  blank: {},
  arn: (ref) => arnOf('logs', ref, `log-group:${ref.id}`),
  tagging: {
    'logs:TagLogGroup': group,
    'logs:UntagLogGroup': group,
    'logs:TagResource': tagged,
    'logs:UntagResource': tagged,
  },
  events: {
    'logs:CreateLogGroup': { ids: group, creates: true, evolve: begin },
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

/** The logs of a new group never expire until a retention is set, but for one class. Without a class it is a standard one. */
function begin(_: LogGroup, event: TrailEvent): LogGroup {
  const logGroupClass = getText(event.requestParameters, 'logGroupClass') || 'STANDARD';
  return { retention: logGroupClass === DELIVERY_CLASS ? DELIVERY_DAYS : null, logGroupClass };
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
