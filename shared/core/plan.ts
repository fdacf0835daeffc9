import type { Action, AnyActionType } from './action.ts';
import { digestOf } from './digest.ts';
import { type Finding, MORE, type Plan } from './finding.ts';
import type { AnyRule } from './rule.ts';

/**
 * A violation that a plan does not fix: somebody accepts it, a trusted deployer caused it, it has always been so, it waits
 * for an approval of its own, or no plan can fix it.
 */
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

/** Why people are asked about a plan that its rule never carries out by itself. */
export const NEEDS_APPROVAL = 'This plan needs an approval.';

/** What people were asked, in the form in which it is stored: the plan and the reason. */
export function proposalOf(plan: Plan, why: string): string {
  return `${fingerprintOf(plan)} ${why}`;
}

/** The finding without the violations that a plan leaves. */
export function without(finding: Finding, remaining: readonly RemainingViolation[]): Finding {
  const isRemaining = (path: string) => remaining.some((each) => each.path === path);
  return { ...finding, violations: finding.violations.filter(({ path }) => !isRemaining(path)) };
}

/** The most violations that one sentence names. */
const MOST_NAMED = 10;

/** What a plan leaves, as a sentence; `undefined`: nothing. */
export function remainingText(remaining: readonly RemainingViolation[]): string | undefined {
  const each = remaining.filter(({ path }) => path !== MORE);
  if (each.length === 0) return undefined;
  const named = each.slice(0, MOST_NAMED).map(({ text, why }) => `${text.replace(/\.$/, '')} (${why})`);
  const others = each.length - named.length;
  return `Not changed: ${named.join('; ')}${others > 0 ? `; and ${others} more` : ''}.`;
}

/** Steps of a plan in one text: the first ones, and the number of the others. */
export function stepsText(steps: readonly string[]): string {
  const others = steps.length - MOST_NAMED;
  return [...steps.slice(0, MOST_NAMED), ...(others > 0 ? [`and ${others} more steps`] : [])].join('; ');
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
