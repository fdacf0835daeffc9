import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getList, getNumber, getText, objectOf, parsedObject } from '../../core/json.ts';
import { type Alias, defineKind, GONE } from '../../core/kind.ts';
import { arnOf } from '../../core/ref.ts';

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html */
export interface Deletion {
  /** Missing where only the date is known: AWS forgets the window once it has begun. */
  readonly windowDays?: number;
  /** `2026-03-09`. Missing while the key waits for its replicas: the window has not begun. */
  readonly date?: string;
}

/** Days; what AWS waits where the request says nothing. The shortest is 7. */
export const LONGEST_WINDOW = 30;

export interface Rotation {
  readonly on: boolean;
  /** Missing: AWS's own choice, `A_YEAR`. */
  readonly days?: number;
}

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
export const A_YEAR = 365;

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
export interface KmsKey {
  /** As AWS has it: false too while deletion is pending or key material is missing. */
  readonly enabled?: boolean;
  /** `null`: not scheduled. */
  readonly deletion?: Deletion | null;
  /** Only of keys whose material is imported. `lacking`: awaited or removed; AWS does not show which. */
  readonly material?: 'awaited' | 'imported' | 'removed' | 'lacking';
  readonly rotation?: Rotation;
  /** As it was put, a JSON object. */
  readonly policy?: unknown;
  /** `SYMMETRIC_DEFAULT`, `RSA_4096`, `HMAC_256`. */
  readonly spec?: string;
  /** `AWS_KMS`, `EXTERNAL`, `AWS_CLOUDHSM`, `EXTERNAL_KEY_STORE`. */
  readonly origin?: string;
  /** `CUSTOMER`, or `AWS` for the keys that AWS services make for themselves. */
  readonly manager?: string;
}

export const kmsKey = defineKind<KmsKey>()({
  name: 'kms-key',
  type: 'AWS::KMS::Key',
  title: 'KMS key',
  blank: {},
  arn: (ref) => arnOf('kms', ref, `key/${ref.id}`),
  events: {
    'kms:CreateKey': { ids: created, creates: true, evolve: begin },
    'kms:ScheduleKeyDeletion': { ids: key, sets: ['enabled', 'deletion'], evolve: schedule },
    'kms:CancelKeyDeletion': {
      ids: key,
      sets: ['enabled', 'deletion'],
      evolve: (known) => ({ ...known, deletion: null, enabled: false }),
    },
    // A key that waits for its deletion can be neither enabled nor disabled.
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
 * The answer has held the ARN since December 2022, even of calls that answer nothing. What AWS does
 * of its own accord (an expired key material, a deletion that is due) only lists the key.
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

/** An id, a key's ARN, an alias (`alias/orders`) or an alias's ARN. */
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

/** Rotation follows in a call of its own; a policy that the request leaves out is AWS's default and not shown. */
function begin(_: KmsKey, event: TrailEvent): KmsKey {
  const metadata = get(event.responseElements, 'keyMetadata');
  // A replica is switched on once its copy is made, which no event says.
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

const DAY = 24 * 60 * 60 * 1000;

/** Without a window in the request AWS waits 30 days. A primary key first waits for its replicas. */
function schedule(known: KmsKey, event: TrailEvent): KmsKey {
  const windowDays = getNumber(event.requestParameters, 'pendingWindowInDays') ?? LONGEST_WINDOW;
  if (windowDays > LONGEST_WINDOW)
    throw new UnreadableEvent(`${event.eventName} shows a window that AWS does not have`);
  const waits = getText(event.responseElements, 'keyState') === 'PendingReplicaDeletion';
  const date = new Date(event.time + windowDays * DAY).toISOString().slice(0, 10);
  return { ...known, enabled: false, deletion: { windowDays, ...(waits ? {} : { date }) } };
}

function rotate(known: KmsKey, event: TrailEvent): KmsKey {
  return { ...known, rotation: rotationEvery(getNumber(event.requestParameters, 'rotationPeriodInDays')) };
}

/** The rotation every so many days; a year that was asked for is the year that AWS chooses. */
export function rotationEvery(days = A_YEAR): Rotation {
  return { on: true, ...(days === A_YEAR ? {} : { days }) };
}

function putPolicy(known: KmsKey, event: TrailEvent): KmsKey {
  const policy = policyIn(event);
  if (policy === undefined) throw new UnreadableEvent('PutKeyPolicy shows no policy');
  return { ...known, policy };
}

/** An empty text asks for AWS's default, as leaving the policy out does. */
function policyIn(event: TrailEvent): unknown {
  const given = get(event.requestParameters, 'policy');
  if (typeof given !== 'string') return objectOf(given);
  if (given.trim() === '') return undefined;
  const policy = objectOf(parsedObject(given));
  if (!policy) throw new UnreadableEvent(`${event.eventName} shows a policy that is not JSON`);
  return policy;
}

/** A key that lacked its material is enabled by the import. New material does not make up for lost one. */
function importMaterial(known: KmsKey, event: TrailEvent): KmsKey {
  if (known.material === 'removed' && getText(event.requestParameters, 'importType') === 'NEW_KEY_MATERIAL')
    return known;
  const lacked = known.material !== undefined && known.material !== 'imported';
  return { ...known, material: 'imported', ...(lacked && !known.deletion ? { enabled: true } : {}) };
}

/** Any one material that is deleted or expires leaves the whole key useless. */
function removeMaterial(known: KmsKey): KmsKey {
  return { ...known, material: 'removed', enabled: false };
}
