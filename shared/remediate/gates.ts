import type { RemediationMode, RuleSetting, Settings } from '../config/settings.ts';
import { causesOf, isUnseen } from '../core/cause.ts';
import { standing } from '../core/exemption.ts';
import type { Cause, Exemption, Plan, Stop } from '../core/finding.ts';
import { fingerprintOf, type Left } from '../core/plan.ts';
import { acceptorOf, without } from '../evaluate/partial-plan.ts';
import { isOwnChange, isTrustedDeployer } from '../evaluate/who.ts';
import type { Allowance, Held, Pause } from '../store/store.ts';
import { take } from './rate-limit.ts';

/** All that decides whether Plumbline may act, as it is at the moment of acting. */
export interface Facts {
  readonly now: number;
  readonly settings: Pick<Settings, 'deployers' | 'limits'>;
  readonly setting: RuleSetting;
  /** The most that the deployment allows. */
  readonly deployed: RemediationMode;
  readonly ownRole: string;
  readonly pause: Pause | undefined;
  /** The finding as it is stored now. */
  readonly held: Held;
  /** All findings of its resource, this one included. */
  readonly beside: readonly Held[];
  /** By the settings or a tag, asked for now. */
  readonly exemption: Exemption | undefined;
  readonly allowance: Allowance | undefined;
  /** Made of the state as it is now. */
  readonly plan: Plan;
  /** What the plan leaves as it is. */
  readonly left: readonly Left[];
  /** What a person approved, and who. */
  readonly approved: { readonly by: string; readonly plan: Plan } | undefined;
}

/**
 * `leave`: nothing is to be done; `ask`: a person has to say yes. With the reason, a full sentence. `stop`: a
 * person is asked because remediation was stopped, and not in the ordinary course of things.
 */
export type Objection = { readonly leave: string } | { readonly ask: string; readonly stop?: Stop };

/** `wait`: it is too early to say; so many seconds. */
export type Verdict = Objection | { readonly wait: number };

type Gate = (facts: Facts) => Verdict | undefined;

/** In the order of the design. The first that objects decides. */
const GATES: readonly Gate[] = [killSwitch, exempt, early, actor, part, mode, rate, contest, samePlan];

/** What still counts once a run has begun: it has been counted, and looks at the state by itself. */
const GATES_MIDWAY = [killSwitch, accepted, actor, part, mode] as const;

type Midway = Omit<Facts, 'allowance' | 'beside'>;

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
  const { status } = facts.held.finding;
  return status === 'resolved' ? { leave: 'The finding is resolved.' } : accepted(facts);
}

function accepted({ held: { finding }, exemption }: Pick<Facts, 'held' | 'exemption'>): Objection | undefined {
  const by = exemption ?? (finding.status === 'exempt' ? finding.exemption : undefined);
  return by && { leave: `It is accepted by ${by.owner}.` };
}

/** A part that is accepted, where the plan does not leave it. */
function part({ held: { finding }, approved, left, now }: Midway): Objection | undefined {
  if (approved) return undefined;
  const own = standing(finding, now);
  const [by] = without(finding, left).violations.flatMap(({ at }) => acceptorOf(own, at) ?? []);
  return by && { ask: `A part of it is accepted by ${by.owner}, which the plan would take back too.` };
}

/** Who brought what is to be put right: neither what the plan leaves nor what is accepted. */
function causesIn({ held: { finding }, left, now }: Pick<Facts, 'held' | 'left' | 'now'>): readonly Cause[] {
  const own = standing(finding, now);
  const rest = without(finding, left);
  return causesOf({ ...rest, violations: rest.violations.filter(({ at }) => !acceptorOf(own, at)) });
}

/** Where deployers are trusted, the event that says who it was may still be on its way. */
function early(facts: Facts): Verdict | undefined {
  const { settings, setting, approved, now } = facts;
  if (approved || setting.revertDeployers || settings.deployers.length === 0) return undefined;
  const unseen = causesIn(facts).filter(isUnseen);
  const wait = Math.max(0, ...unseen.map(({ at }) => at + UNTIL_SEEN - now));
  return wait > 0 ? { wait: Math.ceil(wait / 1000) } : undefined;
}

/** Milliseconds. */
const UNTIL_SEEN = 5 * 60 * 1000;

/** Whoever brought what is to be put right counts, not who brought the first of it. */
function actor(facts: Midway): Objection | undefined {
  const { held, settings, setting, ownRole, approved } = facts;
  const { account } = held.finding.resource;
  const causes = causesIn(facts);
  const others = causes.filter(({ actor: who }) => !isOwnChange(who, ownRole, account));
  if (causes.length > 0 && others.length === 0) return { leave: 'It is a change of Plumbline itself.' };
  if (approved || setting.revertDeployers) return undefined;
  const trusted = others.filter(({ actor: who }) => isTrustedDeployer(who, settings.deployers, account));
  const [deployer] = trusted;
  if (!deployer) return undefined;
  const { name } = deployer.actor;
  return trusted.length === others.length
    ? { leave: `${name} is a trusted deployer, whose changes are reported only.` }
    : { ask: `A part of it is a change of ${name}, a trusted deployer, which the plan would take back too.` };
}

function mode({ setting, deployed, held, plan, approved }: Midway): Objection | undefined {
  const allowed = allowedMode(deployed, setting, held.finding.resource.account);
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

function rate({ approved, allowance, settings, now, held }: Facts): Objection | undefined {
  const { perHour } = settings.limits;
  if (approved || take(allowance, perHour, now)) return undefined;
  return {
    ask: `${held.finding.rule} has put back ${perHour} resources within an hour. Until somebody resets the limit, it asks.`,
    stop: 'limit',
  };
}

function contest({ approved, beside, settings, now }: Facts): Objection | undefined {
  const { contestAfter, contestHours } = settings.limits;
  const tries = beside.map((held) => putBackLately(held, contestHours, now).length);
  // The first for each finding fights nobody: much may be wrong with a resource at once.
  const again = tries.reduce((sum, count) => sum + Math.max(0, count - 1), 0) + (tries.some(Boolean) ? 1 : 0);
  if (approved || again < contestAfter) return undefined;
  return {
    ask: `It was put back ${again} times within ${contestHours} hours, and something sets it again.`,
    stop: 'contest',
  };
}

export function putBackLately({ putBack }: Held, hours: number, now: number): readonly number[] {
  return putBack.filter((at) => at > now - hours * 60 * 60 * 1000);
}

export const ANOTHER_PLAN = 'The resource has changed since the approval, and the plan with it.';

function samePlan({ approved, plan }: Facts): Objection | undefined {
  if (!approved || fingerprintOf(approved.plan) === fingerprintOf(plan)) return undefined;
  return { ask: ANOTHER_PLAN };
}
