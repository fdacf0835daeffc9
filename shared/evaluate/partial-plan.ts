import { sparesExisting } from '../config/existing.ts';
import type { RuleSetting, Settings } from '../config/settings.ts';
import { bounded } from '../core/bound.ts';
import { causeOfViolation, hasAlwaysBeenSo } from '../core/cause.ts';
import { acceptorOf } from '../core/exemption.ts';
import { type Exemption, type Finding, isCut, MORE } from '../core/finding.ts';
import type { Judgement } from '../core/judgement.ts';
import type { RenderedViolation } from '../core/message.ts';
import type { RemainingViolation } from '../core/plan.ts';
import type { Context } from '../core/rule.ts';
import { isTrustedDeployer } from './deployers.ts';
import { type JudgedViolation, needsApproval, planHolds, planWithout, unplannable, violationsIn } from './judge.ts';

/*
 * A partial plan leaves what people accept, what a trusted deployer did, what has always been so, what wants an approval
 * beside what does not, and what no plan can fix. It is made only where the plan, simulated, leaves exactly that;
 * otherwise the plan is for more of the drift, and the gates ask.
 */

/** What is wrong, and who caused it. */
interface Drift {
  readonly state: object;
  readonly context: Context<object, unknown>;
  readonly judgement: Judgement;
  readonly causes: Pick<Finding, 'cause' | 'origins'>;
  /** The finding's own exemptions that have not ended. */
  readonly activeExemptions: readonly Exemption[];
  /** Of the stored finding. */
  readonly firstReadAt: number | undefined;
}

export interface PartialPlan {
  /** Of all that is wrong; its plan is for a part of it. */
  readonly judgement: Judgement;
  /** What the plan leaves. */
  readonly remaining: readonly RemainingViolation[];
  /** The paths of what it fixes, however many they are. */
  readonly fixed: readonly string[];
}

/** Why a plan leaves a violation, as the end of a sentence; `undefined`: it does not. */
type Reason = (each: JudgedViolation) => string | undefined;

/** The plan for what Plumbline may fix by itself, as far as that can be separated from the rest. */
export function partialPlan(
  setting: RuleSetting,
  drift: Drift,
  { trustedDeployers }: Pick<Settings, 'trustedDeployers'>,
): PartialPlan {
  const { rule, revertTrustedDeployers } = setting;
  const { state, context, judgement, causes, activeExemptions, firstReadAt } = drift;
  const violations = violationsIn(rule, state, context);
  const stored = judgement.violations.map(({ path }) => path);
  const fixedBesides = (left: readonly { readonly path: string }[]) => {
    const paths = [...violations.map(({ rendered }) => rendered.path), ...(isCut(stored) ? [MORE] : [])];
    return paths.filter((path) => !left.some((each) => each.path === path));
  };
  const whole: PartialPlan = { judgement, remaining: [], fixed: fixedBesides([]) };
  if (!rule.remediation) return whole;
  const isSpared = (path: string) => {
    const { actor } = causeOfViolation(causes, path);
    return !revertTrustedDeployers && isTrustedDeployer(actor, trustedDeployers, context.ref.account);
  };
  // Of violations that are not stored, nobody knows who accepts or caused them.
  const spares = context.baseline === undefined && sparesExisting(setting, context.ref.account);
  const isExisting = (path: string) => spares && hasAlwaysBeenSo(causeOfViolation(causes, path), firstReadAt);
  const isOthers = (path: string) => isSpared(path) || isExisting(path);
  if (isCut(stored) && (activeExemptions.length > 0 || stored.some(isOthers))) return whole;
  const accepted: Reason = ({ rendered }) => {
    const exemption = acceptorOf(activeExemptions, rendered);
    return exemption && `accepted by ${exemption.owner}`;
  };
  const deployed: Reason = ({ rendered: { path } }) =>
    isSpared(path) ? `a change by ${causeOfViolation(causes, path).actor.name}, a trusted deployer` : undefined;
  const existing: Reason = ({ rendered: { path } }) =>
    isExisting(path) ? 'it was so when Plumbline first read the resource' : undefined;
  const impossible = impossibleIn(setting, drift, violations);
  const waiting: Reason = isAutomatic(setting, context.ref.account)
    ? ({ violation }) => (needsApproval(rule, violation) ? 'it waits for an approval of its own' : undefined)
    : () => undefined;
  const attempts = [
    [accepted, deployed, existing, impossible, waiting],
    [accepted, deployed, existing, impossible],
    [accepted, deployed, existing],
    [accepted, deployed],
    [accepted],
  ];
  for (const reasons of attempts) {
    const left = violations.flatMap((each) => {
      const why = reasons.map((reason) => reason(each)).find((found) => found !== undefined);
      return why === undefined ? [] : [{ ...each.rendered, why }];
    });
    if (left.length === 0 || left.length === violations.length) continue;
    const plan = planWithout(rule, state, context, left);
    if (!planHolds(rule, state, plan, context, left)) continue;
    const remaining = remainingOf(left);
    return { judgement: { ...judgement, plan }, remaining, fixed: fixedBesides(remaining) };
  }
  return whole;
}

/** Whether the rule may act without being asked: else the whole plan waits for one approval. */
function isAutomatic({ rule, remediation, remediationByAccount }: RuleSetting, account: string): boolean {
  const modes = [rule.remediation?.mode, remediation, remediationByAccount[account] ?? 'auto'];
  return modes.every((mode) => mode === 'auto');
}

/** Asked only where no plan fixes everything: a rule may know one for several violations together. */
function impossibleIn(
  { rule }: RuleSetting,
  { state, context, judgement }: Drift,
  violations: readonly JudgedViolation[],
): Reason {
  if (judgement.plan.actions.length > 0) return () => undefined;
  const reasons = new Map(violations.map((each) => [each, unplannable(rule, state, each.violation, context)]));
  return (each) => {
    const why = reasons.get(each);
    return why && `Plumbline cannot fix it: ${why.replace(/\.$/, '')}`;
  };
}

/** What is left, with the entry that counts violations where there are more than are stored. Their texts are not kept. */
function remainingOf(left: readonly (RenderedViolation & { readonly why: string })[]): readonly RemainingViolation[] {
  const shown = bounded(left);
  const texts = new Map(shown.map(({ path, text }) => [path, text]));
  const more = shown.flatMap(({ path, text }) => (path === MORE ? [{ path, text, why: 'each is left as well' }] : []));
  return [...left.map(({ path, why }) => ({ path, text: texts.get(path) ?? '', why })), ...more];
}
