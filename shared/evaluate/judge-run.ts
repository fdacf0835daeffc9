import type { RuleSetting, Settings } from '../config/settings.ts';
import { activeExemptions } from '../core/exemption.ts';
import type { Judgement } from '../core/judgement.ts';
import { GONE, type Gone } from '../core/kind.ts';
import type { Run, StoredFinding } from '../store/store.ts';
import { judge, planWithout } from './judge.ts';
import { createNeighbourhood, withNeighbours } from './neighbours.ts';
import { partialPlan } from './partial-plan.ts';
import type { JudgedRun, Ports } from './ports.ts';

/**
 * The rule's judgement of a state, with the baseline of the time when the run began and the neighbours of now. The plan
 * is for what is wrong besides what the run leaves.
 */
export async function judgeRun(
  { ref, baseline, remaining = [] }: Pick<Run, 'ref' | 'baseline' | 'remaining'>,
  { rule, options }: RuleSetting,
  state: object | Gone,
  ports: Pick<Ports, 'read' | 'refsOf' | 'onUnknown' | 'now'> & { readonly settings: Pick<Settings, 'trusted'> },
): Promise<JudgedRun> {
  const { trusted } = ports.settings;
  const given = { ref, options, baseline, trusted, now: ports.now() };
  const { context } = await withNeighbours(rule, given, [state], createNeighbourhood(ports));
  const judgement = judge(rule, undefined, state, context);
  if (remaining.length === 0 || state === GONE) return { judgement, context };
  return { judgement: { ...judgement, plan: planWithout(rule, state, context, remaining) }, context };
}

/** The judgement of what a run has left wrong, with the plan that an evaluation would make. */
export function judgementAfter(
  setting: RuleSetting,
  { state, judgement, context }: JudgedRun & { readonly state: object },
  { finding, firstReadAt }: Pick<StoredFinding, 'finding' | 'firstReadAt'>,
  now: number,
  settings: Pick<Settings, 'trustedDeployers'>,
): Judgement {
  const standing = activeExemptions(finding, now);
  const drift = { state, context, judgement, causes: finding, activeExemptions: standing, firstReadAt };
  return judgement.violations.length > 0 ? partialPlan(setting, drift, settings).judgement : judgement;
}
