import { setTimeout as sleep } from 'node:timers/promises';
import type { RuleSetting } from '../config/settings.ts';
import type { FindingEvent } from '../core/finding.ts';
import { freeze } from '../core/freeze.ts';
import { noted } from '../core/lifecycle.ts';
import { byPlumbline } from '../evaluate/causes.ts';
import { exemptionOf, type ObservedResource, observe } from '../evaluate/observe.ts';
import { without } from '../evaluate/partial-plan.ts';
import type { Outcome, RemediatePorts, Try } from '../evaluate/ports.ts';
import { recordAfter, updateFinding } from '../evaluate/record.ts';
import { Conflict, type ResourceRecord, type Run, type StoredFinding, type Writes } from '../store/store.ts';
import { act, nameOf, resume } from './act.ts';
import { ask } from './ask.ts';
import { refuse } from './check.ts';
import { allowedMode, type Facts, objection, recentRemediations } from './gates.ts';
import { begun, RETRY_SECONDS } from './lease.ts';
import { consume } from './rate-limit.ts';

const STARTS: ReadonlySet<string> = new Set(['opened', 'reopened', 'changed', 'approved']);
const ATTEMPTS = 5;

/**
 * The one way by which Plumbline puts anything right, whether by itself or approved. What is
 * known is gathered, the gates are asked in their order, and only then a run begins. Whatever cannot
 * be known is thrown, and nothing is done. Where somebody writes in between, all is asked anew.
 */
export async function remediate(event: FindingEvent, ports: RemediatePorts, attempt: Try = {}): Promise<Outcome> {
  const {
    type,
    finding: { rule },
  } = event;
  const setting = ports.settings.rules.find((each) => each.rule.id === rule);
  if (!STARTS.has(type) || !setting?.rule.remediation) return 'left';
  const { resource, plan } = event.finding;
  if (allowedMode(ports.deployed, setting, resource.account) === 'off' || plan.mode === 'manual') return 'left';
  for (let tries = 1; ; tries += 1) {
    try {
      const begun = await consider(event, setting, ports, attempt);
      return typeof begun === 'string' ? begun : await act(begun.run, ports, attempt, begun.stored);
    } catch (error) {
      if (!(error instanceof Conflict) || tries === ATTEMPTS) {
        if (attempt.last) await announce(event, error, ports).catch(() => undefined);
        throw error;
      }
      await sleep(Math.random() * 20 * tries);
    }
  }
}

/** Nobody comes back to it; a run that has begun says by itself how it ends. Where it cannot be told, an alarm remains. */
async function announce({ id, finding }: FindingEvent, error: unknown, ports: RemediatePorts): Promise<void> {
  if (await ports.store.run(id)) return;
  const note = `Nothing was done about it: ${nameOf(error)}.`;
  const failed = (storedFinding: StoredFinding) =>
    noted(storedFinding.finding, 'failed', byPlumbline(ports.now(), id), note);
  await updateFinding(
    finding.resource,
    finding.id,
    (storedFinding) =>
      storedFinding.finding.status === 'open' ? { storedFinding, advance: failed(storedFinding) } : undefined,
    ports,
  );
}

/** A run, and what is stored since. */
interface Begun {
  readonly run: Run;
  readonly stored: ResourceRecord;
}

/** A run that was begun for the entry and is ours, or why there is none. */
async function consider(
  event: FindingEvent,
  setting: RuleSetting,
  ports: RemediatePorts,
  attempt: Try,
): Promise<Begun | Outcome> {
  const { finding, type, cause } = event;
  const { rule, resource } = finding;
  const { run: before, rateLimit, pause } = await ports.store.beforeRun(event.id, rule, resource.account);
  if (before) return resume(before, ports, attempt);
  const approved = type === 'approved' ? { by: cause.actor.name, plan: finding.plan } : undefined;
  if (!attempt.waited && !approved && setting.graceSeconds > 0) {
    await ports.later(event.id, setting.graceSeconds, { waited: true });
    return 'waiting';
  }
  // The conditions first, the state last: what was put right meanwhile is not touched.
  const asking = askingOnce(ports);
  const exemption = await exemptionOf(rule, resource, ports.now(), { ...asking, onUnknown: refuse });
  const observed = await observe(resource, [], asking);
  const evaluation = observed.evaluations.find(({ subject }) => subject.id === finding.id);
  const storedFinding = observed.record.findings.find((each) => each.finding.id === finding.id);
  // What was news to this look leads to an entry of its own.
  if (!evaluation || !storedFinding || observed.events.some((each) => each.finding.id === finding.id)) return 'left';
  if (evaluation.judgement.violations.length === 0) return 'left';
  if (await isBusy(storedFinding, ports)) {
    await ports.later(event.id, RETRY_SECONDS, { waited: true });
    return 'waiting';
  }
  const facts: Facts = {
    now: ports.now(),
    settings: ports.settings,
    setting,
    deployed: ports.deployed,
    ownRole: ports.ownRole,
    pause,
    storedFinding,
    beside: observed.record.findings,
    exemption,
    rateLimit,
    plan: evaluation.judgement.plan,
    remaining: evaluation.remaining,
    approved,
  };
  const verdict = objection(facts);
  if (verdict && 'wait' in verdict) {
    await ports.later(event.id, verdict.wait, { waited: true });
    return 'waiting';
  }
  if (verdict) return 'ask' in verdict ? ask(event, facts, verdict, ports) : 'left';
  return begin(event.id, facts, observed, evaluation.context.baseline, ports);
}

/** Tags are the same for a gate and for the look that follows it. */
function askingOnce(ports: RemediatePorts): RemediatePorts {
  let tags: ReturnType<RemediatePorts['tagsOf']> | undefined;
  return { ...ports, tagsOf: (resource) => (tags ??= ports.tagsOf(resource)) };
}

/** Whether another run acts on the finding. One that nobody has any more is carried on first. */
export async function isBusy({ activeRun }: StoredFinding, ports: RemediatePorts): Promise<boolean> {
  const other = activeRun === undefined ? undefined : await ports.store.run(activeRun);
  if (other?.status !== 'acting') return false;
  if (other.leaseUntil <= ports.now()) await resume(other, ports);
  return true;
}

/**
 * In one transaction, made of what was looked at: whoever wrote since makes it fail, and so does the kill switch,
 * which counts at the moment of acting.
 */
async function begin(
  id: string,
  { storedFinding, plan, remaining, approved, rateLimit, settings: { limits }, now }: Facts,
  { record, observation }: ObservedResource,
  baseline: unknown,
  { store }: RemediatePorts,
): Promise<Begun> {
  const { finding } = storedFinding;
  const { kind, account, region, id: resource } = finding.resource;
  const frozen = (state: unknown) => freeze(state, record.salt ?? '');
  const run = begun(
    {
      id,
      finding: finding.id,
      rule: finding.rule,
      ref: { kind, account, region, id: resource },
      purpose: 'remediate',
      status: 'acting',
      plan,
      violations: without(finding, remaining).violations.map(({ path }) => path),
      ...(remaining.length > 0 ? { remaining } : {}),
      before: frozen(observation.state),
      ...(baseline === undefined ? {} : { baseline: frozen(baseline) }),
      ...(approved ? { approvedBy: approved.by } : {}),
      completedSteps: 0,
      startedStep: 0,
      startedAt: now,
    },
    now,
  );
  const taken = consume(rateLimit, limits.maxPerHour, now);
  const { ref: _ref, version: _version, findings: _findings, ...kept } = record;
  const writes: Writes = {
    resource: kept,
    findings: [
      {
        ...storedFinding,
        activeRun: id,
        remediationTimes: [...recentRemediations(storedFinding, limits.flapWindowHours, now), now],
      },
    ],
    events: [],
    run,
    ...(approved || !taken ? {} : { rateLimit: { before: rateLimit, after: taken } }),
  };
  await store.begin(record, writes);
  return { run, stored: recordAfter(record, writes) };
}
