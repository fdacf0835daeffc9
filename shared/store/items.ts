import type { FindingEvent } from '../core/finding.ts';
import { type Ref, refKey } from '../core/ref.ts';
import { CUTS_OF_EVENT, CUTS_OF_FINDING } from './fit.ts';
import type {
  Claim,
  Delivery,
  RateLimit,
  ResourceRecord,
  Run,
  StoredFinding,
  WaitingEntry,
  WaitingGroup,
  Writes,
} from './store.ts';

/** Bytes of one text. DynamoDB takes 400 KB an item, with its keys and other attributes. */
const ITEM = 350_000;
/** Bytes of a resource's text. */
const RESOURCE = 300_000;
/** Bytes of all texts written at once. DynamoDB takes 4 MB. */
const TRANSACTION = 3_500_000;

/** In one answer. */
export const MOST_AUDIT_RECORDS = 50;

/**
 * The JSON texts of one transaction, the same in every store. A member that is `undefined` is left out, so that it is
 * `undefined` again when it is read.
 */
export interface Bodies {
  readonly resource: string;
  readonly findings: readonly Body<StoredFinding>[];
  readonly events: readonly Body<FindingEvent>[];
  readonly run?: Body<Run>;
}

export interface Body<T> {
  readonly of: T;
  readonly text: string;
}

/**
 * Texts that fit into a transaction. A run is never shortened: an undo needs its state before.
 * @throws {Error} where a finding or an event is written twice.
 */
export function bodiesOf({ resource, findings, events, run }: Omit<Writes, 'rateLimit'>): Bodies {
  const ids = [
    ...findings.map(({ finding }) => `finding of ${finding.rule}`),
    ...events.map(({ id }) => `event ${id}`),
  ];
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`The ${twice} is written twice at once.`);
  const fixed = { resource: resourceText(resource), ...(run ? { run: bodyOf(run) } : {}) };
  const room = TRANSACTION - sizeOf(fixed.resource) - sizeOf(fixed.run?.text ?? '');
  for (let limit = ITEM; ; limit /= 2) {
    const fitted = {
      findings: findings.map((storedFinding) => fit(storedFinding, CUTS_OF_FINDING, limit)),
      events: events.map((event) => fit(event, CUTS_OF_EVENT, limit)),
    };
    const size = [...fitted.findings, ...fitted.events].reduce((sum, { text }) => sum + sizeOf(text), 0);
    if (size <= room || limit < 1_000) return { ...fixed, ...fitted };
  }
}

/** Whether the resource existed when it was last read, even where its state is too large to be stored. */
export function isThere({ resource: { state } }: Pick<Writes, 'resource'>): boolean {
  return state !== undefined && state !== null;
}

function resourceText({ state, ...rest }: Writes['resource']): string {
  const { before: _before, ...disputed } = rest.disputed ?? { wrongFor: [], fields: [] };
  const texts = [{ state, ...rest }, rest, { ...rest, disputed }].map((each) => JSON.stringify(each));
  return texts.find((text) => sizeOf(text) <= RESOURCE) ?? texts.at(-1) ?? '';
}

function fit<T>(whole: T, cuts: readonly ((of: T) => T)[], limit: number): Body<T> {
  let body = bodyOf(whole);
  for (const cut of cuts) {
    if (sizeOf(body.text) <= limit) break;
    body = bodyOf(cut(body.of));
  }
  return body;
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}

export function bodyOf<T>(of: T): Body<T> {
  return { of, text: JSON.stringify(of) };
}

/** Equal rate limits have equal texts, so that texts can be compared. */
export function rateLimitText({ hour, count, tripped }: RateLimit): string {
  return JSON.stringify({ hour, count, tripped });
}

export function recordOf(
  ref: Ref,
  version: number,
  resource: string | undefined,
  findings: readonly string[],
): ResourceRecord {
  const { kind, account, region, id } = ref;
  return {
    ref: { kind, account, region, id },
    version,
    ...(resource === undefined ? {} : (JSON.parse(resource) as Writes['resource'])),
    findings: findings.map((text) => JSON.parse(text) as StoredFinding),
  };
}

/** In the index: the unresolved findings of one kind in one account and region. */
export function placeKey({ kind, account, region }: Omit<Ref, 'id'>): string {
  return `${kind}|${account}|${region}`;
}

/** In the same index: the existing resources. */
export function knownKey(place: Omit<Ref, 'id'>): string {
  return `known|${placeKey(place)}`;
}

/** The keys of the index of dependents that a write adds and removes. */
export function changedDependencies(
  { dependsOn: before = [] }: Pick<ResourceRecord, 'dependsOn'>,
  { resource: { dependsOn: after = [] } }: Pick<Writes, 'resource'>,
): Readonly<Record<'added' | 'removed', readonly string[]>> {
  return {
    added: after.filter((key) => !before.includes(key)),
    removed: before.filter((key) => !after.includes(key)),
  };
}

/** In the list of remediations that wait. Rules, accounts and findings hold no `|`. */
export function waitingKey({ rule, account, finding }: Omit<WaitingEntry, 'stop' | 'event'>): string {
  return `${rule}|${account}|${finding}`;
}

/** The begin of the keys of a group. */
export function waitingPrefix({ of }: WaitingGroup): string {
  return of ? waitingKey({ ...of, finding: '' }) : '';
}

/** The entry at a key. */
export function waitingEntry(stop: WaitingEntry['stop'], key: string, event: string): WaitingEntry {
  const [rule = '', account = '', finding = ''] = key.split('|');
  return { stop, rule, account, finding, event };
}

/** The entries of the list that a write adds and removes. Only what is open waits. */
export function changedWaiting(
  { findings: before }: Pick<ResourceRecord, 'findings'>,
  { findings: after }: Pick<Writes, 'findings'>,
): Readonly<Record<'added' | 'removed', readonly WaitingEntry[]>> {
  const pairs = after.map((now) => {
    const then = before.find(({ finding }) => finding.id === now.finding.id);
    return [then && entryOf(then), entryOf(now)] as const;
  });
  const isSame = (a?: WaitingEntry, b?: WaitingEntry) => a?.stop === b?.stop && a?.event === b?.event;
  const changed = pairs.filter(([then, now]) => !isSame(then, now));
  return {
    added: changed.flatMap(([, now]) => now ?? []),
    // A transaction may name an item once.
    removed: changed.flatMap(([then, now]) => (then && then.stop !== now?.stop ? then : [])),
  };
}

function entryOf({ finding, waiting }: StoredFinding): WaitingEntry | undefined {
  if (!waiting || finding.status !== 'open') return undefined;
  const { id, rule, resource } = finding;
  return { ...waiting, rule, account: resource.account, finding: id };
}

/** The inverse of `refKey`; only the id may contain a `|`. */
export function refOfKey(key: string): Ref {
  const [kind = '', account = '', region = '', ...id] = key.split('|');
  const ref = { kind, account, region, id: id.join('|') };
  if (refKey(ref) !== key) throw new Error(`"${key}" is not the key of a resource.`);
  return ref;
}

/** The state of the delivery of an event on one channel, and since when. */
export interface DeliveryState {
  readonly status: 'delivering' | Delivery;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What keeps a delivery from being claimed; `undefined`: nothing. A claim from before `lapsed` has lapsed. */
export function keptBy(delivery: DeliveryState | undefined, lapsed: number): Exclude<Claim, 'claimed'> | undefined {
  if (delivery?.status === 'delivered') return 'delivered';
  return delivery?.status === 'delivering' && delivery.at >= lapsed ? 'busy' : undefined;
}
