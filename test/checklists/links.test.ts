import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explain } from '../../cli/output/checklist/explain.ts';
import { rules } from '../../generated/rules.ts';
import { CHECKLISTS, STATEMENTS } from '../../shared/checklists/checklists.ts';
import { DRIFTS, driftOf } from '../../shared/checklists/drifts.ts';
import { linksOf } from '../../shared/checklists/links.ts';
import { NEEDS } from '../../shared/checklists/needs.ts';
import { controlOf } from '../../shared/checklists/statement.ts';
import { optionsOf } from '../../shared/config/options.ts';
import { loadModules } from '../support/load.ts';
import type { RuleCases } from '../support/rule-cases.ts';
import { about, finding, inOrder, stateIn } from './facts.ts';

const cases = [...(await loadModules<{ default: RuleCases }>('test/rules', '.cases.ts')).values()];

/** The case of a rule that shows a violation with this message. */
function caseOf(rule: string, message: string): string | undefined {
  const own = cases.find(({ default: each }) => each.rule.id === rule)?.default;
  const drifted = own?.drifted.find(({ violations }) => violations.some((each) => each.message === message));
  if (drifted) return drifted.name;
  // A resource that is gone has no state: its end is an event.
  const ends = own?.rule.judgeGone && message.startsWith('deleted') ? own.events : [];
  return ends.find(({ transitions }) => transitions.includes('opened'))?.name;
}

const statements = [...STATEMENTS.values()];
const links = statements.flatMap((statement) =>
  linksOf(statement, rules).flatMap(([, own]) =>
    own.flatMap((link) => link.messages.map((message) => ({ ...link, id: statement.id, message }))),
  ),
);

describe('a rule is below a statement where its violation breaks it', () => {
  test.each(links.map((link) => ({ ...link, drift: driftOf(link.control), named: caseOf(link.rule, link.message) })))(
    '$id is broken where $drift: $rule, "$named"',
    ({ id, rule, message, drift, named }) => {
      expect(named, `no case of ${rule} shows ${message}`).toBeDefined();
      const facts = { ...about(rule, { open: 1 }), findings: [finding(rule, [message])] };
      const state = stateIn(id, facts);
      expect(state.state).toBe('broken');
      expect(explain(state).join(' ')).toContain(`Broken, as ${drift} (${rule}: finding 16f3a7ca9f6a6fd8 on web`);
      expect(stateIn(id, inOrder()).state).not.toBe('broken');
    },
  );

  test('what a statement does not ask for breaks nothing', () => {
    const everyone = { ...about('client-vpn-internet-authorization', { open: 1 }), findings: [] };
    const of = (message: string) => [finding('client-vpn-internet-authorization', [message])];
    expect(stateIn('ESS-L15.1', { ...everyone, findings: of('everyone') }).state).toBe('kept');
    expect(stateIn('ESS-L15.1', { ...everyone, findings: of('internet') }).state).toBe('broken');
    const issued = about('acm-self-signed-imported', { open: 1 });
    const ofPrivate = { ...issued, findings: [finding('acm-self-signed-imported', ['privateAuthority'])] };
    expect(stateIn('ESS-L23.1', ofPrivate).state).toBe('broken');
    expect(stateIn('ESS-L23.2', ofPrivate).state).not.toBe('broken');
    const gateway = about('vpc-internet-gateway-attached', { open: 1 });
    const attached = { ...gateway, findings: [finding('vpc-internet-gateway-attached', ['attached'])] };
    expect(stateIn('ED-L12.1', attached).state).not.toBe('broken');
  });
});

describe('the checklists', () => {
  test('have every statement once, in the order of the page', () => {
    const all = Object.values(CHECKLISTS).flatMap((checklist) => checklist.statements);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.length).toBe(59);
    for (const { statements: own } of Object.values(CHECKLISTS)) {
      const sections = Map.groupBy(own, ({ section }) => section);
      for (const [section, below] of sections) {
        const numbers = below.map(({ number }) => number);
        const first = numbers[0] ?? 0;
        expect([section, numbers]).toEqual([section, numbers.map((_, index) => first + index)]);
        expect(first).toBeLessThan(2);
      }
    }
  });

  test.each(statements)('$id asks nothing, or says what breaks it or what AWS does not show', (statement) => {
    const { says, asksNothing, brokenBy, unseen, note } = statement;
    const isSentence = /^[A-Z].*[^.]\.$/s;
    for (const text of [says, asksNothing, unseen?.what, unseen?.shownBy, note])
      if (text !== undefined) expect(text).toMatch(isSentence);
    if (asksNothing === undefined) expect(brokenBy ?? unseen).toBeDefined();
    else expect([brokenBy, unseen]).toEqual([undefined, undefined]);
    expect(new Set(brokenBy?.map(controlOf)).size).toBe(brokenBy?.length ?? 0);
  });

  test('have words for every control, and no words for others', () => {
    const used = new Set(statements.flatMap(({ brokenBy = [] }) => brokenBy.map(controlOf)));
    expect([...used].filter((control) => !DRIFTS[control])).toEqual([]);
    expect(Object.keys(DRIFTS).filter((control) => !used.has(control))).toEqual([]);
  });

  test('need options that exist, and whose default leaves something out', () => {
    for (const { rule: id, option, value, control } of NEEDS) {
      const rule = rules.find((each) => each.id === id) ?? expect.fail(`There is no rule ${id}.`);
      const found = optionsOf(rule).find(({ name }) => name === option);
      expect([id, option, found?.default === undefined || found.default === value]).toEqual([id, option, false]);
      expect(links.some((link) => link.rule === id && link.control === control)).toBe(true);
    }
  });

  test('leave out parts of controls that exist', () => {
    const excepted = statements.flatMap(({ brokenBy = [] }) =>
      brokenBy.flatMap((each) =>
        typeof each === 'string' ? [] : each.except.map((part) => `${each.control}/${part}`),
      ),
    );
    const claims = rules.flatMap((rule) =>
      [rule.controls, ...Object.values(rule.messages)].map((each) => JSON.stringify(each)),
    );
    expect(excepted.filter((part) => !claims.some((text) => text.includes(`"${part}"`)))).toEqual([]);
  });
});

const CATALOGUE = new URL('../../../shared/catalogue/controls.json', import.meta.url);

interface Seed {
  readonly id: string;
  /** `scope`, `info` and the like ask for nothing. */
  readonly kind: string;
  readonly controls: readonly string[];
}

describe.skipIf(!existsSync(CATALOGUE))('the checklists, beside the catalogue', () => {
  const { seeds, controls }: { seeds: readonly Seed[]; controls: readonly { readonly slug: string }[] } = JSON.parse(
    existsSync(CATALOGUE) ? readFileSync(CATALOGUE, 'utf8') : '{"seeds":[],"controls":[]}',
  );

  test('answer every sentence, in the same order', () => {
    expect(statements.map(({ id }) => id)).toEqual(seeds.map(({ id }) => id));
  });

  test('ask nothing where the sentence asks for nothing', () => {
    const idle = seeds.filter(({ kind }) => /^(?:scope|info|pointer|negative|rationale)$/.test(kind));
    expect(statements.filter(({ asksNothing }) => asksNothing !== undefined).map(({ id }) => id)).toEqual(
      idle.map(({ id }) => id),
    );
  });

  test('name controls that it knows', () => {
    const known = new Set(controls.map(({ slug }) => slug));
    expect(Object.keys(DRIFTS).filter((control) => !known.has(control))).toEqual([]);
  });
});
