import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { compareEvents, type TrailEvent } from '../core/event.ts';
import { GONE, type Gone } from '../core/kind.ts';
import { usedBy } from '../core/neighbour.ts';
import type { Ref } from '../core/ref.ts';
import { freeze, sameFrozen } from '../core/state.ts';
import { retryOnConflict } from '../store/conflict.ts';
import { disputedAfter } from '../store/disputed.ts';
import type { Writes } from '../store/store.ts';
import { recordAfter, storedResource } from '../store/update-finding.ts';
import { conclude } from './conclude.ts';
import { type Evaluation, evaluate, type Observation } from './evaluate.ts';
import { exemptionsOf } from './exemptions.ts';
import { createNeighbourhood, type Neighbourhood, naming } from './neighbours.ts';
import type { ObservedResource, Ports } from './ports.ts';
import { isJudged, switchedOff } from './switched-off.ts';

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
  { names = new Map(), because }: Pick<Observation, 'names' | 'because'> = {},
): Promise<ObservedResource> {
  const observeOnce = (given: Given, neighbourhood: Neighbourhood) =>
    retryOnConflict(() => readAndRecord(ref, given, ports, neighbourhood), ATTEMPTS);
  let observed = await observeOnce(
    { events: inOrder(events), names, because },
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

type Given = Pick<Observation, 'events' | 'names' | 'because'>;

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

/** @throws {Conflict} where somebody has written since the record was read. */
async function readAndRecord(ref: Ref, given: Given, ports: Ports, neighbourhood: Neighbourhood): Promise<Recorded> {
  // The record is read first: a write of others from then on makes ours fail, so that the later read wins.
  const record = await ports.store.resource(ref);
  const state = isJudged(ref, ports.settings) ? await ports.read(ref) : GONE;
  const readAt = ports.now();
  const observation: Observation = { state, readAt, ...given };
  const salt = record.salt ?? randomBytes(16).toString('hex');
  const evaluations = await evaluate(ref, record, observation, ports.settings, salt, neighbourhood);
  for (const { judgement, setting } of evaluations) {
    if (judgement.unknown) ports.onUnknown?.(setting.rule.id, judgement.unknown.unknown);
  }
  const accepted = await exemptionsOf(evaluations, readAt, ports);
  const concluded = [
    ...evaluations.flatMap((evaluation) => conclude(evaluation, readAt, accepted.get(evaluation)) ?? []),
    ...switchedOff(record, ports.settings, readAt),
  ];
  const frozen = freeze(state, salt);
  // A resource that was never known and is gone leaves no trace.
  const isChanged = !sameFrozen(frozen, record.state) && !(frozen === null && record.version === 0);
  const {
    dependsOn: before = [],
    disputed: earlier,
    judgedBy: judgedBefore = [],
    undetermined: undeterminedBefore = [],
    ...kept
  } = storedResource(record);
  const disputed = disputedAfter(record, frozen);
  const dependsOn = [...new Set(evaluations.flatMap((evaluation) => evaluation.dependsOn))].sort();
  const isBesideOthers = !isDeepStrictEqual(dependsOn, before);
  const { judgedBy, undetermined } = judgedIn(evaluations, state);
  const isJudgedAnew =
    !isDeepStrictEqual(judgedBy, judgedBefore) || !isDeepStrictEqual(undetermined, undeterminedBefore);
  const observed = { observation, evaluations, isChanged };
  const isSettled = isDeepStrictEqual(disputed, earlier);
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
