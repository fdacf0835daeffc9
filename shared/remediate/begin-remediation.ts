import { byPlumbline } from '../core/cause.ts';
import type { FindingEvent, Plan } from '../core/finding.ts';
import { noted } from '../core/remediation-events.ts';
import type { ObservedResource } from '../evaluate/ports.ts';
import type { Writes } from '../store/store.ts';
import { recordAfter, storedResource, updateFinding } from '../store/update-finding.ts';
import { declined } from './approval.ts';
import { consume, type Facts } from './gates.ts';
import type { Job } from './job.ts';
import { begun } from './lease.ts';
import type { RemediatePorts } from './ports.ts';
import { nameOf } from './steps.ts';

/** Everything that the write is made of. */
export interface Permit {
  readonly id: string;
  readonly facts: Facts;
  readonly observed: ObservedResource;
  /** The paths of what the plan fixes. */
  readonly fixed: readonly string[];
  /** The state that the rule last had no objection to, frozen. */
  readonly baseline: object | undefined;
  /** The undo of the plan, completed. */
  readonly undo: Plan['undo'];
}

/**
 * Writes resource, run and rate limit in one transaction, and the finding where it has waited until now.
 * @throws {Conflict} where somebody has written since the resource was read, or remediation was paused.
 */
export async function beginRemediation(
  { id, facts, observed, fixed, baseline, undo }: Permit,
  ports: RemediatePorts,
): Promise<Job> {
  const { storedFinding, plan, remaining, approved, isReleased, rateLimit, now, settings } = facts;
  const { waiting, ...held } = storedFinding;
  const { limits } = settings;
  const { finding } = storedFinding;
  const { kind, account, region, id: resource } = finding.resource;
  const written = storedResource(observed.record);
  const run = begun(
    {
      id,
      finding: finding.id,
      rule: finding.rule,
      ref: { kind, account, region, id: resource },
      purpose: 'remediate',
      status: 'acting',
      plan: { ...plan, undo },
      violations: fixed,
      ...(remaining.length > 0 ? { remaining } : {}),
      before: written.state ?? null,
      ...(baseline === undefined ? {} : { baseline }),
      ...(storedFinding.lastRun === undefined ? {} : { previousRun: storedFinding.lastRun }),
      ...(approved ? { approvedBy: approved.by } : {}),
      completedSteps: 0,
      startedStep: 0,
      startedAt: now,
    },
    now,
  );
  const counted = consume(rateLimit, limits.maxPerHour, now);
  const writes: Writes = {
    resource: { ...written, activeRun: id },
    findings: waiting === undefined ? [] : [held],
    events: [],
    run,
    ...(approved || isReleased || !counted ? {} : { rateLimit: { before: rateLimit, after: counted } }),
  };
  await ports.store.begin(observed.record, writes);
  return { run, fresh: recordAfter(observed.record, writes), unsure: false };
}

/** Says that a remediation was given up before it began. A run that has begun says by itself how it ends. */
export async function announceNotBegun(event: FindingEvent, error: unknown, ports: RemediatePorts): Promise<void> {
  const { id, type, finding } = event;
  if (await ports.store.run(id)) return;
  if (type === 'approved') {
    await declined(event, `It could not be begun: ${nameOf(error)}.`, ports);
    return;
  }
  const note = `Plumbline did nothing about it: ${nameOf(error)}.`;
  await updateFinding(
    finding.resource,
    finding.id,
    (storedFinding) =>
      storedFinding.finding.status === 'open'
        ? { storedFinding, advance: noted(storedFinding.finding, 'failed', byPlumbline(ports.now(), id), note) }
        : undefined,
    ports,
  );
}
