import type { RuleSetting } from '../config/settings.ts';
import type { Action } from '../core/action.ts';
import type { Judgement } from '../core/judgement.ts';
import { fingerprintOf, simulate } from '../core/plan.ts';
import type { AnyRule } from '../core/rule.ts';
import { freeze } from '../core/state.ts';
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
  const fieldsOf = (each: object) => new Map<string, unknown>(Object.entries(freeze(each, salt)));
  const [now, after] = [fieldsOf(state), fieldsOf(simulate(rule, state, [action]))];
  return [...new Set([...now.keys(), ...after.keys()])].filter(
    (field) => canonical(now.get(field)) !== canonical(after.get(field)),
  );
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
