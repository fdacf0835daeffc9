import type { RuleSetting, Settings } from '../config/settings.ts';
import { isCut } from '../core/bound.ts';
import { causeOfViolation } from '../core/cause.ts';
import { acceptanceOf } from '../core/exemption.ts';
import type { Exemption, Finding } from '../core/finding.ts';
import type { Judgement } from '../core/lifecycle.ts';
import type { RemainingViolation } from '../core/plan.ts';
import type { Context } from '../core/rule.ts';
import { planHolds, planWithout } from './judge.ts';
import { isTrustedDeployer } from './who.ts';

/*
 * A plan is for a part of a drift: without what people accept, and without what a trusted deployer did.
 * Such a part is chosen only where the plan for it, simulated, leaves exactly the rest; else the plan is
 * for all of it, and the gates ask.
 */

/** What is wrong, and who answers for it. */
interface Drift {
  readonly state: object;
  readonly context: Context<object, unknown>;
  readonly judgement: Judgement;
  readonly causes: Pick<Finding, 'cause' | 'origins'>;
  /** The finding's own exemptions that have not ended. */
  readonly standing: readonly Exemption[];
}

export interface Part {
  /** Of all that is wrong; its plan is for the part. */
  readonly judgement: Judgement;
  /** What the plan leaves as it is. */
  readonly remaining: readonly RemainingViolation[];
}

/** The part of a drift that Plumbline may put right by itself, as far as it can be told from the rest. */
export function partialPlan(
  { rule, revertTrustedDeployers }: Pick<RuleSetting, 'rule' | 'revertTrustedDeployers'>,
  { state, context, judgement, causes, standing: activeExemptions }: Drift,
  { trustedDeployers }: Pick<Settings, 'trustedDeployers'>,
): Part {
  const { violations } = judgement;
  const whole: Part = { judgement, remaining: [] };
  if (isCut(violations.map(({ path }) => path))) return whole;
  const accepted = (at: string) => {
    const exemption = acceptorOf(activeExemptions, at);
    return exemption && `accepted by ${exemption.owner}`;
  };
  const deployed = (at: string) => {
    const { actor } = causeOfViolation(causes, at);
    const isSpared = !revertTrustedDeployers && isTrustedDeployer(actor, trustedDeployers, context.ref.account);
    return isSpared ? `a change of ${actor.name}, a trusted deployer` : undefined;
  };
  for (const reason of [(at: string) => accepted(at) ?? deployed(at), accepted]) {
    const left = violations.flatMap(({ path, text }) => {
      const why = reason(path);
      return why === undefined ? [] : [{ path, text, why }];
    });
    if (left.length === 0 || left.length === violations.length) continue;
    const plan = planWithout(rule, state, context, left);
    if (planHolds(rule, state, plan, context, left)) return { judgement: { ...judgement, plan }, remaining: left };
  }
  return whole;
}

/** Whose exemption covers a violation, or may: where more was wrong than is kept, nobody knows what was accepted. */
export function acceptorOf(activeExemptions: readonly Exemption[], at: string): Exemption | undefined {
  return acceptanceOf(activeExemptions, at) ?? activeExemptions.find(({ covers = [] }) => isCut(covers));
}

/** The finding as if what a plan leaves were not there. */
export function without(finding: Finding, remaining: readonly RemainingViolation[]): Finding {
  return {
    ...finding,
    violations: finding.violations.filter(({ path }) => !remaining.some((each) => each.path === path)),
  };
}

/** What a plan leaves, as a sentence; `undefined`: nothing. */
export function remainingText(remaining: readonly RemainingViolation[]): string | undefined {
  const each = remaining.map(({ text, why }) => `${text.replace(/\.$/, '')} (${why})`);
  return each.length > 0 ? `Left as it is: ${each.join('; ')}.` : undefined;
}
