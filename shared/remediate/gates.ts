import type { RemediationMode, RuleSetting, Settings } from '../config/settings.ts';
import { causesOf, isUnseen } from '../core/cause.ts';
import { activeExemptions } from '../core/exemption.ts';
import type { Cause, Exemption, Plan, RemediationStop } from '../core/finding.ts';
import { fingerprintOf, type RemainingViolation } from '../core/plan.ts';
import { acceptorOf, without } from '../evaluate/partial-plan.ts';
import { isOwnChange, isTrustedDeployer } from '../evaluate/who.ts';
import type { Pause, RateLimit, StoredFinding } from '../store/store.ts';
import { consume } from './rate-limit.ts';

/** All that decides whether Plumbline may act, as it is at the moment of acting. */
export interface Facts {
  readonly now: number;
  readonly settings: Pick<Settings, 'trustedDeployers' | 'limits'>;
  readonly setting: RuleSetting;
  /** The most that the deployment allows. */
  readonly deployed: RemediationMode;
  readonly ownRole: string;
  readonly pause: Pause | undefined;
  /** The finding as it is stored now. */
  readonly storedFinding: StoredFinding;
  /** All findings of its resource, this one included. */
  readonly beside: readonly StoredFinding[];
  /** By the settings or a tag, asked for now. */
  readonly exemption: Exemption | undefined;
  readonly rateLimit: RateLimit | undefined;
  /** Made of the state as it is now. */
  readonly plan: Plan;
  /** What the plan leaves as it is. */
  readonly remaining: readonly RemainingViolation[];
  /** What a person approved, and who. */
  readonly approved: { readonly by: string; readonly plan: Plan } | undefined;
}

/**
 * `leave`: nothing is to be done; `ask`: a person has to say yes. With the reason, a full sentence. `stop`: a
 * person is asked because remediation was stopped, and not in the ordinary course of things.
 */
export type Objection = { readonly leave: string } | { readonly ask: string; readonly stop?: RemediationStop };

/** `wait`: it is too early to say; so many seconds. */
export type Verdict = Objection | { readonly wait: number };

type Gate = (facts: Facts) => Verdict | undefined;

/** In the order of the design. The first that objects decides. */
const GATES: readonly Gate[] = [killSwitch, exempt, early, actor, part, mode, rate, flapping, samePlan];

/** What still counts once a run has begun: it has been counted, and looks at the state by itself. */
const GATES_MIDWAY = [killSwitch, accepted, actor, part, mode] as const;

type Midway = Omit<Facts, 'rateLimit' | 'beside'>;

/** Why nothing may be done now, or not without a person; `undefined`: go ahead. */
export function objection(facts: Facts): Verdict | undefined {
  return firstOf(GATES, facts);
}

/** Why a run that has begun may not go on. */
export function objectionMidway(facts: Midway): Objection | undefined {
  return firstOf(GATES_MIDWAY, facts);
}

function firstOf<T, V>(gates: readonly ((facts: T) => V | undefined)[], facts: T): V | undefined {
  for (const gate of gates) {
    const verdict = gate(facts);
    if (verdict) return verdict;
  }
  return undefined;
}

function killSwitch({ pause }: Pick<Facts, 'pause'>): Objection | undefined {
  return pause && { ask: `Remediation is paused by ${pause.by}: ${pause.reason}`, stop: 'paused' };
}

function exempt(facts: Facts): Objection | undefined {
  const { status } = facts.storedFinding.finding;
  return status === 'resolved' ? { leave: 'The finding is resolved.' } : accepted(facts);
}

function accepted({
  storedFinding: { finding },
  exemption,
}: Pick<Facts, 'storedFinding' | 'exemption'>): Objection | undefined {
  const by = exemption ?? (finding.status === 'exempt' ? finding.exemption : undefined);
  return by && { leave: `It is accepted by ${by.owner}.` };
}

/** A part that is accepted, where the plan does not leave it. */
function part({ storedFinding: { finding }, approved, remaining, now }: Midway): Objection | undefined {
  if (approved) return undefined;
  const own = activeExemptions(finding, now);
  const [by] = without(finding, remaining).violations.flatMap(({ path }) => acceptorOf(own, path) ?? []);
  return by && { ask: `A part of it is accepted by ${by.owner}, which the plan would take back too.` };
}

/** Who brought what is to be put right: neither what the plan leaves nor what is accepted. */
function causesIn({
  storedFinding: { finding },
  remaining,
  now,
}: Pick<Facts, 'storedFinding' | 'remaining' | 'now'>): readonly Cause[] {
  const own = activeExemptions(finding, now);
  const rest = without(finding, remaining);
  return causesOf({ ...rest, violations: rest.violations.filter(({ path }) => !acceptorOf(own, path)) });
}

/** Where deployers are trusted, the event that says who it was may still be on its way. */
function early(facts: Facts): Verdict | undefined {
  const { settings, setting, approved, now } = facts;
  if (approved || setting.revertTrustedDeployers || settings.trustedDeployers.length === 0) return undefined;
  const unseen = causesIn(facts).filter(isUnseen);
  const wait = Math.max(0, ...unseen.map(({ occurredAt }) => occurredAt + UNTIL_SEEN - now));
  return wait > 0 ? { wait: Math.ceil(wait / 1000) } : undefined;
}

/** Milliseconds. */
const UNTIL_SEEN = 5 * 60 * 1000;

/** Whoever brought what is to be put right counts, not who brought the first of it. */
function actor(facts: Midway): Objection | undefined {
  const { storedFinding, settings, setting, ownRole, approved } = facts;
  const { account } = storedFinding.finding.resource;
  const causes = causesIn(facts);
  const others = causes.filter(({ actor: who }) => !isOwnChange(who, ownRole, account));
  if (causes.length > 0 && others.length === 0) return { leave: 'It is a change of Plumbline itself.' };
  if (approved || setting.revertTrustedDeployers) return undefined;
  const trusted = others.filter(({ actor: who }) => isTrustedDeployer(who, settings.trustedDeployers, account));
  const [deployer] = trusted;
  if (!deployer) return undefined;
  const { name } = deployer.actor;
  return trusted.length === others.length
    ? { leave: `${name} is a trusted deployer, whose changes are reported only.` }
    : { ask: `A part of it is a change of ${name}, a trusted deployer, which the plan would take back too.` };
}

function mode({ setting, deployed, storedFinding, plan, approved }: Midway): Objection | undefined {
  const allowed = allowedMode(deployed, setting, storedFinding.finding.resource.account);
  if (allowed === 'off') return { leave: 'Remediation of this rule is off.' };
  if (plan.mode === 'manual') return { leave: 'There is nothing that Plumbline can do about it by itself.' };
  if (approved || (allowed === 'auto' && plan.mode === 'auto')) return undefined;
  return { ask: allowed === 'approve' ? 'It is set to wait for an approval.' : 'The rule wants this plan approved.' };
}

/** Each can only narrow the one before. */
export function allowedMode(
  deployed: RemediationMode,
  { remediation, remediationByAccount }: Pick<RuleSetting, 'remediation' | 'remediationByAccount'>,
  account: string,
): RemediationMode {
  const modes = [deployed, remediation, remediationByAccount[account] ?? 'auto'];
  return (['off', 'approve'] as const).find((each) => modes.includes(each)) ?? 'auto';
}

function rate({ approved, rateLimit, settings, now, storedFinding }: Facts): Objection | undefined {
  const { maxPerHour } = settings.limits;
  if (approved || consume(rateLimit, maxPerHour, now)) return undefined;
  return {
    ask: `${storedFinding.finding.rule} has put back ${maxPerHour} resources within an hour. Until somebody resets the limit, it asks.`,
    stop: 'limit',
  };
}

function flapping({ approved, beside, settings, now }: Facts): Objection | undefined {
  const { flapThreshold, flapWindowHours } = settings.limits;
  const tries = beside.map((storedFinding) => recentRemediations(storedFinding, flapWindowHours, now).length);
  // The first for each finding fights nobody: much may be wrong with a resource at once.
  const again = tries.reduce((sum, count) => sum + Math.max(0, count - 1), 0) + (tries.some(Boolean) ? 1 : 0);
  if (approved || again < flapThreshold) return undefined;
  return {
    ask: `It was put back ${again} times within ${flapWindowHours} hours, and something sets it again.`,
    stop: 'flapping',
  };
}

export function recentRemediations({ remediationTimes }: StoredFinding, hours: number, now: number): readonly number[] {
  return remediationTimes.filter((at) => at > now - hours * 60 * 60 * 1000);
}

export const ANOTHER_PLAN = 'The resource has changed since the approval, and the plan with it.';

function samePlan({ approved, plan }: Facts): Objection | undefined {
  if (!approved || fingerprintOf(approved.plan) === fingerprintOf(plan)) return undefined;
  return { ask: ANOTHER_PLAN };
}
