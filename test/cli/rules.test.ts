import { describe, expect, test } from 'vitest';
import { listRules, showRule } from '../../cli/commands/rules.ts';
import ids from '../../generated/controls.json' with { type: 'json' };
import { rules } from '../../generated/rules.ts';
import { type Controls, listControls } from '../../shared/core/controls.ts';
import { messagesOf } from '../../shared/core/message.ts';
import { byFramework } from '../../shared/core/rule-controls.ts';

type ById = Readonly<Record<string, readonly string[]>>;

const idsIn = (byName: ById) => Object.entries(byName).flatMap(([name, own]) => own.map((id) => `${name} ${id}`));
const idsOf = (controls: Controls) => idsIn(Object.fromEntries(byFramework(listControls(controls), ids)));

interface RuleJson {
  readonly id: string;
  readonly controls: ById;
  readonly messages: readonly { readonly id: string; readonly controls: ById }[];
}

const listed = JSON.parse(listRules(true)) as readonly RuleJson[];

describe.each(rules.map((rule) => [rule.id, rule] as const))('plumbline rules show %s', (id, rule) => {
  const carried = [...new Set(messagesOf(rule).flatMap(({ controls }) => idsOf(controls)))];
  const text = showRule(id, false);
  const json = JSON.parse(showRule(id, true)) as RuleJson;

  test('names every control that a finding of the rule can carry', () => {
    const section = text.slice(text.indexOf('\nControls\n'));
    const missing = carried.filter((control) => {
      const name = control.slice(control.indexOf(' ') + 1);
      return !section.split(/[\s,:]+/).includes(name) && !section.includes(name);
    });
    expect(missing).toEqual([]);
  });

  test('has them as JSON too, also by message', () => {
    const all = idsIn(json.controls);
    expect(carried.filter((control) => !all.includes(control))).toEqual([]);
    expect(json.messages.map((message) => [message.id, idsIn(message.controls)])).toEqual(
      messagesOf(rule).map((message) => [message.id, idsOf(message.controls)]),
    );
    expect(listed.find((each) => each.id === id)).toEqual(json);
  });
});

test('some messages carry other controls than their rule', () => {
  const own = rules.filter((rule) =>
    messagesOf(rule).some(({ controls }) => listControls(controls).join() !== listControls(rule.controls).join()),
  );
  expect(own.length).toBeGreaterThan(3);
});
