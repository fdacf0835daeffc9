import type { Action, AnyActionType } from '../core/action.ts';
import { bounded } from '../core/bound.ts';
import type { Change, Plan } from '../core/finding.ts';
import { objectOf } from '../core/json.ts';
import { type Judgement, sameViolations } from '../core/judgement.ts';
import { GONE, type Gone } from '../core/kind.ts';
import { type RenderedViolation, renderViolation, type Violation } from '../core/message.ts';
import { simulate, typesOf } from '../core/plan.ts';
import {
  type Alternatives,
  type AnyRule,
  alternativesOf,
  type Context,
  isUnknown,
  isUnplannable,
  type Unplannable,
} from '../core/rule.ts';
import { withoutFreeTexts } from './mask.ts';

type State = object;

/** What `rule` says of a state, ready for the life cycle: violations in words, what changed, what would fix it. */
export function judge(
  rule: AnyRule,
  before: State | Gone | undefined,
  after: State | Gone,
  context: Context<State, unknown>,
  /** As `before` was frozen, where it was: else each of its secrets would look changed. */
  frozen: (state: State) => unknown = (state) => state,
): Judgement {
  const judged = after === GONE ? (rule.judgeGone?.(context) ?? []) : rule.judge(after, context);
  if (isUnknown(judged)) return { ...CLEAN, unknown: judged };
  if (judged.length === 0) return CLEAN;
  const state = after === GONE ? rule.kind.blank : after;
  return {
    violations: rendered(rule, judged),
    changes: changesBetween(rule.watches, before, after === GONE ? GONE : frozen(after)),
    plan: planFor(rule, state, judged, context),
  };
}

const NO_PLAN: Plan = { steps: [], mode: 'manual', actions: [], undo: [] };
const CLEAN: Judgement = { violations: [], changes: [], plan: NO_PLAN };

function rendered(rule: AnyRule, violations: readonly Violation[]): readonly RenderedViolation[] {
  return bounded(violations.map((violation) => renderViolation(rule, violation)));
}

/** The plan for what is wrong besides what is left; for everything, where nothing else is wrong. */
export function planWithout(
  rule: AnyRule,
  state: State,
  context: Context<State, unknown>,
  left: readonly Pick<RenderedViolation, 'path'>[],
): Plan {
  const judged = rule.judge(state, context);
  if (isUnknown(judged)) return NO_PLAN;
  const part = judged.filter(({ path }) => !left.some((each) => each.path === path));
  return planFor(rule, state, part.length > 0 ? part : judged, context);
}

function planFor(
  rule: AnyRule,
  state: State,
  violations: readonly Violation[],
  context: Context<State, unknown>,
): Plan {
  const { remediation } = rule;
  const planned = plannedBy(rule, state, violations, context);
  if ('cannot' in planned) return { ...NO_PLAN, steps: [`${rule.fix} (${planned.cannot})`] };
  const { actions, byHand = [], unsure } = planned;
  if (!remediation || actions.length === 0) return { ...NO_PLAN, steps: [rule.fix] };
  const typeOf = declaredBy(rule);
  const caution = remediation.caution?.(state, violations, context);
  const steps = actions.map((action) => typeOf(action).describe(action.params));
  const cautious = caution === undefined ? steps : [...steps.slice(0, -1), `${steps.at(-1)} (${caution})`];
  const isToApprove = caution !== undefined || unsure || violations.some((each) => needsApproval(rule, each));
  return {
    steps: [...cautious, ...byHand],
    mode: isToApprove ? 'approve' : remediation.mode,
    actions,
    undo: actions.map((action) => typeOf(action).inverse(action.params)).reverse(),
  };
}

/** A violation as its rule has it, and in words. */
export interface JudgedViolation {
  readonly violation: Violation;
  readonly rendered: RenderedViolation;
}

/** All violations of a state, however many they are; none where the rule cannot judge it. */
export function violationsIn(
  rule: AnyRule,
  state: State,
  context: Context<State, unknown>,
): readonly JudgedViolation[] {
  const judged = rule.judge(state, context);
  if (isUnknown(judged)) return [];
  return judged.map((violation) => ({ violation, rendered: renderViolation(rule, violation) }));
}

/** Why no plan is possible for a violation alone, as a sentence; `undefined`: one is possible. */
export function unplannable(
  rule: AnyRule,
  state: State,
  violation: Violation,
  context: Context<State, unknown>,
): string | undefined {
  const planned = plannedBy(rule, state, [violation], context);
  if ('cannot' in planned) return planned.cannot;
  return planned.actions.length === 0 ? 'No action fixes it.' : undefined;
}

/** Whether a person has to agree to the fix of a violation. */
export function needsApproval({ remediation }: AnyRule, { message, unless }: Violation): boolean {
  return unless !== undefined || remediation?.approveFor?.includes(message) === true;
}

function declaredBy(rule: AnyRule): (action: Action) => AnyActionType {
  const types = typesOf(rule);
  return ({ type }) => {
    const declared = types.get(type);
    if (!declared) throw new Error(`${rule.id} plans ${type}, which it does not declare`);
    return declared;
  };
}

type Planned = { readonly actions: readonly Action[] } & Pick<Alternatives, 'byHand' | 'unsure'>;

/**
 * The actions that fix some violations of a state. They are simulated and judged first: none leads to a state to which
 * the rule objects with its options of today, besides what else is wrong with the state already.
 */
export function plannedBy(
  rule: AnyRule,
  state: State,
  violations: readonly Violation[],
  context: Context<State, unknown>,
): Planned | Unplannable {
  if (!rule.remediation) return { actions: [] };
  const offered = rule.remediation.plan(state, violations, context);
  const plans = alternativesOf(offered).filter((actions) => actions.length > 0);
  if (plans.length === 0) return isUnplannable(offered) ? { cannot: offered.cannot } : { actions: [] };
  const { byHand = [], unsure = false } = 'oneOf' in offered ? offered : {};
  const typeOf = declaredBy(rule);
  let still: Violation | undefined;
  for (const actions of plans) {
    actions.forEach(typeOf);
    const objection = objectionTo(rule, state, actions, violations, context);
    if (!objection) return { actions, byHand, unsure };
    still ??= objection;
  }
  if (isUnplannable(offered)) return { cannot: offered.cannot };
  return { cannot: `This would still be wrong afterwards: ${still ? renderViolation(rule, still).text : ''}` };
}

/** What the rule would find wrong after the actions, besides what is wrong before and not to be fixed by them. */
function objectionTo(
  rule: AnyRule,
  state: State,
  actions: readonly Action[],
  violations: readonly Violation[],
  context: Context<State, unknown>,
): Violation | undefined {
  const judged = rule.judge(simulate(rule, state, actions), context);
  if (isUnknown(judged) || judged.length === 0) return undefined;
  const before = rule.judge(state, context);
  const fixed = new Set(violations.map(({ path }) => path));
  const left = new Set(isUnknown(before) ? [] : before.map(({ path }) => path).filter((path) => !fixed.has(path)));
  return judged.find(({ path }) => !left.has(path));
}

/** Would the plan's actions leave exactly these violations in this state? Nothing is called: they are simulated. */
export function planHolds(
  rule: AnyRule,
  state: State,
  plan: Plan,
  context: Context<State, unknown>,
  left: readonly RenderedViolation[] = [],
): boolean {
  if (plan.actions.length === 0) return false;
  const judged = rule.judge(simulate(rule, state, plan.actions), context);
  if (isUnknown(judged)) return judged.cleared && left.length === 0;
  return sameViolations(rendered(rule, judged), bounded(left));
}

/** The watched fields that the event changed, without secrets. A resource that is gone has none left. */
function changesBetween(fields: readonly string[], before: unknown, after: unknown): Change[] {
  const [old, now] = [before, after].map(objectOf);
  return fields
    .map((field) => ({ field, before: old?.[field], after: after === GONE ? null : now?.[field] }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
    .map(({ field, before, after }) => ({ field, before: withoutFreeTexts(before), after: withoutFreeTexts(after) }));
}
