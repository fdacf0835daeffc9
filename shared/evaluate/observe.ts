import { randomBytes } from 'node:crypto';
import { compareEvents, type TrailEvent } from '../core/event.ts';
import { GONE } from '../core/kind.ts';
import type { Ref } from '../core/ref.ts';
import { freeze, sameFrozen } from '../core/state.ts';
import { retryOnConflict } from '../store/conflict.ts';
import type { ResourceRecord, Writes } from '../store/store.ts';
import { recordAfter } from '../store/update-finding.ts';
import { conclude } from './conclude.ts';
import { evaluate, type Observation } from './evaluate.ts';
import { exemptionsOf } from './exemptions.ts';
import type { NamesByEvent } from './follow-events.ts';
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
  names: NamesByEvent = new Map(),
): Promise<ObservedResource> {
  const observeOnce = (given: readonly TrailEvent[], namesOf: NamesByEvent) =>
    retryOnConflict(() => readAndRecord(ref, given, ports, namesOf), ATTEMPTS);
  let observed = await observeOnce(inOrder(events), names);
  const recorded = [...observed.events];
  // A process that read later and found nothing new wrote nothing, so our write did not conflict with it.
  for (let read = 1; read <= FURTHER_READS && observed.events.length > 0; read += 1) {
    if (await isAsStored(observed.record, ports)) break;
    observed = await observeOnce([], new Map());
    recorded.push(...observed.events);
  }
  return { ...observed, events: recorded };
}

async function isAsStored({ ref, state, salt = '' }: ResourceRecord, ports: Ports): Promise<boolean> {
  const now = isJudged(ref, ports.settings) ? await ports.read(ref) : GONE;
  return sameFrozen(freeze(now, salt), state);
}

/** In order of time, each once. */
function inOrder(events: readonly TrailEvent[]): readonly TrailEvent[] {
  return [...new Map(events.map((event) => [event.eventID, event])).values()].sort(compareEvents);
}

/** @throws {Conflict} where somebody has written since the record was read. */
async function readAndRecord(
  ref: Ref,
  events: readonly TrailEvent[],
  ports: Ports,
  names: NamesByEvent,
): Promise<ObservedResource> {
  // The record is read first: a write of others from then on makes ours fail, so that the later read wins.
  const record = await ports.store.resource(ref);
  const state = isJudged(ref, ports.settings) ? await ports.read(ref) : GONE;
  const readAt = ports.now();
  const observation: Observation = { state, readAt, events, names };
  const salt = record.salt ?? randomBytes(16).toString('hex');
  const evaluations = await evaluate(ref, record, observation, ports.settings, salt);
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
  const isNew = !sameFrozen(frozen, record.state) && !(frozen === null && record.version === 0);
  if (concluded.length === 0 && !isNew) return { record, observation, evaluations, events: [] };
  const writes: Writes = {
    resource: { state: frozen, salt, readAt },
    findings: concluded.map(({ storedFinding }) => storedFinding),
    events: concluded.flatMap((each) => each.events),
  };
  await ports.store.save(record, writes);
  ports.onRecorded?.(writes.events);
  return { record: recordAfter(record, writes), observation, evaluations, events: writes.events };
}
