import { expect, test } from 'vitest';
import { ruleOutlines } from '../../generated/rule-outlines.ts';
import { rules } from '../../generated/rules.ts';
import { rulesByKind } from '../../generated/rules-by-kind.ts';
import { kindsIn, outlineOf } from '../../shared/core/outline.ts';

test('what is generated of each rule is what the rule says', () => {
  expect(ruleOutlines).toEqual(rules.map(outlineOf));
});

test('the rules of each kind in outline are those that the kind loads', async () => {
  for (const { name, global, alsoGlobal } of kindsIn(ruleOutlines)) {
    const loaded = await rulesByKind[name]?.load();
    expect(ruleOutlines.filter(({ kind }) => kind.name === name).map(({ id }) => id)).toEqual(
      loaded?.default.map(({ id }) => id),
    );
    expect({ global, alsoGlobal }).toEqual({ global: loaded?.kind.global, alsoGlobal: loaded?.kind.alsoGlobal });
  }
});

test('kinds are named once each', () => {
  const names = kindsIn(ruleOutlines).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('security-group');
});

test('a rule that judges the end of its resources says so, and another does not', () => {
  const outlineNamed = (id: string) => ruleOutlines.find((each) => each.id === id);
  expect(outlineNamed('cloudtrail-stopped-or-deleted')?.judgesEnd).toBe(true);
  expect(outlineNamed('sg-open-ingress')?.judgesEnd).toBe(false);
});
