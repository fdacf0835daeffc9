import { sparesExisting } from '../config/existing.ts';
import type { RemediationMode, RuleSetting, Settings } from '../config/settings.ts';
import type { Actor, Author } from '../core/actor.ts';
import { causesOf, hasAlwaysBeenSo, isUnseen } from '../core/cause.ts';
import { acceptedBy, acceptorOf, activeExemptions, ofTag } from '../core/exemption.ts';
import type { Cause, Exemption, Plan, RemediationStop } from '../core/finding.ts';
import { fingerprintOf, NEEDS_APPROVAL, type RemainingViolation, without } from '../core/plan.ts';
import type { Pause, RateLimit, StoredFinding } from '../store/store.ts';

/** Everything that decides whether Plumbline may act, read at the moment of acting. */
export interface Facts {
  readonly now: number;
  readonly settings: Pick<Settings, 'trustedDeployers' | 'limits'>;
  readonly setting: RuleSetting;
  /** The most that the deployment allows. */
  readonly deployed: RemediationMode;
  /** Who made a change to the resource. */
  authorOf(actor: Actor): Author;
  readonly pause: Pause | undefined;
  /** The stored finding. */
  readonly storedFinding: StoredFinding;
  /** All findings of its resource, this one included. */
  readonly beside: readonly StoredFinding[];
  /** Granted by the settings or a tag, read now. */
  readonly exemption: Exemption | undefined;
  readonly rateLimit: RateLimit | undefined;
  /** Made from the state that was read now. */
  readonly plan: Plan;
  /** What the plan leaves. */
  readonly remaining: readonly RemainingViolation[];
  /** The state that the rule last had no objection to, frozen; `undefined`: there is none. */
  readonly baseline: object | undefined;
  /** A person has ended what stopped this remediation; it is paced already. */
  readonly isReleased: boolean;
  /** What a person approved, and who. */
  readonly approved: { readonly by: string; readonly plan: Plan } | undefined;
}

/** What is known before a step of a run that has begun: the run was counted already. */
export type StepFacts = Omit<Facts, 'rateLimit' | 'beside' | 'baseline' | 'isReleased'>;

/**
 * `leave`: nothing is done. `ask`: a person has to agree. Each with the reason, a full sentence. `stop` is set where
 * remediation was stopped, so that the question is not the ordinary one.
 */
export type Objection = { readonly leave: string } | { readonly ask: string; readonly stop?: RemediationStop };

/** `wait`: it is too early to decide; the number of seconds to wait. */
export type Verdict = Objection | { readonly wait: number };

/** The first objection of some gates; `undefined`: nothing stands in the way. */
export function firstObjection<F, V>(gates: readonly ((facts: F) => V | undefined)[], facts: F): V | undefined {
  for (const gate of gates) {
    const verdict = gate(facts);
    if (verdict) return verdict;
  }
  return undefined;
}

/** The kill switch is not pressed. */
export function notPaused({ pause }: Pick<Facts, 'pause'>): Objection | undefined {
  return pause && { ask: `Remediation is paused by ${pause.by}: ${pause.reason}`, stop: 'paused' };
}

export function notResolved({ storedFinding: { finding } }: Pick<Facts, 'storedFinding'>): Objection | undefined {
  return finding.status === 'resolved' ? { leave: 'The finding is resolved.' } : undefined;
}

/** Nobody accepts the finding: neither an exemption of its own, nor the settings, nor a tag. */
export function notAccepted({
  storedFinding: { finding },
  exemption,
}: Pick<Facts, 'storedFinding' | 'exemption'>): Objection | undefined {
  const held = exemption?.grantedBy === 'tag' ? ofTag(finding, exemption, finding.violations) : exemption;
  const isAll = held && acceptedBy([held], finding.violations) !== undefined;
  const by = isAll ? held : finding.status === 'exempt' ? finding.exemption : undefined;
  return by && { leave: `${by.owner} accepts the finding.` };
}

/** Nobody accepts a part of the drift that the plan does not leave. */
export function notAcceptedInPart({
  storedFinding: { finding },
  approved,
  remaining,
  now,
}: StepFacts): Objection | undefined {
  if (approved) return undefined;
  const own = activeExemptions(finding, now);
  const [by] = without(finding, remaining).violations.flatMap((each) => acceptorOf(own, each) ?? []);
  return by && { ask: `${by.owner} accepts a part of the drift, and the plan would revert that part too.` };
}

/** The causes of what the plan would fix: without what it leaves and without what is accepted. */
function causesToRevert({
  storedFinding: { finding },
  remaining,
  now,
}: Pick<Facts, 'storedFinding' | 'remaining' | 'now'>): readonly Cause[] {
  const own = activeExemptions(finding, now);
  const rest = without(finding, remaining);
  return causesOf({ ...rest, violations: rest.violations.filter((each) => !acceptorOf(own, each)) });
}

/** The event that names the author may be on its way, which matters where deployers are trusted. Milliseconds. */
const ATTRIBUTION_TIME = 5 * 60 * 1000;

/** It is known who made the change, or the event that would say so had time to arrive. */
export function attributionIsComplete(facts: Facts): Verdict | undefined {
  const { settings, setting, approved, now } = facts;
  if (approved || setting.revertTrustedDeployers || settings.trustedDeployers.length === 0) return undefined;
  const unseen = causesToRevert(facts).filter(isUnseen);
  const wait = Math.max(0, ...unseen.map(({ occurredAt }) => occurredAt + ATTRIBUTION_TIME - now));
  return wait > 0 ? { wait: Math.ceil(wait / 1000) } : undefined;
}

/** What would be reverted was done neither by Plumbline nor by a trusted deployer; what Plumbline did, a person decides. */
export function authorMayBeReverted(facts: StepFacts): Objection | undefined {
  const { setting, authorOf, approved } = facts;
  const causes = causesToRevert(facts);
  const others = causes.filter(({ actor }) => authorOf(actor) !== 'plumbline');
  if (approved) return undefined;
  // Asking stops loops: a remediation can bring about what another rule objects to.
  if (causes.length > 0 && others.length === 0) return { ask: 'Plumbline itself made this change.' };
  if (setting.revertTrustedDeployers) return undefined;
  const trusted = others.filter(({ actor }) => authorOf(actor) === 'trusted deployer');
  const [deployer] = trusted;
  if (!deployer) return undefined;
  const { name } = deployer.actor;
  return trusted.length === others.length
    ? { leave: `${name} is a trusted deployer: its changes are only reported.` }
    : {
        ask: `A part of the drift is a change by ${name}, a trusted deployer, and the plan would revert that part too.`,
      };
}

export const ALWAYS_SO =
  'The resource was like this when Plumbline first read it, and no event shows who caused it. What has always been so is only proposed; `remediation.existing: auto` in plumbline.yml changes that.';

/** What would be reverted has not always been so, or the settings let it be reverted. */
export function hasNotAlwaysBeenSo(facts: Facts): Objection | undefined {
  const { setting, approved, baseline, storedFinding } = facts;
  if (approved || baseline !== undefined || !sparesExisting(setting, storedFinding.finding.resource.account))
    return undefined;
  const { firstReadAt } = storedFinding;
  return causesToRevert(facts).some((cause) => hasAlwaysBeenSo(cause, firstReadAt)) ? { ask: ALWAYS_SO } : undefined;
}

export const REMEDIATION_IS_OFF = 'Remediation of this rule is off.';

/** Deployment, settings and rule allow the plan without asking, or a person approved it. */
export function modeAllows({ setting, deployed, storedFinding, plan, approved }: StepFacts): Objection | undefined {
  const allowed = allowedMode(deployed, setting, storedFinding.finding.resource.account);
  if (allowed === 'off') return { leave: REMEDIATION_IS_OFF };
  if (plan.mode === 'manual') return { leave: 'Plumbline cannot fix this by itself.' };
  if (approved || (allowed === 'auto' && plan.mode === 'auto')) return undefined;
  return { ask: allowed === 'approve' ? 'Remediation is set to wait for approval.' : NEEDS_APPROVAL };
}

/** The mode for one account: the strictest of deployment, rule and account. */
export function allowedMode(
  deployed: RemediationMode,
  { remediation, remediationByAccount }: Pick<RuleSetting, 'remediation' | 'remediationByAccount'>,
  account: string,
): RemediationMode {
  const modes = [deployed, remediation, remediationByAccount[account] ?? 'auto'];
  return (['off', 'approve'] as const).find((each) => modes.includes(each)) ?? 'auto';
}

const HOUR = 60 * 60 * 1000;

/** One more remediation at `now`; `undefined` where it would exceed the limit, or nobody has reset it since. */
export function consume(before: RateLimit | undefined, limit: number, now: number): RateLimit | undefined {
  if (before?.tripped) return undefined;
  const hour = Math.floor(now / HOUR);
  const count = before?.hour === hour ? before.count : 0;
  return count < limit ? { hour, count: count + 1, tripped: false } : undefined;
}

/** The limit was exceeded. */
export function tripped(before: RateLimit | undefined, now: number): RateLimit {
  return { hour: Math.floor(now / HOUR), count: before?.count ?? 0, tripped: true };
}

export function withinRateLimit({
  approved,
  isReleased,
  rateLimit,
  settings,
  now,
  storedFinding: { finding },
}: Facts): Objection | undefined {
  const { maxPerHour } = settings.limits;
  if (approved || (isReleased && !rateLimit?.tripped) || consume(rateLimit, maxPerHour, now)) return undefined;
  return {
    ask: `${finding.rule} has remediated ${maxPerHour} resources within an hour, which is its limit. Plumbline asks for approval until somebody resets the limit.`,
    stop: 'limit',
  };
}

/** Nothing sets the resource again and again. */
export function notFlapping({ approved, beside, settings, now }: Facts): Objection | undefined {
  const { flapThreshold, flapWindowHours } = settings.limits;
  const runs = beside.map((each) => recentRemediations(each, flapWindowHours, now).length);
  // The first run of each finding does not count: several things may be wrong with a resource at once.
  const again = runs.reduce((sum, count) => sum + Math.max(0, count - 1), 0) + (runs.some(Boolean) ? 1 : 0);
  if (approved || again < flapThreshold) return undefined;
  return {
    ask: `The resource was remediated ${again} times within ${flapWindowHours} hours, and something keeps changing it.`,
    stop: 'flapping',
  };
}

export function recentRemediations({ remediationTimes }: StoredFinding, hours: number, now: number): readonly number[] {
  return remediationTimes.filter((time) => time > now - hours * 60 * 60 * 1000);
}

export const ANOTHER_PLAN = 'The resource has changed since the approval, so the plan has changed too.';

/** A person approved this plan and no other. */
export function approvedPlanIsCurrent({ approved, plan }: Facts): Objection | undefined {
  if (!approved || fingerprintOf(approved.plan) === fingerprintOf(plan)) return undefined;
  return { ask: ANOTHER_PLAN };
}
