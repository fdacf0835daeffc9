import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { exemptionFor } from '../config/exemptions.ts';
import { compareEvents, type TrailEvent } from '../core/event.ts';
import { failureOf, isPassing } from '../core/failure.ts';
import type { Exemption, Finding } from '../core/finding.ts';
import { freeze, sameFrozen } from '../core/freeze.ts';
import { GONE } from '../core/kind.ts';
import type { Ref } from '../core/ref.ts';
import { Conflict, type Entry, type Stored, type Writes } from '../store/store.ts';
import { conclusion, type Observation, type Opinion, opinions } from './assess.ts';
import type { Names } from './following.ts';
import type { Ports } from './ports.ts';
import { proposedAnew } from './propose.ts';
import { storedAfter } from './record.ts';
import { isJudged, switchedOff } from './switched-off.ts';
import { taggedExemption } from './tag-exemption.ts';

/** Others may write at the same time; each time, the resource is read again. */
const ATTEMPTS = 10;

export interface Looked {
  /** What is stored after the look. */
  readonly stored: Stored;
  readonly observation: Observation;
  readonly opinions: readonly Opinion[];
  readonly entries: readonly Entry[];
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
): Promise<Looked> {
  let looked = await lookUntilWritten(ref, inOrder(events), ports, names);
  const { entries } = looked;
  // A newer look that found nothing new has written nothing, and so could not make ours fail.
  for (let again = 1; again <= LOOKS_AGAIN && looked.entries.length > 0; again += 1) {
    if (await isAsStored(looked.stored, ports)) break;
    looked = await lookUntilWritten(ref, [], ports, new Map());
    entries.push(...looked.entries);
  }
  return { ...looked, entries };
}

/** News is rare, and news of news the more so. */
const LOOKS_AGAIN = 3;

async function isAsStored({ ref, state, salt = '' }: Stored, ports: Ports): Promise<boolean> {
  const now = isJudged(ref, ports.settings) ? await ports.read(ref) : GONE;
  return sameFrozen(now === GONE ? null : freeze(now, salt), state);
}

async function lookUntilWritten(...given: Parameters<typeof look>): Promise<Looked & { entries: Entry[] }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const looked = await look(...given);
      return { ...looked, entries: [...looked.entries] };
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

async function look(ref: Ref, events: readonly TrailEvent[], ports: Ports, names: Names): Promise<Looked> {
  // What is stored is read first: whoever writes from then on makes our write fail, so that the newer look wins.
  const stored = await ports.store.resource(ref);
  const state = isJudged(ref, ports.settings) ? await ports.read(ref) : GONE;
  const seen = ports.now();
  const observation: Observation = { state, seen, events, names };
  const salt = stored.salt ?? randomBytes(16).toString('hex');
  const judged = await opinions(ref, stored, observation, ports.settings, salt);
  for (const { judgement, setting } of judged) {
    if (judgement.unknown) ports.onUnknown?.(setting.rule.id as string, judgement.unknown.unknown);
  }
  const accepted = await exemptions(judged, seen, ports);
  const concluded = [
    ...judged.flatMap((opinion) => {
      const found = conclusion(opinion, seen, accepted.get(opinion));
      return found ? [proposedAnew(found, seen)] : [];
    }),
    ...switchedOff(stored, ports.settings, seen),
  ];
  const frozen = state === GONE ? null : freeze(state, salt);
  const changed = !sameFrozen(frozen, stored.state);
  // A resource that was never known and is gone leaves no trace.
  const worthKeeping = changed && !(frozen === null && stored.version === 0);
  if (concluded.length === 0 && !worthKeeping) return { stored, observation, opinions: judged, entries: [] };
  const writes: Writes = {
    resource: { state: frozen, salt, seenAt: seen },
    findings: concluded.map(({ held }) => held),
    entries: concluded.flatMap(({ entries }) => entries),
  };
  await ports.store.save(stored, writes);
  ports.onRecorded?.(writes.entries);
  return { stored: storedAfter(stored, writes), observation, opinions: judged, entries: writes.entries };
}

/** What the settings and the resource's own tags accept; tags are asked for only where something is wrong. */
async function exemptions(
  judged: readonly Opinion[],
  now: number,
  ports: Asked,
): Promise<ReadonlyMap<Opinion, Exemption>> {
  const accepted = new Map<Opinion, Exemption>();
  let tags: ReturnType<Ports['tagsOf']> | undefined;
  const tagsOf: Ports['tagsOf'] = (resource) => (tags ??= ports.tagsOf(resource));
  for (const opinion of judged) {
    const { subject, judgement, proofs } = opinion;
    if (judgement.violations.length === 0 && !proofs.some((proof) => proof.judgement.violations.length > 0)) continue;
    const exemption = await exemptionOf(subject.rule, subject.resource, now, { ...ports, tagsOf });
    if (exemption) accepted.set(opinion, exemption);
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
