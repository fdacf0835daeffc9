import type { Action, AnyActionType } from './action.ts';
import { digestOf } from './digest.ts';
import type { Finding, Plan } from './finding.ts';
import type { AnyRule } from './rule.ts';

/** A violation that a plan does not fix, because somebody accepts it or a trusted deployer caused it. */
export interface RemainingViolation {
  readonly path: string;
  readonly text: string;
  /** Such as `accepted by jane@example.com`. */
  readonly why: string;
}

/** The same for the same actions; approvals name a plan by it. 16 hexadecimal digits. */
export function fingerprintOf({ actions }: Pick<Plan, 'actions'>): string {
  return digestOf(JSON.stringify(actions));
}

/** What people were asked, in the form in which it is stored: the plan and the reason. */
export function proposalOf(plan: Plan, why: string): string {
  return `${fingerprintOf(plan)} ${why}`;
}

/** The finding without the violations that a plan leaves. */
export function without(finding: Finding, remaining: readonly RemainingViolation[]): Finding {
  const isRemaining = (path: string) => remaining.some((each) => each.path === path);
  return { ...finding, violations: finding.violations.filter(({ path }) => !isRemaining(path)) };
}

/** What a plan leaves, as a sentence; `undefined`: nothing. */
export function remainingText(remaining: readonly RemainingViolation[]): string | undefined {
  const each = remaining.map(({ text, why }) => `${text.replace(/\.$/, '')} (${why})`);
  return each.length > 0 ? `Not changed: ${each.join('; ')}.` : undefined;
}

/** The state after actions of a rule's plan. */
export function simulate(rule: AnyRule, state: object, actions: readonly Action[]): object {
  const types = typesOf(rule);
  return actions.reduce<object>((now, { type, params }) => types.get(type)?.simulate(now, params) ?? now, state);
}

/** The action types that a rule declares, by name. */
export function typesOf({ remediation }: AnyRule): ReadonlyMap<string, AnyActionType> {
  const types: readonly AnyActionType[] = remediation?.actions ?? [];
  return new Map(types.map((type) => [type.type, type]));
}
