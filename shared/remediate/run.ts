import type { RuleSetting } from '../config/settings.ts';
import type { Action } from '../core/action.ts';
import type { Judgement } from '../core/judgement.ts';
import { fingerprintOf, simulate } from '../core/plan.ts';
import type { AnyRule } from '../core/rule.ts';
import { freeze } from '../core/state.ts';
import type { Ports } from '../evaluate/ports.ts';
import type { Run } from '../store/store.ts';
import type { Job } from './job.ts';

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
  for (let done = actions.length; done >= 0; done -= 1) {
    if (before && canonical(simulate(rule, before, actions.slice(0, done))) === now) return done;
    // Something else has changed, and the steps that are left are the same.
    if (done < actions.length && fingerprintOf({ actions: actions.slice(done) }) === left) return done;
  }
  return undefined;
}

/** The fields in which a state differs from the state that an action produces. */
export function differingFields(rule: AnyRule, state: object, action: Action, salt: string): readonly string[] {
  return fieldsBetween(freeze(state, salt), freeze(simulate(rule, state, [action]), salt));
}

/** The fields in which two frozen states differ. */
export function fieldsBetween(a: object, b: object): readonly string[] {
  const [one, other] = [a, b].map((each) => new Map<string, unknown>(Object.entries(each)));
  return [...new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])].filter(
    (field) => canonical(one?.get(field)) !== canonical(other?.get(field)),
  );
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
  const { before, completedSteps, purpose } = run;
  const { actions, undo } = run.plan;
  const from = seen ?? before;
  if (!from) return [];
  const first = seen ? completedSteps - 1 : 0;
  // A rule knows the steps of its plan, and not their inverses: what was undone is done again.
  return purpose === 'undo'
    ? fieldsBetween(simulate(rule, state, undo.slice(undo.length - completedSteps, undo.length - first)), from)
    : fieldsBetween(state, simulate(rule, from, actions.slice(first, completedSteps)));
}

/** The order of elements does not count: AWS guarantees none, and a step may change it. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
    .sort()
    .join()}}`;
}
