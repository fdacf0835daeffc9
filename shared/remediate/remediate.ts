import { setTimeout as sleep } from 'node:timers/promises';
import type { RuleSetting } from '../config/settings.ts';
import { freeze } from '../core/freeze.ts';
import { noted } from '../core/lifecycle.ts';
import { byPlumbline } from '../evaluate/causes.ts';
import { exemptionOf, type Looked, observe } from '../evaluate/observe.ts';
import { without } from '../evaluate/partial-plan.ts';
import type { Outcome, RemediatePorts, Try } from '../evaluate/ports.ts';
import { record, storedAfter } from '../evaluate/record.ts';
import { Conflict, type Entry, type Held, type Run, type Stored, type Writes } from '../store/store.ts';
import { act, nameOf, resume } from './act.ts';
import { ask } from './ask.ts';
import { refuse } from './check.ts';
import { allowedMode, type Facts, objection, putBackLately } from './gates.ts';
import { AGAIN, begun } from './lease.ts';
import { take } from './rate-limit.ts';

const STARTS: ReadonlySet<string> = new Set(['opened', 'reopened', 'changed', 'approved']);
const ATTEMPTS = 5;

/**
 * The one way by which Plumbline puts anything right, whether by itself or approved. What is
 * known is gathered, the gates are asked in their order, and only then a run begins. Whatever cannot
 * be known is thrown, and nothing is done. Where somebody writes in between, all is asked anew.
 */
export async function remediate(entry: Entry, ports: RemediatePorts, attempt: Try = {}): Promise<Outcome> {
  const { transition, rule } = entry.transition;
  const setting = ports.settings.rules.find((each) => each.rule.id === rule);
  if (!STARTS.has(transition) || !setting?.rule.remediation) return 'left';
  const { resource, plan } = entry.finding;
  if (allowedMode(ports.deployed, setting, resource.account) === 'off' || plan.mode === 'manual') return 'left';
  for (let tries = 1; ; tries += 1) {
    try {
      const begun = await consider(entry, setting, ports, attempt);
      return typeof begun === 'string' ? begun : await act(begun.run, ports, attempt, begun.stored);
    } catch (error) {
      if (!(error instanceof Conflict) || tries === ATTEMPTS) {
        if (attempt.last) await announce(entry, error, ports).catch(() => undefined);
        throw error;
      }
      await sleep(Math.random() * 20 * tries);
    }
  }
}

/** Nobody comes back to it; a run that has begun says by itself how it ends. Where it cannot be told, an alarm remains. */
async function announce({ id, finding }: Entry, error: unknown, ports: RemediatePorts): Promise<void> {
  if (await ports.store.run(id)) return;
  const note = `Nothing was done about it: ${nameOf(error)}.`;
  const failed = (held: Held) => noted(held.finding, 'failed', byPlumbline(ports.now(), id), note);
  await record(
    finding.resource,
    finding.id,
    (held) => (held.finding.status === 'open' ? { held, advance: failed(held) } : undefined),
    ports,
  );
}

/** A run, and what is stored since. */
interface Begun {
  readonly run: Run;
  readonly stored: Stored;
}

/** A run that was begun for the entry and is ours, or why there is none. */
async function consider(
  entry: Entry,
  setting: RuleSetting,
  ports: RemediatePorts,
  attempt: Try,
): Promise<Begun | Outcome> {
  const { finding } = entry;
  const { rule, resource } = finding;
  const { transition, cause } = entry.transition;
  const { run: before, allowance, pause } = await ports.store.beforeRun(entry.id, rule, resource.account);
  if (before) return resume(before, ports, attempt);
  const approved = transition === 'approved' ? { by: cause.actor.name, plan: finding.plan } : undefined;
  if (!attempt.waited && !approved && setting.graceSeconds > 0) {
    await ports.later(entry.id, setting.graceSeconds, { waited: true });
    return 'waiting';
  }
  // The conditions first, the state last: what was put right meanwhile is not touched.
  const asking = askingOnce(ports);
  const exemption = await exemptionOf(rule, resource, ports.now(), { ...asking, onUnknown: refuse });
  const looked = await observe(resource, [], asking);
  const opinion = looked.opinions.find(({ subject }) => subject.id === finding.id);
  const held = looked.stored.findings.find((each) => each.finding.id === finding.id);
  // What was news to this look leads to an entry of its own.
  if (!opinion || !held || looked.entries.some((each) => each.finding.id === finding.id)) return 'left';
  if (opinion.judgement.violations.length === 0) return 'left';
  if (await isBusy(held, ports)) {
    await ports.later(entry.id, AGAIN, { waited: true });
    return 'waiting';
  }
  const facts: Facts = {
    now: ports.now(),
    settings: ports.settings,
    setting,
    deployed: ports.deployed,
    ownRole: ports.ownRole,
    pause,
    held,
    beside: looked.stored.findings,
    exemption,
    allowance,
    plan: opinion.judgement.plan,
    left: opinion.left,
    approved,
  };
  const verdict = objection(facts);
  if (verdict && 'wait' in verdict) {
    await ports.later(entry.id, verdict.wait, { waited: true });
    return 'waiting';
  }
  if (verdict) return 'ask' in verdict ? ask(entry, facts, verdict, ports) : 'left';
  return begin(entry.id, facts, looked, opinion.context.baseline, ports);
}

/** Tags are the same for a gate and for the look that follows it. */
function askingOnce(ports: RemediatePorts): RemediatePorts {
  let tags: ReturnType<RemediatePorts['tagsOf']> | undefined;
  return { ...ports, tagsOf: (resource) => (tags ??= ports.tagsOf(resource)) };
}

/** Whether another run acts on the finding. One that nobody has any more is carried on first. */
export async function isBusy({ acting }: Held, ports: RemediatePorts): Promise<boolean> {
  const other = acting === undefined ? undefined : await ports.store.run(acting);
  if (other?.status !== 'acting') return false;
  if (other.until <= ports.now()) await resume(other, ports);
  return true;
}

/**
 * In one transaction, made of what was looked at: whoever wrote since makes it fail, and so does the kill switch,
 * which counts at the moment of acting.
 */
async function begin(
  id: string,
  { held, plan, left, approved, allowance, settings: { limits }, now }: Facts,
  { stored, observation }: Looked,
  baseline: unknown,
  { store }: RemediatePorts,
): Promise<Begun> {
  const { finding } = held;
  const { kind, account, region, id: resource } = finding.resource;
  const frozen = (state: unknown) => freeze(state, stored.salt ?? '');
  const run = begun(
    {
      id,
      finding: finding.id,
      rule: finding.rule,
      ref: { kind, account, region, id: resource },
      purpose: 'remediate',
      status: 'acting',
      plan,
      violations: without(finding, left).violations.map(({ at }) => at),
      ...(left.length > 0 ? { left } : {}),
      before: frozen(observation.state),
      ...(baseline === undefined ? {} : { baseline: frozen(baseline) }),
      ...(approved ? { approvedBy: approved.by } : {}),
      done: 0,
      begun: 0,
      startedAt: now,
    },
    now,
  );
  const taken = take(allowance, limits.perHour, now);
  const { ref: _ref, version: _version, findings: _findings, ...kept } = stored;
  const writes: Writes = {
    resource: kept,
    findings: [{ ...held, acting: id, putBack: [...putBackLately(held, limits.contestHours, now), now] }],
    entries: [],
    run,
    ...(approved || !taken ? {} : { allowance: { before: allowance, taken } }),
  };
  await store.begin(stored, writes);
  return { run, stored: storedAfter(stored, writes) };
}
