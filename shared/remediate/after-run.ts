import type { Exemption } from '../core/finding.ts';
import type { Advance } from '../core/judgement.ts';
import { fingerprintOf } from '../core/plan.ts';
import type { Ports } from '../evaluate/ports.ts';
import type { ResourceRecord, Run, StoredFinding, Wrote } from '../store/store.ts';
import { recentRemediations } from './gates.ts';
import type { RemediatePorts } from './ports.ts';
import { reachOf } from './run.ts';

/* What is stored of a resource and its finding after a run, besides the outcome. */

/** A proposal stands as long as the finding has the plan that was proposed. */
export function withStandingProposal({ proposal, ...rest }: StoredFinding, { finding }: Advance): StoredFinding {
  const stands = finding?.status === 'open' && proposal?.startsWith(fingerprintOf(finding.plan));
  return proposal !== undefined && stands ? { ...rest, proposal } : rest;
}

/** The finding, whose last run can be undone where it has changed anything. */
export function undoable(storedFinding: StoredFinding, run: Run): StoredFinding {
  return reachOf(run) > 0 ? { ...storedFinding, lastRun: run.id } : storedFinding;
}

/** Accepts what an undo brings back, and nothing else. */
export function exemptionAfterUndo(
  { approvedBy = 'unknown', startedAt, violations }: Run,
  { undoDays }: Ports['settings']['limits'],
): Exemption {
  return {
    reason: 'Its remediation was undone.',
    owner: approvedBy,
    until: startedAt + undoDays * 24 * 60 * 60 * 1000,
    grantedBy: 'undo',
    covers: violations,
  };
}

/** CloudTrail delivers most events within minutes, and some much later. Milliseconds. */
const EVENTS_LATE = 24 * 60 * 60_000;
const MOST_WROTE = 5;

/** The latest runs that have changed a resource, with one that ends. */
export function wroteAfter({ wrote = [] }: Pick<ResourceRecord, 'wrote'>, run: Run): readonly Wrote[] {
  const { id, startedAt, actedAt, endedAt = startedAt, status } = run;
  const recent = wrote.filter(({ run: other, to }) => other !== id && to > endedAt - EVENTS_LATE);
  const steps = reachOf(run);
  if (steps === 0) return recent;
  const to = status === 'done' ? (actedAt ?? endedAt) : endedAt;
  return [...recent, { run: id, from: startedAt, to, steps }].slice(-MOST_WROTE);
}

/**
 * Counts the run for the limits of a resource that changes again and again. Nobody asks for it earlier, as a resource has
 * one run at a time. Earlier versions have counted it when it began.
 */
export function withTime(
  storedFinding: StoredFinding,
  { purpose, startedAt }: Run,
  now: number,
  { settings: { limits } }: RemediatePorts,
): StoredFinding {
  if (purpose !== 'remediate') return storedFinding;
  const times = recentRemediations(storedFinding, limits.flapWindowHours, now);
  return { ...storedFinding, remediationTimes: [...times.filter((each) => each !== startedAt), startedAt] };
}
