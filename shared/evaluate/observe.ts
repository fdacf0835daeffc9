import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { exemptionFor } from '../config/exemptions.ts';
import { compareEvents, type TrailEvent } from '../core/event.ts';
import { failureOf, isPassing } from '../core/failure.ts';
import type { Exemption, Finding, FindingEvent } from '../core/finding.ts';
import { freeze, sameFrozen } from '../core/freeze.ts';
import { GONE } from '../core/kind.ts';
import type { Ref } from '../core/ref.ts';
import { Conflict, type ResourceRecord, type Writes } from '../store/store.ts';
import { conclusion, type Evaluation, evaluate, type Observation } from './assess.ts';
import type { Names } from './following.ts';
import type { Ports } from './ports.ts';
import { proposedAnew } from './propose.ts';
import { recordAfter } from './record.ts';
import { isJudged, switchedOff } from './switched-off.ts';
import { taggedExemption } from './tag-exemption.ts';

/** Others may write at the same time; each time, the resource is read again. */
const ATTEMPTS = 10;

export interface ObservedResource {
  /** What is stored after the look. */
  readonly record: ResourceRecord;
  readonly observation: Observation;
  readonly evaluations: readonly Evaluation[];
  readonly events: readonly FindingEvent[];
}

/**
 * Reads a resource, lets every rule of its kind judge it, and records what is news.
 * @throws whatever the read or the store throws: could not check is never compliant.
 */
export async function observe(
  ref: Ref,
  events: readonly TrailEvent[],
  ports: Ports,
  names: Names = new Map(),
): Promise<ObservedResource> {
  let observed = await lookUntilWritten(ref, inOrder(events), ports, names);
  const { events: entries } = observed;
  // A newer look that found nothing new has written nothing, and so could not make ours fail.
  for (let again = 1; again <= LOOKS_AGAIN && observed.events.length > 0; again += 1) {
    if (await isAsStored(observed.record, ports)) break;
    observed = await lookUntilWritten(ref, [], ports, new Map());
    entries.push(...observed.events);
  }
  return { ...observed, events: entries };
}

/** News is rare, and news of news the more so. */
const LOOKS_AGAIN = 3;

async function isAsStored({ ref, state, salt = '' }: ResourceRecord, ports: Ports): Promise<boolean> {
  const now = isJudged(ref, ports.settings) ? await ports.read(ref) : GONE;
  return sameFrozen(now === GONE ? null : freeze(now, salt), state);
}

async function lookUntilWritten(
  ...given: Parameters<typeof look>
): Promise<ObservedResource & { events: FindingEvent[] }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const observed = await look(...given);
      return { ...observed, events: [...observed.events] };
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === ATTEMPTS) throw error;
      await sleep(Math.random() * 20 * attempt);
    }
  }
}

/** In order of time, each once. */
function inOrder(events: readonly TrailEvent[]): readonly TrailEvent[] {
  return [...new Map(events.map((event) => [event.eventID, event])).values()].sort(compareEvents);
}

async function look(ref: Ref, events: readonly TrailEvent[], ports: Ports, names: Names): Promise<ObservedResource> {
  // What is stored is read first: whoever writes from then on makes our write fail, so that the newer look wins.
  const record = await ports.store.resource(ref);
  const state = isJudged(ref, ports.settings) ? await ports.read(ref) : GONE;
  const seen = ports.now();
  const observation: Observation = { state, readAt: seen, events, names };
  const salt = record.salt ?? randomBytes(16).toString('hex');
  const judged = await evaluate(ref, record, observation, ports.settings, salt);
  for (const { judgement, setting } of judged) {
    if (judgement.unknown) ports.onUnknown?.(setting.rule.id, judgement.unknown.unknown);
  }
  const accepted = await exemptions(judged, seen, ports);
  const concluded = [
    ...judged.flatMap((evaluation) => {
      const found = conclusion(evaluation, seen, accepted.get(evaluation));
      return found ? [proposedAnew(found, seen)] : [];
    }),
    ...switchedOff(record, ports.settings, seen),
  ];
  const frozen = state === GONE ? null : freeze(state, salt);
  const changed = !sameFrozen(frozen, record.state);
  // A resource that was never known and is gone leaves no trace.
  const worthKeeping = changed && !(frozen === null && record.version === 0);
  if (concluded.length === 0 && !worthKeeping) return { record, observation, evaluations: judged, events: [] };
  const writes: Writes = {
    resource: { state: frozen, salt, readAt: seen },
    findings: concluded.map(({ storedFinding }) => storedFinding),
    events: concluded.flatMap(({ events }) => events),
  };
  await ports.store.save(record, writes);
  ports.onRecorded?.(writes.events);
  return { record: recordAfter(record, writes), observation, evaluations: judged, events: writes.events };
}

/** What the settings and the resource's own tags accept; tags are asked for only where something is wrong. */
async function exemptions(
  judged: readonly Evaluation[],
  now: number,
  ports: Asked,
): Promise<ReadonlyMap<Evaluation, Exemption>> {
  const accepted = new Map<Evaluation, Exemption>();
  let tags: ReturnType<Ports['tagsOf']> | undefined;
  const tagsOf: Ports['tagsOf'] = (resource) => (tags ??= ports.tagsOf(resource));
  for (const evaluation of judged) {
    const { subject, judgement, proofs } = evaluation;
    if (judgement.violations.length === 0 && !proofs.some((proof) => proof.judgement.violations.length > 0)) continue;
    const exemption = await exemptionOf(subject.rule, subject.resource, now, { ...ports, tagsOf });
    if (exemption) accepted.set(evaluation, exemption);
  }
  return accepted;
}

type Asked = Pick<Ports, 'settings' | 'tagsOf' | 'onUnknown'>;

/** What the settings or the resource's own tags accept of a rule. */
export async function exemptionOf(
  rule: string,
  resource: Finding['resource'],
  now: number,
  { settings, tagsOf, onUnknown }: Asked,
): Promise<Exemption | undefined> {
  const { arn } = resource;
  const bySettings = exemptionFor(settings, rule, resource, now);
  if (bySettings || settings.exemptionTag === false || arn === undefined) return bySettings;
  try {
    return taggedExemption(settings.exemptionTag, rule, await tagsOf({ ...resource, arn }), now);
  } catch (error) {
    // What passes is tried again: to take it for "no tag" would tell of an exemption that ended.
    if (isPassing(failureOf(error))) throw error;
    // Better told than accepted by mistake.
    onUnknown?.(rule, `Its tags could not be read: ${error instanceof Error ? error.name : 'unknown'}.`);
    return undefined;
  }
}
