import { objectOf, parsedObject } from '../core/json.ts';
import type { AnyKind } from '../core/kind.ts';
import { globalRegionOf, type Ref } from '../core/ref.ts';
import type { AnyRule } from '../core/rule.ts';
import type { PageOfRefs, Store } from '../store/store.ts';

type Place = Pick<Ref, 'account' | 'region'>;

const PARTS = ['listed', 'unresolved', 'missing'] as const;

/** A part of a sweep: one kind, from one page on. */
export interface Stretch {
  readonly kind: string;
  /**
   * `listed`: what AWS lists; `unresolved`: what has findings, and may be gone; `missing`: what was there
   * and is not listed any more, for kinds of which the end is itself drift.
   */
  readonly of: (typeof PARTS)[number];
  /** Where, if not where the kind's resources are usually. */
  readonly region?: string;
  readonly from?: string;
}

type SweptRule = Pick<AnyRule, 'kind' | 'judgeGone' | 'watches'>;

export interface SweepPorts {
  readonly store: Pick<Store, 'unresolved' | 'known'>;
  /** Those that are switched on. */
  readonly rules: readonly SweptRule[];
  /** Every kind there is: of those whose rules are all switched off, findings may be left. */
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
    const kinds = [...new Map(ports.rules.map(({ kind }) => [kind.name, kind])).values()].filter(
      ({ name }) => wanted === 'all' || name === wanted,
    );
    if (kinds.length === 0) throw new TypeError('there is no such kind, or all its rules are switched off');
    // Each is a message of its own, so that one that fails holds up no other.
    for (const each of kinds) {
      for (const where of [{}, ...elsewhere(each, ports.place)]) {
        for (const of of partsOf(each, ports)) await ports.continueWith({ kind: each.name, of, ...where });
      }
    }
    const others = ports.kinds.filter((each) => wanted === 'all' && !kinds.some(({ name }) => name === each.name));
    for (const each of others) {
      for (const where of [{}, ...elsewhere(each, ports.place)]) {
        await ports.continueWith({ kind: each.name, of: 'unresolved', ...where });
      }
    }
    return { begun: kinds.length };
  }
  const part = PARTS.find((each) => each === of);
  if (typeof kind !== 'string' || !part) throw new TypeError('this asks for no sweep');
  const where = typeof region === 'string' ? { region } : {};
  return sweep({ kind, of: part, ...where, ...(typeof from === 'string' ? { from } : {}) }, ports);
}

function elsewhere(kind: AnyKind, { region }: Place): readonly Pick<Stretch, 'region'>[] {
  const global = globalRegionOf(region);
  return kind.alsoGlobal && global !== region ? [{ region: global }] : [];
}

/** What is missing counts where a rule judges that a resource is gone, or a state that says so itself. */
function partsOf({ name }: AnyKind, { rules }: Pick<SweepPorts, 'rules'>): readonly Stretch['of'][] {
  const mindsEnd = rules.some(
    ({ kind, judgeGone, watches }) => kind.name === name && (judgeGone !== undefined || watches.includes('exists')),
  );
  return PARTS.filter((of) => of !== 'missing' || mindsEnd);
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
  const listed = stretch.of === 'missing' ? await everyIdOf(stretch, ports) : undefined;
  for (let first = true; first || from !== undefined; first = false) {
    const { from: _, ...whole } = stretch;
    const rest = { ...whole, ...(from === undefined ? {} : { from }) };
    if (!first && !ports.hasTime()) {
      await ports.continueWith(rest);
      break;
    }
    const { refs: found, next } = await pageOf(rest, ports);
    const refs = found.filter(({ id }) => !listed?.has(id));
    if (refs.length > 0) await ports.send(inMessages(refs));
    sent += refs.length;
    from = next;
  }
  return { kind: stretch.kind, sent };
}

async function pageOf(stretch: Stretch, ports: SweepPorts): Promise<PageOfRefs> {
  const { kind, of, from } = stretch;
  const place = placeOf(stretch, ports);
  if (of === 'unresolved') return ports.store.unresolved({ kind, ...place }, from);
  if (of === 'missing') return ports.store.known({ kind, ...place }, from);
  const { ids, next } = await ports.list(kind, place, from);
  return { refs: ids.map((id) => ({ kind, ...place, id })), ...(next === undefined ? {} : { next }) };
}

function placeOf({ kind, region: where }: Stretch, { kinds, place: { account, region } }: SweepPorts): Place {
  const isGlobal = kinds.find(({ name }) => name === kind)?.global;
  return { account, region: where ?? (isGlobal ? globalRegionOf(region) : region) };
}

/** To list is cheaper by far than to read each. */
async function everyIdOf(stretch: Stretch, ports: SweepPorts): Promise<ReadonlySet<string>> {
  const all = new Set<string>();
  for (let from: string | undefined, first = true; first || from !== undefined; first = false) {
    const { ids, next } = await ports.list(stretch.kind, placeOf(stretch, ports), from);
    for (const id of ids) all.add(id);
    from = next;
  }
  return all;
}

function inMessages(refs: readonly Ref[]): readonly (readonly Ref[])[] {
  return Array.from({ length: Math.ceil(refs.length / REFS) }, (_, index) =>
    refs.slice(index * REFS, (index + 1) * REFS),
  );
}
