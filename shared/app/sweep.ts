import { objectOf, parsedObject } from '../core/json.ts';
import type { AnyKind } from '../core/kind.ts';
import { globalRegionOf, type Ref } from '../core/ref.ts';
import type { Store } from '../store/store.ts';

type Place = Pick<Ref, 'account' | 'region'>;

/** A part of a sweep: one kind, from one page on. */
export interface Stretch {
  readonly kind: string;
  /** `listed`: what AWS lists; `unresolved`: what has findings, and may be gone. */
  readonly of: 'listed' | 'unresolved';
  /** Where, if not where the kind's resources are usually. */
  readonly region?: string;
  readonly from?: string;
}

export interface SweepPorts {
  readonly store: Pick<Store, 'unresolved'>;
  /** Those of rules that are switched on. */
  readonly kinds: readonly AnyKind[];
  readonly place: Place;
  list(kind: string, place: Place, from?: string): Promise<{ readonly ids: readonly string[]; readonly next?: string }>;
  /** Puts messages of refs into the queue of changes. */
  send(messages: readonly (readonly Ref[])[]): Promise<void>;
  /** Puts a stretch into the queue of sweeps. */
  continueWith(stretch: Stretch): Promise<void>;
  /** Whether there is time for another page. */
  hasTime(): boolean;
  /** Makes a change that proves that the chain holds. */
  heartbeat(): Promise<unknown>;
}

/** What a message of the queue of sweeps led to. */
export interface Swept {
  /** Refs that were sent. */
  readonly sent?: number;
  readonly kind?: string;
  readonly begun?: number;
  readonly beat?: true;
}

/**
 * `{"sweep":"all"}`, `{"sweep":"<kind>"}`, `{"heartbeat":true}`, or a stretch of a sweep.
 * @throws {TypeError} for anything else.
 */
export async function sweepMessage(body: string, ports: SweepPorts): Promise<Swept> {
  const message = objectOf(parsedObject(body)) ?? {};
  if (message['heartbeat'] === true) {
    await ports.heartbeat();
    return { beat: true };
  }
  const { sweep: wanted, kind, of, region, from } = message;
  if (typeof wanted === 'string') {
    const kinds = ports.kinds.filter(({ name }) => wanted === 'all' || name === wanted);
    if (kinds.length === 0) throw new TypeError('there is no such kind, or all its rules are switched off');
    // Each is a message of its own, so that one that fails holds up no other.
    for (const each of kinds) {
      for (const where of [{}, ...elsewhere(each, ports.place)]) {
        await ports.continueWith({ kind: each.name, of: 'listed', ...where });
        await ports.continueWith({ kind: each.name, of: 'unresolved', ...where });
      }
    }
    return { begun: kinds.length };
  }
  if (typeof kind !== 'string' || (of !== 'listed' && of !== 'unresolved'))
    throw new TypeError('this asks for no sweep');
  const where = typeof region === 'string' ? { region } : {};
  return sweep({ kind, of, ...where, ...(typeof from === 'string' ? { from } : {}) }, ports);
}

function elsewhere(kind: AnyKind, { region }: Place): readonly Pick<Stretch, 'region'>[] {
  const global = globalRegionOf(region);
  return kind.alsoGlobal && global !== region ? [{ region: global }] : [];
}

/** Refs in one message; each is a read or two, and the reads of a whole batch must fit in the time of one function. */
const REFS = 5;

/**
 * Sends the refs of a stretch page by page; when time runs out, the rest becomes a stretch of its
 * own. A page may be sent again after a failure, but none is left out.
 */
export async function sweep(stretch: Stretch, ports: SweepPorts): Promise<Swept> {
  let { from } = stretch;
  let sent = 0;
  for (let first = true; first || from !== undefined; first = false) {
    const { from: _, ...whole } = stretch;
    const rest = { ...whole, ...(from === undefined ? {} : { from }) };
    if (!first && !ports.hasTime()) {
      await ports.continueWith(rest);
      break;
    }
    const page = await pageOf(rest, ports);
    if (page.refs.length > 0) await ports.send(inMessages(page.refs));
    sent += page.refs.length;
    from = page.next;
  }
  return { kind: stretch.kind, sent };
}

async function pageOf(
  { kind, of, region: elsewhere, from }: Stretch,
  ports: SweepPorts,
): Promise<{ readonly refs: readonly Ref[]; readonly next?: string }> {
  const { account, region } = ports.place;
  const isGlobal = ports.kinds.find(({ name }) => name === kind)?.global;
  const place = { account, region: elsewhere ?? (isGlobal ? globalRegionOf(region) : region) };
  if (of === 'unresolved') return ports.store.unresolved({ kind, ...place }, from);
  const { ids, next } = await ports.list(kind, place, from);
  return { refs: ids.map((id) => ({ kind, ...place, id })), ...(next === undefined ? {} : { next }) };
}

function inMessages(refs: readonly Ref[]): readonly (readonly Ref[])[] {
  return Array.from({ length: Math.ceil(refs.length / REFS) }, (_, index) =>
    refs.slice(index * REFS, (index + 1) * REFS),
  );
}
