import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import ids from '../../generated/controls.json' with { type: 'json' };
import { listControls } from '../../shared/core/controls.ts';
import { messagesOf } from '../../shared/core/message.ts';
import { type AnyRule } from '../../shared/core/rule.ts';
import { byFramework, servedBy } from '../../shared/core/rule-controls.ts';
import { loadModules, loadRules } from '../support/load.ts';
import type { RuleCases } from '../support/rule-cases.ts';

const rules = [...(await loadRules()).values()].map(({ default: rule }) => [rule.id, rule] as const);
const cases = [...(await loadModules<{ default: RuleCases }>('test/rules', '.cases.ts')).values()];

/** The controls on the violations that the cases of a rule show. */
function brokenIn(rule: AnyRule): ReadonlySet<string> {
  const own = cases.find(({ default: each }) => each.rule.id === rule.id)?.default;
  const shown = new Set(own?.drifted.flatMap(({ violations }) => violations.map(({ message }) => message)));
  if (rule.judgeGone) shown.add('deleted');
  const broken = messagesOf(rule).flatMap(({ id, controls }) => (shown.has(id) ? listControls(controls) : []));
  // What breaks a part of a control breaks the control.
  return new Set(broken.flatMap((control) => [control, control.replace(/\/.*/, '')]));
}

/** The controls that a rule and its messages claim. */
const claimedBy = (rule: AnyRule): ReadonlySet<string> => new Set(servedBy(rule).map(({ control }) => control));

describe.each(rules)('%s', (_, rule) => {
  test('has a case that breaks each control that it claims', () => {
    const broken = brokenIn(rule);
    expect([...claimedBy(rule)].filter((control) => !broken.has(control))).toEqual([]);
  });

  test('names controls whose ids are known', () => {
    expect([...claimedBy(rule)].filter((control) => !Object.hasOwn(ids, control))).toEqual([]);
  });

  test('says of each half control what it leaves out, as a sentence', () => {
    for (const { partly = 'Nothing.' } of servedBy(rule)) expect(partly).toMatch(/^[A-Z].*[^.]\.$/);
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
    const claimed = rules.flatMap(([id, rule]) =>
      byFramework([...claimedBy(rule)], ids).flatMap(([, own]) => own.map((sentence) => [id, sentence] as const)),
    );
    expect(claimed.filter(([, control]) => control !== undefined && idle.has(control))).toEqual([]);
  });
});
