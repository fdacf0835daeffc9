import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareSeverity } from '../../shared/core/severity.ts';
import { loadModules, loadRules } from '../support/load.ts';
import type { RuleCases } from '../support/rule-cases.ts';
import { actionType, exercised, testRule } from '../support/test-rule.ts';

const rules = await loadRules();
const cases = await loadModules<{ default: RuleCases }>('test/rules', '.cases.ts');
const pages = new Set(readdirSync(new URL('../../docs/rules', import.meta.url)));

describe.each([...rules])('%s', (path, { default: rule }) => {
  const own = cases.get(casesFor(path))?.default;

  test('is named after its id', () => expect(path.endsWith(`/${rule.id}.ts`)).toBe(true));
  test('has cases of its own', () => expect(own?.rule.id).toBe(rule.id));
  test('has compliant, drifted and event cases', () => {
    expect(own?.compliant.length, 'compliant').toBeGreaterThan(0);
    expect(own?.drifted.length, 'drifted').toBeGreaterThan(0);
    expect(own?.events.length, 'events').toBeGreaterThan(0);
  });
  test('has a page', () => expect(pages).toContain(`${rule.id}.md`));
  test('exercises every event it names', () => {
    expect([...rule.triggers].filter((id: string) => !own || !exercised(own).has(id))).toEqual([]);
  });
  test('sets every option in a case', () => {
    const { compliant = [], drifted = [], unknown = [], events = [] } = own ?? {};
    const set = new Set(
      [...compliant, ...drifted, ...unknown, ...events].flatMap(({ options }) => Object.keys(options ?? {})),
    );
    expect(Object.keys(rule.options.shape).filter((option) => !set.has(option))).toEqual([]);
  });
  test('shows every message in a case', () => {
    const shown = new Set(own?.drifted.flatMap(({ violations }) => violations.map(({ message }) => message)));
    // Cases with events show what a deleted resource is told for.
    const isShown = (id: string) => shown.has(id) || (rule.judgeGone !== undefined && id.startsWith('deleted'));
    expect(Object.keys(rule.messages).filter((id) => !isShown(id))).toEqual([]);
  });
  test('can undo what it does', () => {
    for (const { undoneBy, type } of rule.remediation?.actions ?? []) {
      expect(actionType(actionType(undoneBy).undoneBy).type).toBe(type);
    }
  });
  test('states the compliant condition in its title', () => {
    expect(rule.title.length).toBeLessThanOrEqual(100);
    expect(rule.title).not.toMatch(/^(Ensure|Check|Detect|Avoid)|\.$/);
    expect(rule.title).not.toMatch(/\b(is|are) (public|open|disabled|deleted|missing|unencrypted)\b/i);
  });
  test('says its messages and its fix in full sentences', () => {
    const texts = Object.values(rule.messages);
    for (const text of texts) expect(typeof text === 'string' ? text : text.text).toMatch(/^[A-Z{].*\.$/s);
    expect(rule.fix).toMatch(/^[A-Z].*\.$/s);
  });
  test('describes every option', () => {
    const shape: Record<string, { description?: string }> = rule.options.shape;
    for (const [name, option] of Object.entries(shape)) expect(option.description, name).toMatch(/^[A-Z].*\.$/s);
  });
  test('names events that its kind knows', () => {
    expect(rule.triggers.filter((id: string) => !(id in rule.kind.events))).toEqual([]);
    expect(compareSeverity(rule.severity, 'low')).toBeGreaterThanOrEqual(0);
  });
});

test('every case file belongs to a rule', () => {
  const expected = [...rules.keys()].map(casesFor);
  expect([...cases.keys()].filter((path) => !expected.includes(path))).toEqual([]);
});

for (const { default: own } of cases.values()) testRule(own);

function casesFor(path: string): string {
  return path.replace(/\.ts$/, '.cases.ts');
}
