import type { Action, AnyActionType } from '../core/action.ts';
import { bounded } from '../core/bound.ts';
import type { Change, Plan } from '../core/finding.ts';
import { objectOf } from '../core/json.ts';
import { type Judgement, sameViolations } from '../core/judgement.ts';
import { GONE, type Gone } from '../core/kind.ts';
import { type RenderedViolation, renderViolation, type Violation } from '../core/message.ts';
import { simulate, typesOf } from '../core/plan.ts';
import { type AnyRule, type Context, isUnknown, isUnplannable } from '../core/rule.ts';

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
  if (!remediation) return { ...NO_PLAN, steps: [rule.fix] };
  const actions = remediation.plan(state, violations, context);
  if (isUnplannable(actions)) return { ...NO_PLAN, steps: [`${rule.fix} (${actions.cannot})`] };
  if (actions.length === 0) return { ...NO_PLAN, steps: [rule.fix] };
  const types = typesOf(rule);
  const typeOf = (action: Action): AnyActionType => {
    const type = types.get(action.type);
    if (!type) throw new Error(`${rule.id} plans ${action.type}, which it does not declare`);
    return type;
  };
  const caution = remediation.caution?.(state, violations, context);
  const steps = actions.map((action) => typeOf(action).describe(action.params));
  return {
    steps: caution === undefined ? steps : [...steps.slice(0, -1), `${steps.at(-1)} (${caution})`],
    mode:
      caution !== undefined ||
      violations.some(({ message, unless }) => unless !== undefined || remediation.approveFor?.includes(message))
        ? 'approve'
        : remediation.mode,
    actions,
    undo: actions.map((action) => typeOf(action).inverse(action.params)).reverse(),
  };
}

/** Would the plan's actions leave exactly these violations in this state? Nothing is called: they are simulated. */
export function planHolds(
  rule: AnyRule,
  state: State,
  plan: Plan,
  context: Context<State, unknown>,
  left: readonly Pick<RenderedViolation, 'path' | 'text'>[] = [],
): boolean {
  if (plan.actions.length === 0) return false;
  const judged = rule.judge(simulate(rule, state, plan.actions), context);
  if (isUnknown(judged)) return judged.cleared && left.length === 0;
  return sameViolations(rendered(rule, judged), left);
}

/** The watched fields that the event changed. A resource that is gone has none left. */
function changesBetween(fields: readonly string[], before: unknown, after: unknown): Change[] {
  const [old, now] = [before, after].map(objectOf);
  return fields
    .map((field) => ({ field, before: old?.[field], after: after === GONE ? null : now?.[field] }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}
