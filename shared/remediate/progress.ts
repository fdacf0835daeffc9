import type { Action } from '../core/action.ts';
import { freeze } from '../core/freeze.ts';
import type { Judgement } from '../core/judgement.ts';
import { fingerprintOf } from '../core/plan.ts';
import type { AnyRule } from '../core/rule.ts';
import { simulate } from '../evaluate/judge.ts';
import type { Run } from '../store/store.ts';

/**
 * How many of a plan's steps a state shows as done; `undefined`: somebody else has changed what the
 * plan is about. What was done a moment ago may not be seen yet, so that any number may stand for it.
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
  const known = typeof before === 'object' && before !== null;
  for (let done = actions.length; done >= 0; done -= 1) {
    if (known && canonical(simulate(rule, before, actions.slice(0, done))) === now) return done;
    // Whatever else has changed, what is left to do is the same.
    if (done < actions.length && fingerprintOf({ actions: actions.slice(done) }) === left) return done;
  }
  return undefined;
}

/** The fields in which a state is not as an action leaves it. */
export function differingFields(rule: AnyRule, state: object, action: Action, salt: string): readonly string[] {
  const [now, after] = [state, simulate(rule, state, [action])].map(
    (each) => freeze(each, salt) as Readonly<Record<string, unknown>>,
  );
  return [...new Set([...Object.keys(now ?? {}), ...Object.keys(after ?? {})])].filter(
    (field) => canonical(now?.[field]) !== canonical(after?.[field]),
  );
}

/** AWS promises no order of the elements of a collection, and a step may have moved one. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
    .sort()
    .join()}}`;
}
