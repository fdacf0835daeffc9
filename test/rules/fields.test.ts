import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/config/settings.ts';
import { compareEvents, decodeEvent } from '../../shared/core/event.ts';
import { eventsSetting } from '../../shared/core/kind.ts';
import type { Violation } from '../../shared/core/message.ts';
import type { AnyRule, Context } from '../../shared/core/rule.ts';
import { judge } from '../../shared/evaluate/judge.ts';
import { createTracker } from '../../shared/replay/track.ts';
import { loadModules, loadRules } from '../support/load.ts';
import type { RuleCases } from '../support/rule-cases.ts';
import { contextOf, trustedIn } from '../support/test-rule.ts';

type State = object;

const rules = await loadRules();
const cases = await loadModules<{ default: RuleCases }>('test/rules', '.cases.ts');

/** The rule, with every field that its judgement reads, of the state or of the baseline, written down. */
function recorded(rule: AnyRule, read: Set<string>): AnyRule {
  const seen = (state: State): State =>
    new Proxy(state, {
      get(target, field) {
        if (typeof field === 'string') read.add(field);
        const value: unknown = Reflect.get(target, field);
        return value;
      },
      has(target, field) {
        read.add(String(field));
        return Reflect.has(target, field);
      },
      // A copy or a rest of the state reads all of it, whatever this state holds.
      ownKeys(target) {
        read.add('every field');
        return Reflect.ownKeys(target);
      },
    });
  const within = (context: Context<State, unknown>) => ({
    ...context,
    baseline: context.baseline && seen(context.baseline),
    neighbours: new Proxy(context.neighbours, {
      get(target, name) {
        read.add(`neighbours.${String(name)}`);
        const value: unknown = Reflect.get(target, name);
        return value;
      },
    }),
  });
  const { judgeGone, remediation } = rule;
  return {
    ...rule,
    judge: (state: State, context: Context<State, unknown>) => rule.judge(seen(state), within(context)),
    ...(judgeGone ? { judgeGone: (context: Context<State, unknown>) => judgeGone(within(context)) } : {}),
    // A plan may read every field of its resource. A neighbour that it reads has to be declared.
    ...(remediation
      ? {
          remediation: {
            ...remediation,
            plan: (state: State, violations: readonly Violation[], context: Context<State, unknown>) =>
              remediation.plan(state, violations, { ...within(context), baseline: context.baseline }),
          },
        }
      : {}),
  };
}

/** Every field that a rule's judgement reads over all its cases. */
async function fieldsRead(
  rule: AnyRule,
  { compliant, drifted, unknown = [], events }: RuleCases,
): Promise<readonly string[]> {
  const read = new Set<string>();
  const recording = recorded(rule, read);
  for (const given of [...compliant, ...drifted, ...unknown]) {
    judge(recording, undefined, given.state, contextOf(rule, given));
  }
  for (const given of events) {
    const defaults = defaultSettings([recording], trustedIn(given));
    const options = rule.options.parse(given.options ?? {});
    const tracker = createTracker({ ...defaults, rules: defaults.rules.map((each) => ({ ...each, options })) });
    const delivered = given.events.map((record) => decodeEvent(record)).toSorted(compareEvents);
    for (const event of delivered) await tracker.accept(event);
  }
  return [...read];
}

describe.each([...rules])('%s', (path, { default: rule }) => {
  const own = cases.get(path.replace(/\.ts$/, '.cases.ts'))?.default;

  test('declares every field that its judgement reads', async () => {
    const read = own ? await fieldsRead(rule, own) : [];
    const declared = new Set<string>([
      ...rule.watches,
      ...(rule.reads ?? []),
      ...(rule.neighbours ?? []).map((name: string) => `neighbours.${name}`),
    ]);
    expect(
      read
        .filter((field) => !declared.has(field))
        .map(
          (field) => `shared/rules/${path} reads ${field}: name it in "watches", or in "reads" if no finding shows it`,
        ),
    ).toEqual([]);
  });

  test('declares no other field that its judgement does not read', async () => {
    const read = own ? await fieldsRead(rule, own) : [];
    expect((rule.reads ?? []).filter((field: string) => !read.includes(field))).toEqual([]);
    expect((rule.neighbours ?? []).filter((name: string) => !read.includes(`neighbours.${name}`))).toEqual([]);
  });

  test('is kept from no event that would not trigger it', () => {
    const setting: readonly string[] = eventsSetting(rule.kind, [...rule.watches, ...(rule.reads ?? [])]);
    expect((rule.notTriggeredBy ?? []).filter((event: string) => !setting.includes(event))).toEqual([]);
  });
});
