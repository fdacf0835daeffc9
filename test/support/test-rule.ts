import { describe, expect, test } from 'vitest';
import { actionTypes } from '../../generated/actions.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import type { Action, AnyActionType } from '../../shared/core/action.ts';
import { compareEvents, decodeEvent, eventId, type TrailEvent } from '../../shared/core/event.ts';
import { evolve, refsOf } from '../../shared/core/kind.ts';
import { renderViolation } from '../../shared/core/message.ts';
import { unseenNeighbours } from '../../shared/core/neighbour.ts';
import { type AnyRule, type Context, isUnknown } from '../../shared/core/rule.ts';
import { plannedBy } from '../../shared/evaluate/judge.ts';
import { createTracker } from '../../shared/replay/track.ts';
import { ACCOUNT, REGION } from './events.ts';
import type { EventCase, RuleCases } from './rule-cases.ts';

type State = object;
type Case = RuleCases['compliant'][number];

/**
 * Runs a rule's cases and the laws every rule keeps: a plan survives JSON, leaves nothing to
 * report, and its undo restores the state; events come to the same end twice or shuffled.
 */
export function testRule({ rule, compliant, drifted, unknown, events }: RuleCases): void {
  describe(rule.id, () => {
    test.each(compliant)('compliant: $name', (given) => {
      expect(rule.judge(given.state, contextOf(rule, given))).toEqual([]);
    });

    test.each(unknown ?? [])('unknown: $name', (given) => {
      const judged = rule.judge(given.state, contextOf(rule, given));
      expect(isUnknown(judged), `judged ${JSON.stringify(judged)}`).toBe(true);
    });

    test.each(drifted)('drifted: $name', (given) => {
      const context = contextOf(rule, given);
      const found = rule.judge(given.state, context);
      expect(isUnknown(found) ? found : found.map(({ extent: _extent, ...rest }) => rest)).toEqual(given.violations);
      if (isUnknown(found)) throw new Error('a drifted case is judged unknown');
      const alone = rule.judge(given.state, { ...context, neighbours: unseenNeighbours(rule) });
      expect(isUnknown(alone) || alone.length > 0, 'compliant although its neighbours are not known').toBe(true);
      for (const violation of found) expect(renderViolation(rule, violation).text).not.toMatch(/\{\{|undefined/);
      if (!rule.remediation) return;
      const planned = plannedBy(rule, given.state, found, context);
      if ('cannot' in planned) {
        expect(given.cannot, `cannot be planned: ${planned.cannot}`).toBeDefined();
        expect(planned.cannot).toMatch(given.cannot ?? /^$/);
        return;
      }
      expect(given.cannot, 'a plan is made').toBeUndefined();
      if (given.plan) expect(planned.actions).toEqual(given.plan);
      checkPlan(rule, given.state, planned.actions, context);
    });

    test.each(events)('events: $name', (given) => checkEvents(rule, given));
  });
}

function checkPlan(rule: AnyRule, state: State, plan: readonly Action[], context: Context<State, unknown>): void {
  expect(plan.length, 'the plan is empty').toBeGreaterThan(0);
  expect(JSON.parse(JSON.stringify(plan)), 'the plan does not survive JSON').toEqual(plan);
  const types = new Map<string, AnyActionType>(rule.remediation?.actions.map((type) => [type.type, type]));
  const typeOf = ({ type }: Action) => types.get(type) ?? expect.fail(`undeclared action ${type}`);
  const fixed = plan.reduce<State>((now, action) => typeOf(action).simulate(now, action.params), state);
  for (const action of plan) {
    expect(typeOf(action).describe(action.params)).not.toMatch(/undefined|\[object/);
    expect(canonical(typeOf(action).simulate(fixed, action.params)), 'repeating a step changes something').toEqual(
      canonical(fixed),
    );
  }
  const judged = rule.judge(fixed, context);
  expect(isUnknown(judged) ? judged.cleared : judged.length === 0, `the plan leaves ${JSON.stringify(judged)}`).toBe(
    true,
  );
  // The inverse may be another type, which the rule need not declare; it is found among the kind's actions.
  const undone = plan.map((action) => typeOf(action).inverse(action.params)).reverse();
  const restored = undone.reduce<State>((now, { type, params }) => actionType(type).simulate(now, params), fixed);
  expect(canonical(restored), 'the undo does not restore the state').toEqual(canonical(state));
}

export function actionType(type: string): AnyActionType {
  return actionTypes.get(type) ?? expect.fail(`there is no action ${type}`);
}

async function checkEvents(rule: AnyRule, given: EventCase<unknown>): Promise<void> {
  const events = given.events.map((record) => decodeEvent(record));
  const seen = await follow(rule, given, events);
  expect(seen.transitions.map(({ type }) => type)).toEqual(given.transitions);
  if (given.resource !== undefined) {
    for (const { finding } of seen.transitions) expect(finding.resource.id).toBe(given.resource);
  }
  if (given.texts) {
    const texts = seen.transitions.at(-1)?.violations.map(({ text }) => text) ?? [];
    expect(texts).toEqual(given.texts.map((text) => (typeof text === 'string' ? text : expect.stringMatching(text))));
  }
  if (given.doubt) expect(seen.doubts.map(({ why }) => why).join('\n')).toMatch(given.doubt);
  if (given.unreadable) expect(seen.unreadable.join('\n')).toMatch(given.unreadable);
  else expect(seen.unreadable).toEqual([]);

  const again = await follow(rule, given, [...events.toReversed(), ...events]);
  expect(again, 'shuffled and repeated events end elsewhere').toEqual(seen);
  for (const event of events) if (!given.unreadable) await checkTwice(rule, event);
}

async function checkTwice(rule: AnyRule, event: TrailEvent): Promise<void> {
  for (const { id } of refsOf(rule.kind, event)) {
    const once = await evolve<State>(rule.kind, undefined, event, id);
    const twice = await evolve<State>(rule.kind, once, event, id);
    expect(canonical(twice), 'the same event twice').toEqual(canonical(once));
  }
}

async function follow(rule: AnyRule, given: EventCase<unknown>, events: readonly TrailEvent[]) {
  const options = rule.options.parse(given.options ?? {});
  const defaults = defaultSettings([rule], trustedIn(given));
  const tracker = createTracker({ ...defaults, rules: defaults.rules.map((each) => ({ ...each, options })) });
  const transitions = [];
  const unreadable: string[] = [];
  for (const event of events.toSorted(compareEvents)) {
    const accepted = await tracker.accept(event);
    transitions.push(...accepted.events);
    unreadable.push(...accepted.unreadable);
  }
  return { transitions, unreadable, doubts: tracker.undetermined(), findings: tracker.findings() };
}

export function contextOf(rule: AnyRule, given: Case): Context<State, unknown> {
  return {
    ref: { kind: rule.kind.name, account: ACCOUNT, region: REGION, id: given.id ?? 'example' },
    options: rule.options.parse(given.options ?? {}),
    baseline: given.baseline,
    trusted: trustedIn(given),
    now: Date.parse(given.at ?? '2026-03-02T12:00:00Z'),
    neighbours: { ...unseenNeighbours(rule), ...given.neighbours },
  };
}

export function trustedIn({ trusted }: Pick<Case, 'trusted'>): Context<State, unknown>['trusted'] {
  return {
    accounts: trusted?.accounts ?? [],
    ...(trusted?.organizations ? { organizations: trusted.organizations } : {}),
  };
}

/** AWS promises no order of the elements of a collection. */
export function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map(canonical).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, canonical(member)]),
  );
}

/** The events that a rule's cases exercise. */
export function exercised({ events }: RuleCases): ReadonlySet<string> {
  return new Set(events.flatMap((given) => given.events.map((record) => eventId(decodeEvent(record)))));
}
