import { describe, expect, test } from 'vitest';
import { listControls } from '../../shared/core/controls.ts';
import { type AnyRule, messagesOf } from '../../shared/core/rule.ts';
import { loadModules, loadRules } from '../support/load.ts';
import type { RuleCases } from '../support/rule-cases.ts';

const rules = [...(await loadRules()).values()].map(({ default: rule }) => [rule.id, rule as AnyRule] as const);
const cases = [...(await loadModules<{ default: RuleCases }>('test/rules', '.cases.ts')).values()];

/** The controls on the violations that the cases of a rule show. */
function brokenIn(rule: AnyRule): ReadonlySet<string> {
  const own = cases.find(({ default: each }) => each.rule.id === rule.id)?.default;
  const shown = new Set(own?.drifted.flatMap(({ violations }) => violations.map(({ message }) => message)));
  if (rule.judgeGone) shown.add('deleted');
  return new Set(messagesOf(rule).flatMap(({ id, controls }) => (shown.has(id) ? listControls(controls) : [])));
}

describe.each(rules)('%s', (_, rule) => {
  test('has a case that breaks each control that it claims', () => {
    const broken = brokenIn(rule);
    expect(listControls(rule.controls).filter((control) => !broken.has(control))).toEqual([]);
  });
});
