import type { RuleSetting, Settings } from '../config/settings.ts';
import { activeExemptions } from '../core/exemption.ts';
import type { Finding } from '../core/finding.ts';
import type { Judgement } from '../core/judgement.ts';
import { GONE } from '../core/kind.ts';
import type { Context } from '../core/rule.ts';
import type { Run } from '../store/store.ts';
import { judge, planWithout } from './judge.ts';
import { partialPlan } from './partial-plan.ts';
import type { Ports, Read } from './ports.ts';

/**
 * Reads the resource of a run and judges it by the run's rule, with the baseline of the time when the run began. The
 * plan is for what is wrong besides what the run leaves.
 * @throws what the read throws.
 */
export async function judgeNow(
  { ref, baseline, remaining = [] }: Pick<Run, 'ref' | 'baseline' | 'remaining'>,
  { rule, options }: RuleSetting,
  { read, settings: { trusted } }: Pick<Ports, 'read' | 'settings'>,
): Promise<Read> {
  const state = await read(ref);
  const context: Context<object, unknown> = { ref, options, baseline, trusted };
  const judgement = judge(rule, undefined, state, context);
  if (remaining.length === 0 || state === GONE) return { state, context, judgement };
  return { state, context, judgement: { ...judgement, plan: planWithout(rule, state, context, remaining) } };
}

/** The judgement of what a run has left wrong, with the plan that an evaluation of the finding would make. */
export function judgementAfter(
  { state, context, judgement }: Read,
  setting: RuleSetting,
  finding: Finding,
  now: number,
  settings: Pick<Settings, 'trustedDeployers'>,
): Judgement {
  if (state === GONE || judgement.violations.length === 0) return judgement;
  const drift = { state, context, judgement, causes: finding, activeExemptions: activeExemptions(finding, now) };
  return partialPlan(setting, drift, settings).judgement;
}
