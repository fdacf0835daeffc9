import { arnOf, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getNumber, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { taggedByArn } from '../common/tagging.ts';

export interface LogGroup {
  /** Days. `null`: logs never expire. */
  readonly retention?: number | null;
  /** `STANDARD`, `INFREQUENT_ACCESS`, `ESSENTIALS` or `DELIVERY`. It cannot be changed. */
  readonly logGroupClass?: string;
  /** The ARN of the KMS key. `null`: CloudWatch Logs encrypts with a key of its own. */
  readonly kmsKey?: string | null;
  /** Whether a data protection policy masks what it finds in the logs. */
  readonly masks?: boolean;
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
    'logs:AssociateKmsKey': {
      ids: identified,
      sets: ['kmsKey'],
      evolve: (known, event) => ({ ...known, kmsKey: keyIn(event) }),
    },
    'logs:DisassociateKmsKey': {
      ids: identified,
      sets: ['kmsKey'],
      evolve: (known) => ({ ...known, kmsKey: null }),
    },
    'logs:PutDataProtectionPolicy': {
      ids: identified,
      sets: ['masks'],
      evolve: (known) => ({ ...known, masks: true }),
    },
    'logs:DeleteDataProtectionPolicy': {
      ids: identified,
      sets: ['masks'],
      evolve: (known) => ({ ...known, masks: false }),
    },
    'logs:DeleteLogGroup': { ids: group, evolve: () => GONE },
  },
});

function group(event: TrailEvent): string[] {
  const name = getText(event.requestParameters, 'logGroupName');
  if (!name) throw new UnreadableEvent(`${event.eventName} names no log group`);
  return [name];
}

/**
 * These calls take the name or the ARN of a group; a call about the results of queries names no group.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
 */
function identified(event: TrailEvent): string[] {
  const { eventName, requestParameters: request } = event;
  const given =
    getText(request, 'logGroupName') ??
    getText(request, 'resourceIdentifier') ??
    getText(request, 'logGroupIdentifier');
  if (!given) throw new UnreadableEvent(`${eventName} names no log group`);
  const resource = parseArn(given)?.resource;
  if (resource === undefined) return [given];
  return resource.startsWith('log-group:') ? [resource.slice('log-group:'.length).replace(/:\*$/, '')] : [];
}

function keyIn(event: TrailEvent): string {
  const key = getText(event.requestParameters, 'kmsKeyId');
  if (!key) throw new UnreadableEvent('AssociateKmsKey shows no key');
  return key;
}

/** The logs of a new group never expire until a retention is set, but for one class. Without a class it is a standard one. */
function begin(_: LogGroup, event: TrailEvent): LogGroup {
  const logGroupClass = getText(event.requestParameters, 'logGroupClass') || 'STANDARD';
  return {
    retention: logGroupClass === DELIVERY_CLASS ? DELIVERY_DAYS : null,
    logGroupClass,
    kmsKey: getText(event.requestParameters, 'kmsKeyId') || null,
    masks: false,
  };
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
