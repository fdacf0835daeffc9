import type { RuleSetting } from '../config/settings.ts';
import { activeExemptions } from '../core/exemption.ts';
import type { Finding } from '../core/finding.ts';
import type { Judgement } from '../core/judgement.ts';
import type { Context } from '../core/rule.ts';
import { GONE, type Gone } from '../core/state.ts';
import { judge, planWithout } from '../evaluate/judge.ts';
import { partialPlan } from '../evaluate/partial-plan.ts';
import type { Ports } from '../evaluate/ports.ts';
import type { Run } from '../store/store.ts';

/** The run goes no further, for the reason in the message: a full sentence. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/**
 * The settings of the run's rule.
 * @throws {Stopped} where the rule is switched off.
 */
export function settingOf({ rule: id }: Run, { settings }: Pick<Ports, 'settings'>): RuleSetting {
  const setting = settings.rules.find(({ rule }) => rule.id === id);
  if (!setting) throw new Stopped('The rule has been switched off.');
  return setting;
}

/**
 * The rule's judgement of a state, with the baseline of the time when the run began. The plan is for what is wrong
 * besides what the run leaves.
 */
export function judgeRun(
  run: Run,
  setting: RuleSetting,
  state: object | Gone,
  ports: Pick<Ports, 'settings'>,
): Judgement {
  const { remaining = [] } = run;
  const { rule } = setting;
  const context = contextOf(run, setting, ports);
  const judgement = judge(rule, undefined, state, context);
  if (remaining.length === 0 || state === GONE) return judgement;
  return { ...judgement, plan: planWithout(rule, state, context, remaining) };
}

/** The judgement of what a run has left wrong, with the plan that an evaluation would make. */
export function judgementAfter(
  run: Run,
  state: object,
  judgement: Judgement,
  finding: Finding,
  ports: Pick<Ports, 'settings' | 'now'>,
): Judgement {
  if (judgement.violations.length === 0) return judgement;
  const setting = settingOf(run, ports);
  const context = contextOf(run, setting, ports);
  return partialPlan(
    setting,
    { state, context, judgement, causes: finding, activeExemptions: activeExemptions(finding, ports.now()) },
    ports.settings,
  ).judgement;
}

function contextOf(
  { ref, baseline }: Run,
  { options }: RuleSetting,
  { settings: { trusted } }: Pick<Ports, 'settings'>,
): Context<object, unknown> {
  return { ref, options, baseline: baseline as object | undefined, trusted };
}

/** The number of steps of an ended run that were carried out, or may have been. */
export function reachOf({ completedSteps, startedStep }: Run): number {
  return startedStep === completedSteps ? completedSteps + 1 : completedSteps;
}

/** Whether nothing is wrong besides what the run leaves. */
export function isRight({ remaining = [] }: Run, { violations, unknown }: Judgement): boolean {
  return violations.every(({ path }) => remaining.some((each) => each.path === path)) && (!unknown || unknown.cleared);
}
