import { arnOf } from '../../core/arn.ts';
import { DAY, dayOf } from '../../core/day.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getList, getNumber, getText, objectOf, parsedObject } from '../../core/json.ts';
import { type Alias, defineKind, GONE } from '../../core/kind.ts';

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html */
export interface Deletion {
  /** Left out: only the date is known. AWS does not return the window after its start. */
  readonly windowDays?: number;
  /** `2026-03-09`. Left out: the key waits for the deletion of its replicas, and the window has not started. */
  readonly date?: string;
}

/** Days. The window of a request without one. The shortest window is 7 days. */
export const LONGEST_WINDOW = 30;

export interface Rotation {
  readonly on: boolean;
  /** Left out: the default of AWS, `A_YEAR`. */
  readonly days?: number;
}

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
export const A_YEAR = 365;

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
export interface KmsKey {
  /** Also false while a deletion is pending or key material is missing, as in AWS. */
  readonly enabled?: boolean;
  /** `null`: not scheduled. */
  readonly deletion?: Deletion | null;
  /** Only of keys with imported material. `lacking`: awaited or removed; AWS does not show which. */
  readonly material?: 'awaited' | 'imported' | 'removed' | 'lacking';
  readonly rotation?: Rotation;
  /** The policy, a JSON object. */
  readonly policy?: unknown;
  /** `SYMMETRIC_DEFAULT`, `RSA_4096`, `HMAC_256`. */
  readonly spec?: string;
  /** `AWS_KMS`, `EXTERNAL`, `AWS_CLOUDHSM`, `EXTERNAL_KEY_STORE`. */
  readonly origin?: string;
  /** `CUSTOMER`, or `AWS` for AWS managed keys. */
  readonly manager?: string;
  /** The ARN of the primary key, of a multi-Region replica. Its rotation is set on the primary key. */
  readonly primary?: string;
}

export const kmsKey = defineKind<KmsKey>()({
  name: 'kms-key',
  type: 'AWS::KMS::Key',
  title: 'KMS key',
  blank: {},
  arn: (ref) => arnOf('kms', ref, `key/${ref.id}`),
  tagging: { 'kms:TagResource': key, 'kms:UntagResource': key },
  events: {
    'kms:CreateKey': { ids: created, creates: true, evolve: begin },
    'kms:ScheduleKeyDeletion': { ids: key, sets: ['enabled', 'deletion'], evolve: schedule },
    'kms:CancelKeyDeletion': {
      ids: key,
      sets: ['enabled', 'deletion'],
      evolve: (known) => ({ ...known, deletion: null, enabled: false }),
    },
    // AWS refuses to enable or disable a key while its deletion is pending. So these events prove that it is not.
    'kms:EnableKey': {
      ids: key,
      sets: ['enabled', 'deletion'],
      evolve: (known) => ({ ...known, deletion: null, enabled: true }),
    },
    'kms:DisableKey': {
      ids: key,
      sets: ['enabled', 'deletion'],
      evolve: (known) => ({ ...known, deletion: null, enabled: false }),
    },
    'kms:EnableKeyRotation': { ids: key, sets: ['rotation'], evolve: rotate },
    'kms:DisableKeyRotation': {
      ids: key,
      sets: ['rotation'],
      evolve: (known) => ({ ...known, rotation: { on: false } }),
    },
    'kms:PutKeyPolicy': { ids: key, sets: ['policy'], evolve: putPolicy },
    'kms:ImportKeyMaterial': { ids: key, sets: ['enabled', 'material'], evolve: importMaterial },
    'kms:DeleteImportedKeyMaterial': { ids: key, sets: ['enabled', 'material'], evolve: removeMaterial },
    'kms:DeleteExpiredKeyMaterial': { ids: key, sets: ['enabled', 'material'], evolve: removeMaterial },
    'kms:CreateAlias': { ids: aliased },
    'kms:UpdateAlias': { ids: aliased },
    'kms:DeleteKey': { ids: key, evolve: () => GONE },
  },
  aliases: aliasesIn,
  isAlias: (id) => id.startsWith('alias/'),
});

/**
 * Since December 2022 the response contains the ARN, also for calls that return nothing. Service events of AWS (expired
 * key material, a deletion) name the key only in `resources`.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/ct-deleteexpiredkeymaterial.html
 */
function key({ eventName, requestParameters, responseElements, resources }: TrailEvent): string[] {
  const listed = getList({ resources }, 'resources').map((resource) => getText(resource, 'ARN') ?? '');
  const given =
    getText(responseElements, 'keyId') ??
    getText(requestParameters, 'keyId') ??
    listed.find((arn) => /^arn:[^:]*:kms:.*:key\//.test(arn));
  if (!given) throw new UnreadableEvent(`${eventName} names no key`);
  return [idIn(given)];
}

/** The id in an id, the ARN of a key, an alias (`alias/orders`) or the ARN of an alias. */
function idIn(given: string): string {
  return given.replace(/^arn:[^:]*:kms:[^:]*:[^:]*:(key\/)?/, '');
}

function created(event: TrailEvent): string[] {
  const id = getText(event.responseElements, 'keyMetadata', 'keyId');
  if (!id) throw new UnreadableEvent('CreateKey names no key');
  return [id];
}

function aliased(event: TrailEvent): string[] {
  const target = getText(event.requestParameters, 'targetKeyId');
  if (!target) throw new UnreadableEvent(`${event.eventName} names no key`);
  return [idIn(target)];
}

function aliasesIn(event: TrailEvent): Alias[] {
  const alias = getText(event.requestParameters, 'aliasName');
  return alias ? aliased(event).map((id) => ({ alias, id })) : [];
}

/** The event does not show the rotation, nor the default policy that a key gets if the request has none. */
function begin(_: KmsKey, event: TrailEvent): KmsKey {
  const metadata = get(event.responseElements, 'keyMetadata');
  // AWS enables a replica when its copy is complete. No event shows that.
  const enabled = getText(metadata, 'keyState') === 'Creating' ? undefined : getFlag(metadata, 'enabled');
  const spec = getText(metadata, 'keySpec') ?? getText(metadata, 'customerMasterKeySpec');
  const origin = getText(metadata, 'origin');
  const manager = getText(metadata, 'keyManager');
  const policy = policyIn(event);
  return {
    deletion: null,
    ...(enabled === undefined ? {} : { enabled }),
    ...(spec ? { spec } : {}),
    ...(origin ? { origin } : {}),
    ...(origin === 'EXTERNAL' ? { material: 'awaited' } : {}),
    ...(manager ? { manager } : {}),
    ...(policy === undefined ? {} : { policy }),
  };
}

/** Without a window in the request AWS waits 30 days. A primary key first waits for the deletion of its replicas. */
function schedule(known: KmsKey, event: TrailEvent): KmsKey {
  const windowDays = getNumber(event.requestParameters, 'pendingWindowInDays') ?? LONGEST_WINDOW;
  if (windowDays > LONGEST_WINDOW)
    throw new UnreadableEvent(`${event.eventName} shows a window that AWS does not have`);
  const waits = getText(event.responseElements, 'keyState') === 'PendingReplicaDeletion';
  const date = dayOf(event.time + windowDays * DAY);
  return { ...known, enabled: false, deletion: { windowDays, ...(waits ? {} : { date }) } };
}

function rotate(known: KmsKey, event: TrailEvent): KmsKey {
  return { ...known, rotation: rotationEvery(getNumber(event.requestParameters, 'rotationPeriodInDays')) };
}

/** The rotation with this period in days. The default period is left out. */
export function rotationEvery(days = A_YEAR): Rotation {
  return { on: true, ...(days === A_YEAR ? {} : { days }) };
}

function putPolicy(known: KmsKey, event: TrailEvent): KmsKey {
  const policy = policyIn(event);
  if (policy === undefined) throw new UnreadableEvent('PutKeyPolicy shows no policy');
  return { ...known, policy };
}

/** An empty text means the default policy, like a missing one. */
function policyIn(event: TrailEvent): unknown {
  const given = get(event.requestParameters, 'policy');
  if (typeof given !== 'string') return objectOf(given);
  if (given.trim() === '') return undefined;
  const policy = objectOf(parsedObject(given));
  if (!policy) throw new UnreadableEvent(`${event.eventName} shows a policy that is not JSON`);
  return policy;
}

/** The import enables a key that lacked its material. New material does not replace removed material. */
function importMaterial(known: KmsKey, event: TrailEvent): KmsKey {
  if (known.material === 'removed' && getText(event.requestParameters, 'importType') === 'NEW_KEY_MATERIAL')
    return known;
  const lacked = known.material !== undefined && known.material !== 'imported';
  return { ...known, material: 'imported', ...(lacked && !known.deletion ? { enabled: true } : {}) };
}

/** If one material is deleted or expires, the key cannot be used. */
function removeMaterial(known: KmsKey): KmsKey {
  return { ...known, material: 'removed', enabled: false };
}
