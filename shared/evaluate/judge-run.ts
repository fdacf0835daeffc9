import type { RuleSetting, Settings } from '../config/settings.ts';
import { activeExemptions } from '../core/exemption.ts';
import type { Finding } from '../core/finding.ts';
import type { Judgement } from '../core/judgement.ts';
import { GONE, type Gone } from '../core/kind.ts';
import type { Context } from '../core/rule.ts';
import type { Run } from '../store/store.ts';
import { judge, planWithout } from './judge.ts';
import { partialPlan } from './partial-plan.ts';

type Judged = Pick<Run, 'ref' | 'baseline' | 'remaining'>;

/**
 * The rule's judgement of a state, with the baseline of the time when the run began. The plan is for what is wrong
 * besides what the run leaves.
 */
export function judgeRun(
  run: Judged,
  setting: RuleSetting,
  state: object | Gone,
  settings: Pick<Settings, 'trusted'>,
): Judgement {
  const { remaining = [] } = run;
  const { rule } = setting;
  const context = contextOf(run, setting, settings);
  const judgement = judge(rule, undefined, state, context);
  if (remaining.length === 0 || state === GONE) return judgement;
  return { ...judgement, plan: planWithout(rule, state, context, remaining) };
}

/** The judgement of what a run has left wrong, with the plan that an evaluation would make. */
export function judgementAfter(
  run: Judged,
  setting: RuleSetting,
  { state, judgement }: { readonly state: object; readonly judgement: Judgement },
  finding: Finding,
  now: number,
  settings: Pick<Settings, 'trusted' | 'trustedDeployers'>,
): Judgement {
  const context = contextOf(run, setting, settings);
  const drift = { state, context, judgement, causes: finding, activeExemptions: activeExemptions(finding, now) };
  return judgement.violations.length > 0 ? partialPlan(setting, drift, settings).judgement : judgement;
}

function contextOf(
  { ref, baseline }: Judged,
  { options }: RuleSetting,
  { trusted }: Pick<Settings, 'trusted'>,
): Context<object, unknown> {
  return { ref, options, baseline, trusted };
}
