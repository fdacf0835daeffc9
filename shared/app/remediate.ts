import { noted } from '../core/lifecycle.ts';
import { Conflict, type Entry, type Run } from '../store/store.ts';
import { carryOn } from './act.ts';
import { take, tripped } from './allowance.ts';
import { byPlumbline } from './causes.ts';
import { freeze } from './freeze.ts';
import { allowedMode, type Facts, fingerprintOf, objection } from './gates.ts';
import { exemptionOf, observe } from './observe.ts';
import type { Outcome, RemediatePorts, Try } from './ports.ts';
import { record } from './record.ts';

const STARTS: ReadonlySet<string> = new Set(['opened', 'reopened', 'changed', 'approved']);

/**
 * The one way by which Plumbline puts anything right, whether by itself or approved. What is
 * known is gathered, the gates are asked in their order, and only then a run begins. Whatever cannot
 * be known is thrown, and nothing is done.
 */
export async function remediate(entry: Entry, ports: RemediatePorts, attempt: Try = {}): Promise<Outcome> {
  const { transition, cause, rule } = entry.transition;
  const setting = ports.settings.rules.find((each) => each.rule.id === rule);
  if (!STARTS.has(transition) || !setting?.rule.remediation) return 'left';
  const { resource, plan: planned } = entry.finding;
  if (allowedMode(ports.deployed, setting, resource.account) === 'off' || planned.mode === 'manual') return 'left';

  const begun = await ports.store.run(entry.id);
  if (begun) return begun.status === 'acting' ? carryOn(begun, ports, attempt) : 'left';
  const approved = transition === 'approved' ? { by: cause.actor.name, plan: planned } : undefined;
  if (!attempt.waited && !approved && setting.graceSeconds > 0) {
    await ports.later(entry.id, setting.graceSeconds, { waited: true });
    return 'waiting';
  }

  // The conditions first, the state last: what was put right meanwhile is not touched.
  const [allowance, exemption] = await Promise.all([
    ports.store.allowance(rule, resource.account),
    exemptionOf(rule, resource, ports.now(), { ...ports, onUnknown: refuse }),
  ]);
  const looked = await observe(resource, [], ports);
  const opinion = looked.opinions.find(({ subject }) => subject.id === entry.finding.id);
  const { stored } = looked;
  const held = stored.findings.find(({ finding }) => finding.id === entry.finding.id);
  // What was news to this look leads to an entry of its own.
  if (!opinion || !held || looked.entries.some(({ finding }) => finding.id === entry.finding.id)) return 'left';
  if (opinion.judgement.violations.length === 0) return 'left';
  const { plan } = opinion.judgement;
  const facts: Facts = {
    now: ports.now(),
    settings: ports.settings,
    setting,
    deployed: ports.deployed,
    ownRole: ports.ownRole,
    // Asked for last, so that it counts to the moment of acting.
    pause: await ports.store.paused(),
    held,
    exemption,
    allowance,
    plan,
    approved,
  };
  const verdict = objection(facts);
  if (verdict) return 'ask' in verdict ? ask(entry, facts, verdict.ask, ports) : 'left';

  const run: Run = {
    id: entry.id,
    finding: held.finding.id,
    rule,
    ref: { kind: resource.kind, account: resource.account, region: resource.region, id: resource.id },
    purpose: 'remediate',
    status: 'acting',
    plan,
    before: freeze(looked.observation.state, stored.salt ?? ''),
    ...(opinion.context.baseline === undefined
      ? {}
      : { baseline: freeze(opinion.context.baseline, stored.salt ?? '') }),
    ...(approved ? { approvedBy: approved.by } : {}),
    done: 0,
    begun: 0,
    startedAt: facts.now,
  };
  const taken = take(allowance, ports.settings.limits.perHour, facts.now);
  try {
    await ports.store.begin(run, approved || !taken ? undefined : { before: allowance, taken });
  } catch (error) {
    // Somebody else has begun this very run and carries on with it.
    if (error instanceof Conflict && (await ports.store.run(run.id))) return 'left';
    throw error;
  }
  return carryOn(run, ports, attempt);
}

/** A tag that cannot be read may be an exemption: then nothing is done. */
function refuse(_: string, why: string): never {
  throw new Error(why);
}

/** Asks people; once for each plan and reason. */
async function ask(entry: Entry, facts: Facts, why: string, ports: RemediatePorts): Promise<Outcome> {
  const { held, plan, allowance, now, settings, approved } = facts;
  if (!approved && !allowance?.tripped && !take(allowance, settings.limits.perHour, now)) {
    await ports.store.allow(held.finding.rule, held.finding.resource.account, tripped(allowance, now));
  }
  const asked = fingerprintOf(plan, why);
  const entries = await record(
    held.finding.resource,
    held.finding.id,
    (current) =>
      current.proposed === asked || current.finding.status !== 'open'
        ? undefined
        : {
            held: { ...current, proposed: asked },
            advance: noted({ ...current.finding, plan }, 'proposed', byPlumbline(now, entry.id), why),
          },
    ports,
  );
  return entries.length > 0 ? 'proposed' : 'left';
}
