import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { objectOf, parsedObject } from '../core/json.ts';
import type { KindOutline } from '../core/outline.ts';
import { globalRegionOf, type Ref } from '../core/ref.ts';
import { Conflict, retryOnConflict } from '../store/conflict.ts';
import type { Sweep, SweepRecord } from '../store/store.ts';
import type { SweepPorts } from './sweep-ports.ts';
import { begun, interrupted, type SweepMemory, stepOf } from './sweep-step.ts';
import { EVERY, recordReadable } from './unreadable.ts';

/** Goes on with the sweep of a kind. How far it is, the table knows. */
export interface SweepTask {
  readonly kind: string;
  /** Left out: the region where the kind's resources usually are. */
  readonly region?: string;
}

/** The result of one message of the queue of sweeps. */
export interface Swept {
  readonly kind?: string;
  /** The number of sweeps that were begun, or asked to begin again. */
  readonly begun?: number;
  readonly ended?: SweepRecord;
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
  const { sweep: wanted, kind, region } = message;
  if (typeof wanted === 'string') {
    const tasks = tasksFor(wanted, ports);
    for (const task of tasks) await begin(task, ports);
    await ports.countOpen();
    return { begun: tasks.length };
  }
  if (!ports.kinds.some(({ name }) => name === kind)) throw new TypeError('The message requests no sweep.');
  return goOn({ kind: kind as string, ...(typeof region === 'string' ? { region } : {}) }, ports);
}

/** One task for each kind and place. Kinds whose rules are all switched off can have findings that are to be resolved. */
function tasksFor(wanted: string, { rules, kinds, home }: SweepPorts): readonly SweepTask[] {
  const judged = new Set(rules.map(({ kind }) => kind.name));
  const some = kinds.filter(({ name }) => wanted === 'all' || (name === wanted && judged.has(name)));
  if (some.length === 0) throw new TypeError('There is no such kind, or all its rules are switched off.');
  return some.flatMap((each) => [{}, ...elsewhere(each, home)].map((where) => ({ kind: each.name, ...where })));
}

function elsewhere(kind: KindOutline, { region }: Pick<Ref, 'region'>): readonly Pick<SweepTask, 'region'>[] {
  const global = globalRegionOf(region);
  return kind.alsoGlobal && global !== region ? [{ region: global }] : [];
}

function placeOf({ kind, region: where }: SweepTask, { kinds, home: { account, region } }: SweepPorts) {
  const isGlobal = kinds.find(({ name }) => name === kind)?.global;
  return { kind, account, region: where ?? (isGlobal ? globalRegionOf(region) : region) };
}

/** A sweep that was not written for so long goes on no more: its message is in the dead-letter queue. Milliseconds. */
const ABANDONED = 3 * 60 * 60 * 1000;

/** Begins a sweep. While one goes on, the next begins when it ends: settings may have changed since it began. */
async function begin(task: SweepTask, ports: SweepPorts): Promise<void> {
  const place = placeOf(task, ports);
  const isNew = await retryOnConflict(async () => {
    const before = await ports.store.sweep(place);
    const now = ports.now();
    const isGoingOn = before && before.ended === undefined && now - before.savedAt < ABANDONED;
    if (!isGoingOn) {
      const isAbandoned = before && before.ended === undefined;
      await ports.store.saveSweep(begun(place, isAbandoned ? interrupted(before) : before, ports));
    }
    // Its first message may not have been sent: this message is then a repetition.
    else if (before.savedAt !== before.began)
      if (before.again) return false;
      else {
        await ports.store.saveSweep({ ...before, version: before.version + 1, savedAt: now, again: true });
        return false;
      }
    return true;
  });
  // Each task is a message of its own, so that a failure does not delay the others.
  if (isNew) await ports.continueWith(task);
}

/**
 * Judges page by page until time runs out, and then sends the task again. The table has how far it is: where a message
 * is delivered twice, one process goes on and the other stops at its next write.
 */
async function goOn(task: SweepTask, ports: SweepPorts): Promise<Swept> {
  const place = placeOf(task, ports);
  const { kind } = task;
  const memory: SweepMemory = {};
  for (let first = true; ; first = false) {
    const sweep = await ports.store.sweep(place);
    if (!sweep) return { kind };
    if (sweep.ended !== undefined) {
      if (!sweep.again) return { kind };
      await ports.store.saveSweep(begun(place, sweep, ports));
      continue;
    }
    if (!first && !ports.hasTime()) {
      await ports.continueWith(task);
      return { kind };
    }
    const { after, waitSeconds } = await stepOf(sweep, ports, memory);
    if (after.ended !== undefined && !after.isDenied) await recordReadableKind(place, ports);
    const saved = await save(sweep, after, ports);
    if (!saved) return { kind };
    if (after.ended !== undefined && after.last) {
      if (saved.again) await ports.continueWith(task);
      return { kind, ended: after.last };
    }
    if (waitSeconds !== undefined) {
      await ports.continueWith(task, waitSeconds);
      return { kind };
    }
  }
}

/** `undefined`: another process has gone on with the sweep. A request for a further sweep is kept. */
async function save(before: Sweep, after: Sweep, { store }: SweepPorts): Promise<Sweep | undefined> {
  for (let now = before; ; ) {
    const next: Sweep = { ...after, version: now.version + 1, ...(now.again ? { again: now.again } : {}) };
    try {
      await store.saveSweep(next);
      return next;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      await sleep(1);
      const current = await store.sweep(before);
      if (!current || !isDeepStrictEqual(positionOf(current), positionOf(before))) return undefined;
      now = current;
    }
  }
}

function positionOf({ version: _version, savedAt: _savedAt, again: _again, ...position }: Sweep): object {
  return position;
}

/** The kind can be listed and read, so that an earlier finding that none of it can be is over. */
async function recordReadableKind(place: Omit<Ref, 'id'>, ports: SweepPorts): Promise<void> {
  const settings = await ports.settingsByKind.of(place.kind);
  await recordReadable({ ...place, id: EVERY }, { ...ports, settings });
}
