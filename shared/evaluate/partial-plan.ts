import { sparesExisting } from '../config/existing.ts';
import type { RuleSetting, Settings } from '../config/settings.ts';
import { causeOfViolation, isUnseen } from '../core/cause.ts';
import { acceptorOf } from '../core/exemption.ts';
import { type Exemption, type Finding, isCut } from '../core/finding.ts';
import type { Judgement } from '../core/judgement.ts';
import type { RemainingViolation } from '../core/plan.ts';
import type { Context } from '../core/rule.ts';
import { isTrustedDeployer } from './deployers.ts';
import { planHolds, planWithout } from './judge.ts';

/*
 * A partial plan leaves what people accept, what a trusted deployer did and what has always been so. It is made only where the plan, simulated,
 * leaves exactly that; otherwise the plan is for all of the drift, and the gates ask.
 */

/** What is wrong, and who caused it. */
interface Drift {
  readonly state: object;
  readonly context: Context<object, unknown>;
  readonly judgement: Judgement;
  readonly causes: Pick<Finding, 'cause' | 'origins'>;
  /** The finding's own exemptions that have not ended. */
  readonly activeExemptions: readonly Exemption[];
}

export interface PartialPlan {
  /** Of all that is wrong; its plan is for a part of it. */
  readonly judgement: Judgement;
  /** What the plan leaves. */
  readonly remaining: readonly RemainingViolation[];
}

/** The plan for what Plumbline may fix by itself, as far as that can be separated from the rest. */
export function partialPlan(
  setting: Pick<RuleSetting, 'rule' | 'revertTrustedDeployers' | 'existing' | 'existingByAccount'>,
  { state, context, judgement, causes, activeExemptions }: Drift,
  { trustedDeployers }: Pick<Settings, 'trustedDeployers'>,
): PartialPlan {
  const { rule, revertTrustedDeployers } = setting;
  const { violations } = judgement;
  const whole: PartialPlan = { judgement, remaining: [] };
  if (isCut(violations.map(({ path }) => path))) return whole;
  const accepted = (path: string) => {
    const exemption = acceptorOf(activeExemptions, path);
    return exemption && `accepted by ${exemption.owner}`;
  };
  const deployed = (path: string) => {
    const { actor } = causeOfViolation(causes, path);
    const isSpared = !revertTrustedDeployers && isTrustedDeployer(actor, trustedDeployers, context.ref.account);
    return isSpared ? `a change by ${actor.name}, a trusted deployer` : undefined;
  };
  const spares = context.baseline === undefined && sparesExisting(setting, context.ref.account);
  const existing = (path: string) =>
    spares && isUnseen(causeOfViolation(causes, path)) ? 'it was so when Plumbline first read the resource' : undefined;
  const spared = (path: string) => accepted(path) ?? deployed(path);
  for (const reason of [(path: string) => spared(path) ?? existing(path), spared, accepted]) {
    const remaining = violations.flatMap(({ path, text }) => {
      const why = reason(path);
      return why === undefined ? [] : [{ path, text, why }];
    });
    if (remaining.length === 0 || remaining.length === violations.length) continue;
    const plan = planWithout(rule, state, context, remaining);
    if (planHolds(rule, state, plan, context, remaining)) return { judgement: { ...judgement, plan }, remaining };
  }
  return whole;
}
