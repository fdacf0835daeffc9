import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { listControls } from '../../shared/core/controls.ts';
import { messagesOf } from '../../shared/core/message.ts';
import { type AnyRule } from '../../shared/core/rule.ts';
import { loadModules, loadRules } from '../support/load.ts';
import type { RuleCases } from '../support/rule-cases.ts';

const rules = [...(await loadRules()).values()].map(({ default: rule }) => [rule.id, rule] as const);
const cases = [...(await loadModules<{ default: RuleCases }>('test/rules', '.cases.ts')).values()];

/** The controls on the violations that the cases of a rule show. */
function brokenIn(rule: AnyRule): ReadonlySet<string> {
  const own = cases.find(({ default: each }) => each.rule.id === rule.id)?.default;
  const shown = new Set(own?.drifted.flatMap(({ violations }) => violations.map(({ message }) => message)));
  if (rule.judgeGone) shown.add('deleted');
  return new Set(messagesOf(rule).flatMap(({ id, controls }) => (shown.has(id) ? listControls(controls) : [])));
}

/** The controls that a rule and its messages claim. */
const claimedBy = (rule: AnyRule): ReadonlySet<string> =>
  new Set([rule.controls, ...messagesOf(rule).map(({ controls }) => controls)].flatMap(listControls));

describe.each(rules)('%s', (_, rule) => {
  test('has a case that breaks each control that it claims', () => {
    const broken = brokenIn(rule);
    expect([...claimedBy(rule)].filter((control) => !broken.has(control))).toEqual([]);
  });
});

interface Sentence {
  readonly id: string;
  /** `scope` and `info` ask for nothing. */
  readonly kind: string;
}

const CATALOGUE = new URL('../../../shared/catalogue/controls.json', import.meta.url);

describe.skipIf(!existsSync(CATALOGUE))('the sentences of the checklists', () => {
  test('that ask for nothing are claimed by no rule', () => {
    const { seeds }: { readonly seeds: readonly Sentence[] } = JSON.parse(readFileSync(CATALOGUE, 'utf8'));
    const idle = new Set(seeds.filter(({ kind }) => /^(?:scope|info)$/.test(kind)).map(({ id }) => id));
    expect(idle.size).toBeGreaterThan(0);
    const claimed = rules.flatMap(([id, rule]) => [...claimedBy(rule)].map((control) => [id, control.split(' ')[1]]));
    expect(claimed.filter(([, control]) => control !== undefined && idle.has(control))).toEqual([]);
  });
});
