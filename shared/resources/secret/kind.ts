import { arnOf, parseArn } from '../../core/arn.ts';
import { dayOf } from '../../core/day.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getText, objectOf, parsedObject } from '../../core/json.ts';
import { defineKind, GONE, type Gone } from '../../core/kind.ts';
import { globCovers } from '../../policy/glob.ts';
import { type Rotation, rotationIn } from './rotation.ts';

/** A rotation that has begun and of which no end is known. */
export interface Unfinished {
  /** ISO, UTC. */
  readonly since: string;
  /** An event showed that it failed. AWS tries again for some time. */
  readonly failed?: true;
}

/**
 * A secret of Secrets Manager, without its value, which is never read. The id is what follows `secret:` in its ARN: the name,
 * a hyphen and six characters. An event that shows no ARN gives the name alone.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
export interface Secret {
  readonly rotation?: Rotation;
  /** `null`: no rotation is going on. */
  readonly unfinished?: Unfinished | null;
  /** The day of the last rotation, such as `2026-03-02`. `null`: there was none. */
  readonly lastRotated?: string | null;
  /** The day. */
  readonly created?: string;
  readonly scheduledForDeletion?: boolean;
  /** The resource policy, a JSON object. `null`: there is none. */
  readonly policy?: unknown;
  /** A copy of a secret of another region, where it is rotated and deleted. */
  readonly replica?: boolean;
}

/**
 * Real records show `CreateSecret` and `DeleteSecret`. AWS documents the service events of rotations. The other requests are
 * inferred from the API. No event shows for certain that a recovery window has ended; a sweep sees it.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html
 */
export const secret = defineKind<Secret>()({
  name: 'secret',
  type: 'AWS::SecretsManager::Secret',
  title: 'Secrets Manager secret',
  blank: {},
  arn: (ref) => arnOf('secretsmanager', ref, `secret:${ref.id}`),
  tagging: { 'secretsmanager:TagResource': tagged, 'secretsmanager:UntagResource': tagged },
  events: {
    'secretsmanager:CreateSecret': { ids: named, creates: true, evolve: create },
    'secretsmanager:RotateSecret': {
      ids: named,
      sets: ['rotation'],
      evolve: (known, event) => ({ ...known, rotation: rotationIn(known.rotation, event) }),
    },
    'secretsmanager:CancelRotateSecret': {
      ids: named,
      sets: ['rotation', 'unfinished'],
      evolve: (known) => ({ ...known, rotation: { ...known.rotation, on: false }, unfinished: null }),
    },
    'secretsmanager:RotationStarted': {
      ids: named,
      sets: ['unfinished'],
      evolve: (known, event) => ({ ...known, unfinished: known.unfinished ?? { since: sinceOf(event) } }),
    },
    'secretsmanager:RotationFailed': { ids: named, sets: ['unfinished'], evolve: fail },
    'secretsmanager:RotationAbandoned': {
      ids: named,
      sets: ['unfinished'],
      evolve: (known) => ({ ...known, unfinished: null }),
    },
    'secretsmanager:RotationSucceeded': {
      ids: named,
      sets: ['unfinished', 'lastRotated'],
      evolve: (known, event) => ({ ...known, unfinished: null, lastRotated: dayOf(event.time) }),
    },
    'secretsmanager:TestRotationFailed': { ids: named, sets: ['unfinished'], evolve: fail },
    'secretsmanager:TestRotationSucceeded': {
      ids: named,
      sets: ['unfinished'],
      evolve: (known) => ({ ...known, unfinished: null }),
    },
    'secretsmanager:PutResourcePolicy': { ids: named, sets: ['policy'], evolve: putPolicy },
    'secretsmanager:DeleteResourcePolicy': {
      ids: named,
      sets: ['policy'],
      evolve: (known) => ({ ...known, policy: null }),
    },
    'secretsmanager:StopReplicationToReplica': {
      ids: named,
      sets: ['replica'],
      evolve: (known) => ({ ...known, replica: false }),
    },
    'secretsmanager:DeleteSecret': { ids: named, evolve: remove },
    'secretsmanager:RestoreSecret': {
      ids: named,
      sets: ['scheduledForDeletion'],
      evolve: (known) => ({ ...known, scheduledForDeletion: false }),
    },
  },
});

/** Whether a list of names, with `*` and `?`, has the name of a secret. */
export function namesSecret(patterns: readonly string[], id: string): boolean {
  const name = id.replace(/-[A-Za-z0-9]{6}$/, '');
  return patterns.some((pattern) => globCovers(pattern, name) || globCovers(pattern, id));
}

/**
 * Another service made the secret, rotates and deletes it.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html
 */
export function isManaged(id: string): boolean {
  return id.includes('!');
}

/** Responses have the ARN, until 2024 as `aRN`. Service events have it as `SecretId`, or as `ARN`. */
function named({ eventName, requestParameters, responseElements, additionalEventData }: TrailEvent): string[] {
  const given = [
    getText(responseElements, 'arn'),
    getText(additionalEventData, 'SecretId'),
    getText(additionalEventData, 'ARN'),
    getText(requestParameters, 'secretId'),
    getText(requestParameters, 'name'),
  ].filter((text) => text !== undefined && text !== '');
  const id = given.map((text) => idInArn(text ?? '')).find((found) => found !== undefined) ?? given[0];
  if (!id) throw new UnreadableEvent(`${eventName} names no secret`);
  return [id];
}

function tagged({ requestParameters }: TrailEvent): string[] {
  return [idInArn(getText(requestParameters, 'secretId') ?? '') ?? []].flat();
}

function idInArn(text: string): string | undefined {
  const resource = parseArn(text)?.resource;
  return resource?.startsWith('secret:') ? resource.slice('secret:'.length) : undefined;
}

function create(_: Secret, event: TrailEvent): Secret {
  return {
    rotation: { on: false },
    unfinished: null,
    lastRotated: null,
    created: dayOf(event.time),
    scheduledForDeletion: false,
    policy: null,
    replica: false,
  };
}

function sinceOf({ time }: TrailEvent): string {
  return new Date(time).toISOString();
}

function fail(known: Secret, event: TrailEvent): Secret {
  return { ...known, unfinished: { since: known.unfinished?.since ?? sinceOf(event), failed: true } };
}

function putPolicy(known: Secret, { requestParameters }: TrailEvent): Secret {
  const given = objectOf(requestParameters)?.['resourcePolicy'];
  const policy = typeof given === 'string' ? parsedObject(given) : objectOf(given);
  if (!policy) throw new UnreadableEvent('PutResourcePolicy shows no policy');
  return { ...known, policy };
}

/** Without a recovery window the secret is gone at once. */
function remove(known: Secret, { requestParameters }: TrailEvent): Secret | Gone {
  return getFlag(requestParameters, 'forceDeleteWithoutRecovery') ? GONE : { ...known, scheduledForDeletion: true };
}
