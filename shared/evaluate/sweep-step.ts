import { failureOf, hasNoEndpoint, isPassing } from '../aws/failure.ts';
import { pagesOf } from '../core/pages.ts';
import type { Ref } from '../core/ref.ts';
import type { Sweep, SweepRecord } from '../store/store.ts';
import { judgePage, type PageJudged } from './sweep-page.ts';
import type { ListedPage, SweepPorts } from './sweep-ports.ts';
import { EVERY, isDenied, isNotHere, recordUnreadable } from './unreadable.ts';

type Place = Omit<Ref, 'id'>;

/** A sweep after one more step, and how long it has to wait before the next. */
export interface Stepped {
  readonly after: Sweep;
  readonly waitSeconds?: number;
}

/** What one invocation remembers from step to step. */
export interface SweepMemory {
  /** Every id that AWS lists. */
  listed?: ReadonlySet<string>;
}

/** Rounds in a row in which nothing could be listed or judged. What was throttled does not count. */
const MOST_ROUNDS = 6;

const NOTHING = { listed: 0, unlisted: 0, judged: 0, unreadable: 0, failed: 0 };

/** A sweep that begins. */
export function begun(place: Place, before: Sweep | undefined, ports: Pick<SweepPorts, 'rules' | 'now'>): Sweep {
  const { kind, account, region } = place;
  const now = ports.now();
  return {
    kind,
    account,
    region,
    ...NOTHING,
    version: (before?.version ?? 0) + 1,
    began: now,
    savedAt: now,
    source: sourcesOf(place, ports)[0] ?? 'unresolved',
    rules: ports.rules.filter((rule) => rule.kind.name === kind).map(({ id }) => id),
    left: [],
    rounds: 0,
    ...(before?.last ? { last: before.last } : {}),
  };
}

/** `missing` is needed where a rule judges the end of a resource, or a state that shows it. */
function sourcesOf(
  { kind: name }: Pick<Place, 'kind'>,
  { rules }: Pick<SweepPorts, 'rules'>,
): readonly Sweep['source'][] {
  const own = rules.filter(({ kind }) => kind.name === name);
  if (own.length === 0) return ['unresolved'];
  return ['listed', 'unresolved', ...(own.some(({ judgesEnd }) => judgesEnd) ? (['missing'] as const) : [])];
}

/** Judges what is left of the last page, or else the next page. Every outcome is in the sweep that it returns. */
export async function stepOf(sweep: Sweep, ports: SweepPorts, memory: SweepMemory = {}): Promise<Stepped> {
  const { kind, account, region } = sweep;
  const place = { kind, account, region };
  if (sweep.left.length > 0) return concluded(sweep, await judgePage(place, { ids: sweep.left }, 0, ports), ports);
  const at = ports.now();
  let page: ListedPage;
  try {
    page = await pageOf(sweep, place, ports, memory);
  } catch (error) {
    return notListed(sweep, place, error, ports);
  }
  const { from: _from, ...rest } = sweep;
  const turned: Sweep = {
    ...rest,
    ...(page.next === undefined ? { isLastPage: true as const } : { from: page.next }),
    [sweep.source === 'listed' ? 'listed' : 'unlisted']:
      (sweep.source === 'listed' ? sweep.listed : sweep.unlisted) + page.ids.length,
  };
  return concluded(turned, await judgePage(place, page, at, ports), ports);
}

async function concluded(sweep: Sweep, page: PageJudged, ports: SweepPorts): Promise<Stepped> {
  const { judged, unreadable, left, broken } = page;
  const isStuck = left.length > 0 && judged + unreadable + broken.length === 0 && page.tried > 0;
  const rounds = isStuck && !page.isThrottled ? sweep.rounds + 1 : 0;
  // What cannot be judged now and here is tried further as a change is, up to the dead-letter queue and its alarm.
  const isGivenUp = rounds > MOST_ROUNDS;
  const handed = isGivenUp ? [...broken, ...left] : broken;
  const { kind, account, region } = sweep;
  if (handed.length > 0)
    await ports.judgeAgain(
      handed.map((id) => ({ kind, account, region, id })),
      undefined,
    );
  const counted: Sweep = {
    ...sweep,
    savedAt: ports.now(),
    judged: sweep.judged + judged,
    unreadable: sweep.unreadable + unreadable,
    failed: sweep.failed + handed.length,
    left: isGivenUp ? [] : left,
    rounds: isGivenUp ? 0 : rounds,
    ...(page.isDenied ? { isDenied: true as const } : {}),
  };
  if (counted.left.length === 0) return { after: turnedOver(counted, ports) };
  return { after: counted, ...(page.isThrottled || isStuck ? { waitSeconds: pause(rounds) } : {}) };
}

/** The next source after the last page of one, and the end after the last source. */
function turnedOver(sweep: Sweep, ports: SweepPorts): Sweep {
  const { isLastPage, ...rest } = sweep;
  if (!isLastPage) return sweep;
  const sources = sourcesOf(sweep, ports);
  const next = sources[sources.indexOf(sweep.source) + 1];
  if (next) return { ...rest, source: next };
  const ended = ports.now();
  return { ...rest, ended, last: recordOf(sweep, ended, ports) };
}

function recordOf(sweep: Sweep, ended: number, { longestGap }: Pick<SweepPorts, 'longestGap'>): SweepRecord {
  const { listed, unlisted, judged, unreadable, failed, began, last, rules = [] } = sweep;
  const record = { began, ended, listed, unlisted, judged, unreadable, failed, holdsUntil: ended + longestGap };
  if (sweep.isDenied || unreadable + failed > 0) return record;
  const isFollowing = last?.holdsUntil !== undefined && last.holdsUntil >= began;
  const earlier = (isFollowing ? last.uninterruptedSince : undefined) ?? {};
  return { ...record, uninterruptedSince: Object.fromEntries(rules.map((rule) => [rule, earlier[rule] ?? began])) };
}

/** A sweep that never ended: what it has not judged is not known, so the earlier ones are followed by none. */
export function interrupted({ last, ...sweep }: Sweep): Sweep {
  if (!last) return sweep;
  const { uninterruptedSince: _since, ...record } = last;
  return { ...sweep, last: record };
}

async function notListed(sweep: Sweep, place: Place, error: unknown, ports: SweepPorts): Promise<Stepped> {
  const every = { ...place, id: EVERY };
  const failure = failureOf(error);
  // A name that is not found may be found the next time.
  const isFinal = isDenied(error) || (isNotHere(error) && (sweep.rounds > 0 || !hasNoEndpoint(error)));
  const kind = sweep.source === 'listed' && isFinal ? await ports.settingsByKind.kind(place.kind) : undefined;
  if (kind && isFinal) {
    const settings = await ports.settingsByKind.of(place.kind);
    await recordUnreadable(kind, every, error, { ...ports, settings });
    return { after: turnedOver({ ...sweep, isDenied: true, isLastPage: true, savedAt: ports.now() }, ports) };
  }
  if (failure !== 'throttled') ports.onFailure?.(every, error);
  const rounds = failure === 'throttled' ? sweep.rounds : sweep.rounds + 1;
  // The token of a page has expired: the sweep begins again.
  const isExpired = failure === 'refused' && sweep.from !== undefined;
  if (rounds > MOST_ROUNDS || !(isPassing(failure) || isExpired)) throw error;
  const again = isExpired ? { ...begun(place, sweep, ports), began: sweep.began } : sweep;
  return { after: { ...again, savedAt: ports.now(), rounds }, waitSeconds: pause(rounds) };
}

async function pageOf(
  { source, from }: Sweep,
  place: Place,
  ports: SweepPorts,
  memory: SweepMemory,
): Promise<ListedPage> {
  if (source === 'listed') return ports.list(place.kind, place, from);
  const { refs, next } = await ports.store[source === 'missing' ? 'known' : 'unresolved'](place, from);
  const ids = refs.map(({ id }) => id).filter((id) => id !== EVERY);
  const isListed = sourcesOf(place, ports).includes('listed');
  if (ids.length > 0 && isListed) memory.listed ??= await everyIdOf(place, ports);
  const listed = memory.listed ?? new Set<string>();
  return { ids: ids.filter((id) => !listed.has(id)), ...(next === undefined ? {} : { next }) };
}

/** Listing is much cheaper than reading each resource. Where it is denied, each is read. */
async function everyIdOf(place: Place, ports: SweepPorts): Promise<ReadonlySet<string>> {
  const all = new Set<string>();
  try {
    for await (const { ids } of pagesOf((from) => ports.list(place.kind, place, from)))
      for (const id of ids) all.add(id);
    return all;
  } catch (error) {
    if (isDenied(error) || isNotHere(error)) return new Set();
    throw error;
  }
}

/** Seconds, longer after each round, at random: what was throttled together comes apart. At most 15 minutes, for SQS. */
function pause(rounds: number): number {
  return Math.min(900, Math.ceil((30 + Math.random() * 30) * 2 ** rounds));
}
