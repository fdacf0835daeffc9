import type { RuleSetting } from '../config/settings.ts';
import type { Action } from '../core/action.ts';
import { canonical, deltaOf, fieldsBetween } from '../core/compare.ts';
import type { Judgement } from '../core/judgement.ts';
import { fingerprintOf, simulate } from '../core/plan.ts';
import type { AnyRule } from '../core/rule.ts';
import { freeze } from '../core/state.ts';
import type { Ports } from '../evaluate/ports.ts';
import type { Run } from '../store/store.ts';
import type { Expected, Job } from './job.ts';

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

/** The number of steps of an ended run that were carried out, or may have been. */
export function reachOf({ completedSteps, startedStep }: Run): number {
  return startedStep === completedSteps ? completedSteps + 1 : completedSteps;
}

const UNDO = 'undo-';

/** The id of the run that undoes another. */
export function undoIdOf(run: string): string {
  return `${UNDO}${run}`;
}

/** The id of the run that brings back what a finding event of type `overwritten` names. */
export function restoreIdOf(event: string): string {
  return `restore-${event}`;
}

/** Whether a run brings an earlier value back: it is checked by its steps, and not by what its rule would plan. */
export function bringsBack({ purpose }: Pick<Run, 'purpose'>): boolean {
  return purpose !== 'remediate';
}

/** The id of the run that an undo undoes. */
export function undoneBy(undo: string): string {
  return undo.slice(UNDO.length);
}

/** The fields that a run has changed; none where that is not known. */
export function changedBy(run: Run, { settings }: Pick<Ports, 'settings'>): readonly string[] {
  const rule = settings.rules.find((each) => each.rule.id === run.rule)?.rule;
  if (!rule || !run.before || run.purpose === 'undo') return [];
  return fieldsBetween(run.before, simulate(rule, run.before, run.plan.actions.slice(0, reachOf(run))));
}

/** Whether nothing is wrong besides what the run leaves. */
export function isRight({ remaining = [] }: Run, { violations, unknown }: Judgement): boolean {
  return violations.every(({ path }) => remaining.some((each) => each.path === path)) && (!unknown || unknown.cleared);
}

/**
 * The number of a plan's steps that a state shows as done; `undefined`: somebody else has changed what the plan is
 * about. A read may not show the last steps yet, so the number can be lower than that of the steps carried out.
 */
export function progressOf(
  { before, plan: { actions } }: Run,
  rule: AnyRule,
  state: object,
  { plan }: Judgement,
  salt: string,
): number | undefined {
  const now = canonical(freeze(state, salt));
  const left = fingerprintOf(plan);
  const states = before ? statesOf(before, rule, actions) : [];
  for (let done = actions.length; done >= 0; done -= 1) {
    const state = states[done];
    if (state && canonical(state) === now) return done;
    // Something else has changed, and the steps that are left are the same.
    if (done < actions.length && fingerprintOf({ actions: actions.slice(done) }) === left) return done;
  }
  return undefined;
}

/** A state, and what it is after each of some actions. */
function statesOf(before: object, rule: AnyRule, actions: readonly Action[]): readonly object[] {
  let now = before;
  return [before, ...actions.map((action) => (now = simulate(rule, now, [action])))];
}

/** @param known Of an earlier step, so that a long plan is not played from its beginning at each. */
export function expectedOf(
  { before, plan: { actions }, completedSteps: steps }: Run,
  rule: AnyRule,
  known: Expected | undefined,
): Expected | undefined {
  const from = known && known.steps <= steps ? known : before ? { steps: 0, state: before } : undefined;
  return from && { steps, state: simulate(rule, from.state, actions.slice(from.steps, steps)) };
}

/**
 * Whether the next step does to a state exactly what the plan expects of it, even if others have changed something else meanwhile; or
 * nothing, because it is done already.
 * @param state Frozen.
 */
export function nextStepFits(
  { plan: { actions }, completedSteps }: Run,
  rule: AnyRule,
  state: object,
  expected: Expected | undefined,
): boolean {
  const next = actions.slice(completedSteps, completedSteps + 1);
  const delta = deltaOf(state, simulate(rule, state, next));
  return (
    delta === '' || (expected !== undefined && delta === deltaOf(expected.state, simulate(rule, expected.state, next)))
  );
}

/**
 * Whether a state is what the whole plan leaves: no step that is left would change anything.
 * @param state Frozen.
 */
export function isWhole({ plan: { actions }, completedSteps }: Run, rule: AnyRule, state: object): boolean {
  return actions
    .slice(completedSteps)
    .every((action) => fieldsBetween(state, simulate(rule, state, [action])).length === 0);
}

/**
 * Whether what a run brings back is there: the inverse of each of its steps would change something again.
 * @param state Frozen.
 */
export function isBack({ plan: { undo } }: Run, rule: AnyRule, state: object): boolean {
  let now = state;
  return undo.every((action) => {
    const before = now;
    now = simulate(rule, before, [action]);
    return fieldsBetween(before, now).length > 0;
  });
}

/** What is wrong, and was neither to be fixed by the run nor left by it: it has come up since. */
export function newsIn(
  { violations: planned, remaining = [] }: Run,
  { violations }: Judgement,
): Judgement['violations'] {
  const known = new Set([...planned, ...remaining.map(({ path }) => path)]);
  return violations.filter(({ path }) => !known.has(path));
}

/** The fields in which a state differs from the state that an action produces. */
export function differingFields(rule: AnyRule, state: object, action: Action, salt: string): readonly string[] {
  return fieldsBetween(freeze(state, salt), freeze(simulate(rule, state, [action]), salt));
}

/**
 * The fields that are not as the last step leaves them, which was made of what was read right before it. After an
 * interruption that read is not known, and all steps are compared with the state before the run.
 * @param state Frozen.
 */
export function unintendedFields(
  { run, seen }: Pick<Job, 'run' | 'seen'>,
  rule: AnyRule,
  state: object,
): readonly string[] {
  const { before, completedSteps } = run;
  const { actions, undo } = run.plan;
  const from = seen ?? before;
  if (!from) return [];
  const first = seen ? completedSteps - 1 : 0;
  // A rule knows the steps of its plan, and not their inverses: what was undone is done again.
  if (bringsBack(run))
    return fieldsBetween(simulate(rule, state, undo.slice(undo.length - completedSteps, undo.length - first)), from);
  const differing = fieldsBetween(state, simulate(rule, from, actions.slice(first, completedSteps)));
  // An earlier step may have been changed back before the last one.
  return [...new Set([...differing, ...fieldsBetween(state, simulate(rule, state, actions))])];
}
