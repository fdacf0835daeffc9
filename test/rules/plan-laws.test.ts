import { afterAll, describe, expect, test } from 'vitest';
import type { Action } from '../../shared/core/action.ts';
import type { Plan } from '../../shared/core/finding.ts';
import { simulate } from '../../shared/core/plan.ts';
import { type AnyRule, type Context, isUnknown } from '../../shared/core/rule.ts';
import { judge } from '../../shared/evaluate/judge.ts';
import { loadModules } from '../support/load.ts';
import type { RuleCases } from '../support/rule-cases.ts';
import { actionType, canonical, contextOf } from '../support/test-rule.ts';

/*
 * What holds for the plan of every rule, whatever the state, the baseline and the options: every state of a rule's cases
 * with every other one as its baseline, and with all options that its cases use.
 */

type Case = RuleCases['compliant'][number];

const cases = [...(await loadModules<{ default: RuleCases }>('test/rules', '.cases.ts')).values()].map(
  (loaded) => loaded.default,
);
const rules = cases.map(({ rule }) => rule);

/** What a plan of one rule makes wrong for another rule of the same kind, and why that is right. */
const MADE_WRONG: Readonly<Record<string, string>> = {
  'kms-key-deletion-scheduled kms-key-disabled disabled':
    'a key that was disabled before, or of which that is not known, is not enabled by the way',
  's3-bucket-policy-public s3-bucket-policy-external-account external':
    'whoever was named before everyone got the access keeps it, and whether that is right the other rule says',
};
const needed = new Set<string>();

interface Combination {
  readonly state: object;
  readonly context: Context<object, unknown>;
}

function* combinationsOf(own: RuleCases): Generator<Combination> {
  const all: readonly Case[] = [...own.drifted, ...own.compliant, ...(own.unknown ?? [])];
  const states = all.flatMap(({ state, baseline }) => (baseline ? [state, baseline] : [state]));
  const baselines = [undefined, ...distinct(states)];
  const options = distinct([{}, ...all.map((each) => each.options ?? {})]);
  for (const given of all) {
    const { trusted: _trusted, neighbours: _neighbours, ...alone } = given;
    for (const around of given.trusted || given.neighbours ? [given, alone] : [given]) {
      for (const option of options) {
        const context = contextOf(own.rule, { ...around, options: option });
        for (const baseline of baselines) yield { state: given.state, context: { ...context, baseline } };
      }
    }
  }
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [text(value), value])).values()];
}

function text(value: unknown): string {
  return JSON.stringify(canonical(value));
}

/** Every action is known to the registry, also an inverse that the rule does not declare. */
function carriedOut(state: object, actions: readonly Action[]): object {
  return actions.reduce<object>((now, { type, params }) => actionType(type).simulate(now, params), state);
}

const counted = { combinations: 0, plans: 0, steps: 0 };
afterAll(() => {
  process.stdout.write(
    `Plan laws: ${counted.combinations} combinations judged, ${counted.plans} plans of ${counted.steps} steps.\n`,
  );
});

describe.each(cases.filter(({ rule }) => rule.remediation))('the plans of $rule.id', (own) => {
  const { rule } = own;
  const seen = { combinations: 0, plans: 0 };
  const broken = new Map<string, Combination>();
  const words = new Map<string, string>();
  const checked = new Map<object, Set<string>>();

  for (const combination of combinationsOf(own)) {
    const { state, context } = combination;
    seen.combinations += 1;
    const { plan } = judge(rule, undefined, state, context);
    if (plan.actions.length === 0) continue;
    seen.plans += 1;
    counted.steps += plan.actions.length;
    const breaks = (law: string) => {
      if (!broken.has(law)) broken.set(law, combination);
    };
    const now = simulate(rule, state, plan.actions);
    const after = rule.judge(now, context);
    if (!isUnknown(after) && after.length > 0) breaks(`leaves nothing wrong: ${plan.steps.join('; ')}`);
    // What follows depends on the state and the plan alone.
    const key = JSON.stringify(plan.actions);
    const known = checked.get(state) ?? new Set<string>();
    if (known.has(key)) continue;
    checked.set(state, known.add(key));
    for (const law of brokenBy(rule, state, plan, words)) breaks(law);
    for (const other of rules.filter(({ id, kind }) => id !== rule.id && kind.name === rule.kind.name)) {
      for (const made of madeWrong(other, combination, now)) {
        needed.add(`${rule.id} ${made}`);
        if (!MADE_WRONG[`${rule.id} ${made}`]) breaks(`makes nothing wrong for another rule: ${made}`);
      }
    }
  }
  counted.combinations += seen.combinations;
  counted.plans += seen.plans;

  test('keep every law', () => {
    expect([...broken].map(([law, { state, context }]) => ({ law, state, context }))).toEqual([]);
  });
  test('are made for a combination of its cases', () => expect(seen.plans).toBeGreaterThan(0));
});

test('tens of thousands of combinations are judged', () => expect(counted.combinations).toBeGreaterThan(20_000));

test('no exception is listed that no plan needs', () => {
  expect(Object.keys(MADE_WRONG).filter((each) => !needed.has(each))).toEqual([]);
});

/** @param words What each step has led to, by the state before it and its sentence. */
function brokenBy(rule: AnyRule, state: object, plan: Plan, words: Map<string, string>): readonly string[] {
  const broken: string[] = [];
  const states = [text(state)];
  let now = state;
  for (const [index, action] of plan.actions.entries()) {
    const step = plan.steps[index] ?? '';
    const before = states.at(-1) ?? '';
    now = simulate(rule, now, [action]);
    const after = text(now);
    if (!/^[A-Z]/.test(step) || /undefined|null|\[object|\.$/.test(step))
      broken.push(`is said in plain words: ${step}`);
    if (states.includes(after)) broken.push(`changes something with every step, and takes nothing back: ${step}`);
    if (text(simulate(rule, now, [action])) !== after) broken.push(`can repeat every step: ${step}`);
    const told = `${action.type} ${before} ${step}`;
    const meaning = meaningOf(after);
    if ((words.get(told) ?? meaning) !== meaning) broken.push(`says in other words what has another end: ${step}`);
    words.set(told, meaning);
    states.push(after);
  }
  if (text(JSON.parse(JSON.stringify(plan.actions))) !== text(plan.actions)) broken.push('is plain JSON');
  if (text(carriedOut(now, plan.undo)) !== states[0]) broken.push('is undone by its undo');
  const declared = [...rule.watches, ...(rule.reads ?? [])];
  for (const field of changedFields(state, now))
    if (!declared.includes(field)) broken.push(`changes no field that its rule does not judge: ${field}`);
  return broken;
}

/** An account can be written in two ways, and a list of one value without its brackets. */
function meaningOf(state: string): string {
  return state.replaceAll(/arn:aws:iam::(\d{12}):root/g, '$1').replaceAll(/\[("[^"]*")\]/g, '$1');
}

function changedFields(before: object, after: object): readonly string[] {
  const [one, other] = [before, after].map((each) => new Map<string, unknown>(Object.entries(each)));
  return [...new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])].filter(
    (field) => text(one?.get(field)) !== text(other?.get(field)),
  );
}

/** The messages of another rule, with its defaults, that are new after a plan. */
function madeWrong(other: AnyRule, { state, context }: Combination, after: object): readonly string[] {
  const beside = { ...contextOf(other, { name: '', state, id: context.ref.id }), baseline: context.baseline };
  const [before, now] = [state, after].map((each) => {
    const judged = other.judge(each, beside);
    return isUnknown(judged) ? [] : judged.map(({ message, path }) => `${other.id} ${message} ${path}`);
  });
  return (now ?? []).filter((each) => !before?.includes(each)).map((each) => each.split(' ').slice(0, 2).join(' '));
}
