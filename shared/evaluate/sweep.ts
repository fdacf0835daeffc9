import { objectOf, parsedObject } from '../core/json.ts';
import type { AnyKind } from '../core/kind.ts';
import { pagesOf } from '../core/pages.ts';
import { globalRegionOf, type Ref } from '../core/ref.ts';
import type { AnyRule } from '../core/rule.ts';
import type { PageOfRefs, Store } from '../store/store.ts';
import { inMessages } from './in-messages.ts';

type Place = Pick<Ref, 'account' | 'region'>;

const SOURCES = ['listed', 'unresolved', 'missing'] as const;

/** A part of a sweep: the resources of one kind from one source, from one page on. */
export interface SweepTask {
  readonly kind: string;
  /**
   * `listed`: the resources that AWS lists. `unresolved`: those with open findings, which may be gone. `missing`: those
   * that were known and are no longer listed, for kinds whose end is itself drift.
   */
  readonly source: (typeof SOURCES)[number];
  /** Left out: the region where the kind's resources usually are. */
  readonly region?: string;
  readonly from?: string;
}

type SweptRule = Pick<AnyRule, 'kind' | 'judgeGone' | 'watches'>;

export interface SweepPorts {
  readonly store: Pick<Store, 'unresolved' | 'known'>;
  /** The rules that are switched on. */
  readonly rules: readonly SweptRule[];
  /** All kinds: findings may be left of kinds whose rules are all switched off. */
  readonly kinds: readonly AnyKind[];
  readonly place: Place;
  list(kind: string, place: Place, from?: string): Promise<{ readonly ids: readonly string[]; readonly next?: string }>;
  /** Puts messages of refs into the queue of changes. */
  send(messages: readonly (readonly Ref[])[]): Promise<void>;
  /** Puts a task into the queue of sweeps. */
  continueWith(task: SweepTask): Promise<void>;
  /** Whether there is time for another page. */
  hasTime(): boolean;
  /** Publishes how many findings are open. */
  countOpen(): Promise<void>;
  /** Makes the daily change that has to arrive as an event. */
  heartbeat(): Promise<unknown>;
}

/** The result of one message of the queue of sweeps. */
export interface Swept {
  /** The number of refs that were sent. */
  readonly sent?: number;
  readonly kind?: string;
  readonly begun?: number;
  readonly beat?: true;
}

/**
 * `{"sweep":"all"}`, `{"sweep":"<kind>"}`, `{"heartbeat":true}`, each also as the detail of an event, or a `SweepTask`.
 * @throws {TypeError} for anything else.
 */
export async function sweepMessage(body: string, ports: SweepPorts): Promise<Swept> {
  const given = objectOf(parsedObject(body)) ?? {};
  const message = objectOf(given['detail']) ?? given;
  if (message['heartbeat'] === true) {
    await ports.heartbeat();
    return { beat: true };
  }
  const { sweep: wanted, kind, source: named, region, from } = message;
  if (typeof wanted === 'string') {
    const kinds = [...new Map(ports.rules.map(({ kind }) => [kind.name, kind])).values()].filter(
      ({ name }) => wanted === 'all' || name === wanted,
    );
    if (kinds.length === 0) throw new TypeError('There is no such kind, or all its rules are switched off.');
    // Each task is a message of its own, so that a failure does not delay the others.
    for (const each of kinds) {
      for (const where of [{}, ...elsewhere(each, ports.place)]) {
        for (const source of sourcesOf(each, ports)) await ports.continueWith({ kind: each.name, source, ...where });
      }
    }
    await ports.countOpen();
    const others = ports.kinds.filter((each) => wanted === 'all' && !kinds.some(({ name }) => name === each.name));
    for (const each of others) {
      for (const where of [{}, ...elsewhere(each, ports.place)]) {
        await ports.continueWith({ kind: each.name, source: 'unresolved', ...where });
      }
    }
    return { begun: kinds.length };
  }
  const source = SOURCES.find((each) => each === named);
  if (typeof kind !== 'string' || !source) throw new TypeError('The message requests no sweep.');
  const where = typeof region === 'string' ? { region } : {};
  return sweepTask({ kind, source, ...where, ...(typeof from === 'string' ? { from } : {}) }, ports);
}

function elsewhere(kind: AnyKind, { region }: Place): readonly Pick<SweepTask, 'region'>[] {
  const global = globalRegionOf(region);
  return kind.alsoGlobal && global !== region ? [{ region: global }] : [];
}

/** `missing` is needed where a rule judges the end of a resource, or a state that shows it. */
function sourcesOf({ name }: AnyKind, { rules }: Pick<SweepPorts, 'rules'>): readonly SweepTask['source'][] {
  const judgesEnd = rules.some(
    ({ kind, judgeGone, watches }) => kind.name === name && (judgeGone !== undefined || watches.includes('exists')),
  );
  return SOURCES.filter((of) => of !== 'missing' || judgesEnd);
}

/**
 * Sends the refs of a task page by page. When time runs out, the rest becomes a task of its own. A page may be sent
 * again after a failure, but none is left out.
 */
export async function sweepTask(task: SweepTask, ports: SweepPorts): Promise<Swept> {
  let { from } = task;
  let sent = 0;
  const listed = task.source === 'missing' ? await everyIdOf(task, ports) : undefined;
  for (let first = true; first || from !== undefined; first = false) {
    const { from: _, ...whole } = task;
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
  return { kind: task.kind, sent };
}

async function pageOf(task: SweepTask, ports: SweepPorts): Promise<PageOfRefs> {
  const { kind, source: of, from } = task;
  const place = placeOf(task, ports);
  if (of === 'unresolved') return ports.store.unresolved({ kind, ...place }, from);
  if (of === 'missing') return ports.store.known({ kind, ...place }, from);
  const { ids, next } = await ports.list(kind, place, from);
  return { refs: ids.map((id) => ({ kind, ...place, id })), ...(next === undefined ? {} : { next }) };
}

function placeOf({ kind, region: where }: SweepTask, { kinds, place: { account, region } }: SweepPorts): Place {
  const isGlobal = kinds.find(({ name }) => name === kind)?.global;
  return { account, region: where ?? (isGlobal ? globalRegionOf(region) : region) };
}

/** Listing is much cheaper than reading each resource. */
async function everyIdOf(task: SweepTask, ports: SweepPorts): Promise<ReadonlySet<string>> {
  const all = new Set<string>();
  for await (const { ids } of pagesOf((from) => ports.list(task.kind, placeOf(task, ports), from)))
    for (const id of ids) all.add(id);
  return all;
}
