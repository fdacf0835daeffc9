import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { bothOf } from '../core/at-once.ts';
import { compareEvents, type TrailEvent } from '../core/event.ts';
import { begins, GONE, type Gone } from '../core/kind.ts';
import { usedBy } from '../core/neighbour.ts';
import type { Ref } from '../core/ref.ts';
import { freeze, sameFrozen } from '../core/state.ts';
import { retryOnConflict } from '../store/conflict.ts';
import { disputedAfter } from '../store/disputed.ts';
import type { ResourceRecord, Writes } from '../store/store.ts';
import { recordAfter, storedResource } from '../store/update-finding.ts';
import { conclude } from './conclude.ts';
import { findingOfRun } from './ended-by-run.ts';
import { type Evaluation, evaluate, type Observation } from './evaluate.ts';
import { exemptionsOf } from './exemptions.ts';
import { createNeighbourhood, type Neighbourhood, naming } from './neighbours.ts';
import { overwrittenIn, withOverwritten } from './overwritten.ts';
import type { ObservedResource, Ports } from './ports.ts';
import { type Shown, stillGood } from './shown.ts';
import { isJudged, switchedOff } from './switched-off.ts';
import { apart, taggedAfter } from './tagged.ts';
import { readableAgain } from './unreadable.ts';

/** Attempts where others write to the same resource; each reads it again. */
const ATTEMPTS = 10;

/** Further reads after a write. Few writes are followed by another change. */
const FURTHER_READS = 3;

/**
 * Reads a resource, lets every rule of its kind judge it, and records what is new.
 * @throws what the read or the store throws: what could not be checked is never compliant.
 */
export async function observe(
  ref: Ref,
  events: readonly TrailEvent[],
  ports: Ports,
  { names = new Map(), because, shown }: Pick<Given, 'names' | 'because' | 'shown'> = {},
): Promise<ObservedResource> {
  const observeOnce = (given: Given, neighbourhood: Neighbourhood) =>
    retryOnConflict(() => readAndRecord(ref, given, ports, neighbourhood), ATTEMPTS);
  let observed = await observeOnce(
    { events: inOrder(events), names, because, shown },
    ports.neighbourhood ?? createNeighbourhood(ports),
  );
  const recorded = [...observed.events];
  let { isChanged } = observed;
  // A process that read later and found nothing new wrote nothing, so our write did not conflict with it. The dependents
  // of a neighbour that changed were listed before ours was written, or will be listed after.
  for (let read = 1; read <= FURTHER_READS && observed.isToConfirm; read += 1) {
    const neighbourhood = createNeighbourhood(ports);
    if (await isAsStored(observed, ports, neighbourhood)) break;
    observed = await observeOnce({ events: [], names: new Map(), because }, neighbourhood);
    recorded.push(...observed.events);
    isChanged ||= observed.isChanged;
  }
  return { ...observed, events: recorded, isChanged };
}

interface Given extends Pick<Observation, 'events' | 'names' | 'because'> {
  /** What a listing has shown of the resource. */
  readonly shown?: Shown | undefined;
}

interface Recorded extends ObservedResource {
  /** Something was written that a change at the same time can have made wrong. */
  readonly isToConfirm: boolean;
}

/** Whether the resource is still as it was stored, and its neighbours as they were judged. */
async function isAsStored(observed: Recorded, ports: Ports, now: Neighbourhood): Promise<boolean> {
  const { record, evaluations, observation } = observed;
  const { ref, state: stored, salt = '' } = record;
  // Where nothing but a dependency was written, only the neighbours can have been missed.
  const isToRead = observed.events.length > 0 && isJudged(ref, ports.settings);
  const state = isToRead ? await ports.read(ref) : observation.state;
  if (!sameFrozen(freeze(state, salt), stored)) return false;
  if (state === GONE) return true;
  const beside = evaluations.filter(({ dependsOn }) => dependsOn.length > 0);
  const same = beside.map(async ({ setting: { rule }, context }) =>
    isDeepStrictEqual(await now.of(usedBy(rule), ref, naming([state], context.baseline)), context.neighbours),
  );
  return (await Promise.all(same)).every(Boolean);
}

/** When the resource was last gone or created, where a remediation of it could still be undone. */
function livesSinceIn(
  { findings, livesSince, state: before }: ResourceRecord,
  { state, readAt, events }: Observation,
  evaluations: readonly Evaluation[],
): number | undefined {
  const kind = evaluations[0]?.setting.rule.kind;
  if (!kind || !findings.some(({ lastRun }) => lastRun !== undefined)) return livesSince;
  const created = events.filter((event) => begins(kind, event)).map(({ time }) => time);
  const gone = state === GONE && before !== null ? [readAt] : [];
  const times = [...created, ...gone, ...(livesSince === undefined ? [] : [livesSince])];
  return times.length > 0 ? Math.max(...times) : undefined;
}

/** The rules that have judged a state, and those that could not judge all of it. What is gone counts where that is wrong. */
function judgedIn(
  evaluations: readonly Evaluation[],
  state: object | Gone,
): Record<'judgedBy' | 'undetermined', readonly string[]> {
  const isCounted = ({ judgement }: Evaluation) => state !== GONE || judgement.violations.length > 0;
  const judged = evaluations.filter(isCounted);
  const idsOf = (some: readonly Evaluation[]) => some.map(({ setting }) => setting.rule.id).sort();
  return { judgedBy: idsOf(judged), undetermined: idsOf(judged.filter(({ judgement }) => judgement.unknown)) };
}

/** In order of time, each once. */
function inOrder(events: readonly TrailEvent[]): readonly TrailEvent[] {
  return [...new Map(events.map((event) => [event.eventID, event])).values()].sort(compareEvents);
}

/**
 * The clocks of two processes differ by less, and a read takes less. What was stored so shortly before a look may come
 * from a read after that of the look. Milliseconds.
 */
const RECENT = 5_000;

interface Look {
  readonly record: ResourceRecord;
  readonly state: object | Gone;
  readonly readAt: number;
  /** Left out where they did not come with the state. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Asks the table and AWS at once. A write of others after the record was read makes ours fail, so that the later read
 * wins. Where somebody may have stored a later read before the record was read, AWS is asked again.
 */
async function look(ref: Ref, ports: Ports): Promise<Look> {
  const began = ports.now();
  const [record, first] = await bothOf(ports.store.resource(ref), readState(ref, ports));
  return { record, ...(mayBeOutdated(first.state, began, record) ? await readState(ref, ports) : first) };
}

/** What a listing has shown, if it is still good. The record is read first, as before any other read. */
async function lookAtShown(ref: Ref, shown: Shown, ports: Ports): Promise<Look> {
  const record = await ports.store.resource(ref);
  const good = isJudged(ref, ports.settings) ? stillGood(shown, record) : undefined;
  return { record, ...(good ? { state: good.state, readAt: good.at } : await readState(ref, ports)) };
}

/** @param began When AWS was asked for the state. */
function mayBeOutdated(state: object | Gone, began: number, record: ResourceRecord): boolean {
  if (record.version === 0) return false;
  const { disputed, activeRun, readAt = began, salt = '' } = record;
  // While a run acts, and right after one that failed, what counts is a state that was read then.
  if (activeRun !== undefined || (disputed && disputed.left === undefined)) return true;
  return readAt > began - RECENT && !sameFrozen(freeze(state, salt), record.state);
}

async function readState(ref: Ref, ports: Ports): Promise<Omit<Look, 'record'>> {
  let tags: Look['tags'];
  const state = isJudged(ref, ports.settings)
    ? await ports.read(ref, (found) => {
        tags = found;
      })
    : GONE;
  return { state, readAt: ports.now(), ...(tags ? { tags } : {}) };
}

/** @throws {Conflict} where somebody has written since the record was read. */
async function readAndRecord(
  ref: Ref,
  { shown, ...given }: Given,
  ports: Ports,
  neighbourhood: Neighbourhood,
): Promise<Recorded> {
  const { record, state, readAt, tags } = await (shown ? lookAtShown(ref, shown, ports) : look(ref, ports));
  const kind = ports.settings.rules.find(({ rule }) => rule.kind.name === ref.kind)?.rule.kind;
  const { tagging, events } = apart(kind, given.events);
  const taggedBy = state === GONE ? undefined : taggedAfter(record.taggedBy, tagging, ports.settings);
  const observation: Observation = { state, readAt, ...given, events };
  const { ownRole } = ports;
  const salt = record.salt ?? randomBytes(16).toString('hex');
  const evaluations = await evaluate(ref, record, observation, { ...ports.settings, ownRole }, salt, neighbourhood);
  for (const { judgement, setting } of evaluations) {
    if (judgement.unknown) ports.onUnknown?.(setting.rule.id, judgement.unknown.unknown);
  }
  const tagged = tags ? { ...ports, tagsOf: async () => tags } : ports;
  const accepted = await exemptionsOf(evaluations, readAt, tagged, taggedBy);
  const frozen = freeze(state, salt);
  const { overwritten, wrote, suspected } = await overwrittenIn(record, observation, frozen, salt, ports);
  const { remindDays } = ports.settings.limits;
  const acting = await findingOfRun(record, evaluations, readAt, ports);
  const judged = [
    ...evaluations.flatMap(
      (evaluation) => conclude(evaluation, readAt, { exemption: accepted.get(evaluation), remindDays, acting }) ?? [],
    ),
    ...switchedOff(record, ports.settings, readAt),
    ...readableAgain(record, readAt),
  ];
  const concluded = withOverwritten(judged, overwritten, record, readAt);
  // A resource that was never known and is gone leaves no trace.
  const isChanged = !sameFrozen(frozen, record.state) && !(frozen === null && record.version === 0);
  const {
    dependsOn: before = [],
    disputed: earlier,
    livesSince: since,
    taggedBy: taggedBefore,
    wrote: wroteBefore = [],
    suspected: suspectedBefore = [],
    judgedBy: judgedBefore = [],
    undetermined: undeterminedBefore = [],
    ...kept
  } = storedResource(record);
  const disputed = disputedAfter(record, frozen);
  const livesSince = livesSinceIn(record, observation, evaluations);
  const dependsOn = [...new Set(evaluations.flatMap((evaluation) => evaluation.dependsOn))].sort();
  const isBesideOthers = !isDeepStrictEqual(dependsOn, before);
  const { judgedBy, undetermined } = judgedIn(evaluations, state);
  const isJudgedAnew =
    !isDeepStrictEqual(judgedBy, judgedBefore) || !isDeepStrictEqual(undetermined, undeterminedBefore);
  const observed = { observation, evaluations, isChanged };
  const isCompared = isDeepStrictEqual(wrote, wroteBefore) && isDeepStrictEqual(suspected, suspectedBefore);
  const isSettled =
    isDeepStrictEqual([disputed, taggedBy], [earlier, taggedBefore]) && livesSince === since && isCompared;
  if (concluded.length === 0 && !isChanged && !isBesideOthers && !isJudgedAnew && isSettled)
    return { ...observed, record, events: [], isToConfirm: false };
  const writes: Writes = {
    resource: {
      ...kept,
      state: frozen,
      salt,
      readAt,
      ...(dependsOn.length > 0 ? { dependsOn } : {}),
      ...(judgedBy.length > 0 ? { judgedBy } : {}),
      ...(undetermined.length > 0 ? { undetermined } : {}),
      ...(disputed ? { disputed } : {}),
      ...(livesSince === undefined ? {} : { livesSince }),
      ...(taggedBy ? { taggedBy } : {}),
      ...(wrote.length > 0 ? { wrote } : {}),
      ...(suspected.length > 0 ? { suspected } : {}),
    },
    findings: concluded.map(({ storedFinding }) => storedFinding),
    events: concluded.flatMap((each) => each.events),
  };
  await ports.store.save(record, writes);
  ports.onRecorded?.(writes.events);
  return {
    ...observed,
    record: recordAfter(record, writes),
    events: writes.events,
    isToConfirm: writes.events.length > 0 || dependsOn.some((key) => !before.includes(key)),
  };
}
