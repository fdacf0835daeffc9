import { arnOf, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getNumber, getText, parsedObject } from '../../core/json.ts';
import { defineKind, GONE, type Gone } from '../../core/kind.ts';
import { given } from '../common/named.ts';

/**
 * A secret of AWS Secrets Manager; its id is its name. The value is never read.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
export interface Secret {
  /** Whether Secrets Manager rotates it. */
  readonly rotates?: boolean;
  /** Whether a function and a schedule for the rotation are known to AWS, also while it is cancelled. */
  readonly rotatable?: boolean;
  /** The days between two rotations. `null`: a schedule that is no number of days. */
  readonly rotationDays?: number | null;
  /** The day of the last rotation, such as `2026-03-02`; that of its creation where there was none. */
  readonly rotated?: string;
  /** Its deletion is scheduled. */
  readonly deleting?: boolean;
  /** The AWS service that owns and rotates it. `null`: nobody but the account. */
  readonly owner?: string | null;
  /** `null`: it has no policy. */
  readonly policy?: unknown;
}

/**
 * Real records show `CreateSecret` and `DeleteSecret`; the others follow the API. How a rotation goes is an event of the
 * service that names no resource: the sweep reads it.
 */
export const secret = defineKind<Secret>()({
  name: 'secret',
  type: 'AWS::SecretsManager::Secret',
  title: 'Secret',
  blank: {},
  arn: (ref) => arnOf('secretsmanager', ref, `secret:${ref.id}`),
  tagging: { 'secretsmanager:TagResource': named, 'secretsmanager:UntagResource': named },
  events: {
    'secretsmanager:CreateSecret': { ids: created, creates: true, evolve: begin },
    'secretsmanager:RotateSecret': { ids: named, sets: ['rotates', 'rotatable', 'rotationDays'], evolve: rotate },
    'secretsmanager:CancelRotateSecret': {
      ids: named,
      sets: ['rotates'],
      evolve: (known) => ({ ...known, rotates: false }),
    },
    'secretsmanager:DeleteSecret': { ids: named, evolve: remove },
    'secretsmanager:RestoreSecret': {
      ids: named,
      sets: ['deleting'],
      evolve: (known) => ({ ...known, deleting: false }),
    },
    'secretsmanager:PutResourcePolicy': { ids: named, sets: ['policy'], evolve: putPolicy },
    'secretsmanager:DeleteResourcePolicy': {
      ids: named,
      sets: ['policy'],
      evolve: (known) => ({ ...known, policy: null }),
    },
  },
});

/** The day of a time, in UTC. */
export function dayOf(time: Date | number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** AWS adds a hyphen and six characters to the name of a secret in its ARN. */
export function nameInArn(arn: string): string | undefined {
  return parseArn(arn)?.resource.match(/^secret:(.+?)(?:-[A-Za-z0-9]{6})?$/)?.[1];
}

function created({ eventName, requestParameters }: TrailEvent): string[] {
  const name = getText(requestParameters, 'name');
  if (!name) throw new UnreadableEvent(`${eventName} names no secret`);
  return [name];
}

/** The answer has the name also where the request has the ARN. */
function named(event: TrailEvent): string[] {
  const asked = getText(event.requestParameters, 'secretId') ?? '';
  const name = getText(event.responseElements, 'name') || nameInArn(asked) || asked;
  if (!name) throw new UnreadableEvent(`${event.eventName} names no secret`);
  return [name];
}

/** A replica that is made from a backup can have a policy; what `CreateSecret` makes has none, and is not rotated. */
function begin(_: Secret, event: TrailEvent): Secret {
  return { rotates: false, rotatable: false, rotated: dayOf(event.time), deleting: false, owner: null, policy: null };
}

/** A schedule can be days, or a rate or a cron expression, of which rates of days are read. */
function rotate(known: Secret, { requestParameters: request }: TrailEvent): Secret {
  const rules = given(request, 'rotationRules');
  const days = daysIn(getNumber(rules, 'automaticallyAfterDays'), getText(rules, 'scheduleExpression'));
  return { ...known, rotates: true, rotatable: true, ...(rules === undefined ? {} : { rotationDays: days }) };
}

export function daysIn(days: number | undefined, schedule: string | undefined): number | null {
  const rate = /^rate\((\d+) (hour|day)s?\)$/.exec(schedule ?? '');
  if (rate) return rate[2] === 'hour' ? Math.ceil(Number(rate[1]) / 24) : Number(rate[1]);
  return schedule === undefined ? (days ?? null) : null;
}

function remove(known: Secret, { requestParameters: request }: TrailEvent): Secret | Gone {
  return getFlag(request, 'forceDeleteWithoutRecovery') ? GONE : { ...known, deleting: true };
}

function putPolicy(known: Secret, { requestParameters: request }: TrailEvent): Secret {
  const text = getText(request, 'resourcePolicy');
  if (!text) throw new UnreadableEvent('PutResourcePolicy shows no policy');
  return { ...known, policy: parsedObject(text) };
}
