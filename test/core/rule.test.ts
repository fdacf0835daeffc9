import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineKind } from '../../shared/core/kind.ts';
import { renderViolation } from '../../shared/core/message.ts';
import { conclude, defineRule, isUnknown, isUnplannable, partly, unknown } from '../../shared/core/rule.ts';

const door = defineKind<{ readonly open?: boolean }>()({
  name: 'door',
  type: 'AWS::Test::Thing',
  title: 'Door',
  blank: {},
  events: { 'door:Open': { ids: () => ['front'] } },
});

const rule = defineRule({
  id: 'door-open',
  title: 'Doors stay shut',
  severity: 'high',
  kind: door,
  watches: ['open'],
  controls: ['door-open', { control: 'door-locked', partly: 'Windows are not judged.' }],
  options: z.strictObject({}),
  messages: {
    plain: 'It is open.',
    filled: '{{door}} is open to {{who}}; {{door}} should not be.',
    grave: { text: 'It is off its hinges.', severity: 'critical', controls: ['door-hinges'] },
    light: { text: 'It is ajar.', severity: 'low' },
  },
  fix: 'Shut it.',
  judge: () => [],
});

describe('the triggers of a rule', () => {
  const lock = defineKind<{ readonly open?: boolean; readonly locked?: boolean; readonly colour?: string }>()({
    name: 'lock',
    type: 'AWS::Test::Thing',
    title: 'Lock',
    blank: {},
    events: {
      'lock:Open': { ids: () => ['front'], sets: ['open'], evolve: (known) => ({ ...known, open: true }) },
      'lock:Lock': { ids: () => ['front'], sets: ['locked'], evolve: (known) => ({ ...known, locked: true }) },
      'lock:Paint': { ids: () => ['front'], sets: ['colour'], evolve: (known) => ({ ...known, colour: 'red' }) },
    },
  });
  const { id, title, severity, controls, options, messages, fix, judge } = rule;
  const parts = { id, title, severity, kind: lock, controls, options, messages, fix, judge };

  test('are the events that set a field that it shows or reads', () => {
    expect(defineRule({ ...parts, watches: ['open'] }).triggers).toEqual(['lock:Open']);
    expect(defineRule({ ...parts, watches: ['open'], reads: ['locked'] }).triggers).toEqual(['lock:Open', 'lock:Lock']);
  });

  test('but for those that it excepts', () => {
    const excepting = defineRule({
      ...parts,
      watches: ['open', 'locked', 'colour'],
      notTriggeredBy: ['lock:Paint'],
    });
    expect(excepting.triggers).toEqual(['lock:Open', 'lock:Lock']);
  });
});

describe('a rendered violation', () => {
  test('has the severity and the controls of its rule', () => {
    expect(renderViolation(rule, { message: 'plain', path: 'front', data: {} })).toEqual({
      path: 'front',
      message: 'plain',
      text: 'It is open.',
      resolvedText: 'It is no longer open.',
      severity: 'high',
      controls: ['door-open', 'door-locked'],
    });
  });

  test('has the severity and the controls of its message, where the message has them', () => {
    const grave = renderViolation(rule, { message: 'grave', path: 'front', data: {} });
    expect(grave).toMatchObject({ text: 'It is off its hinges.', severity: 'critical', controls: ['door-hinges'] });
    const light = renderViolation(rule, { message: 'light', path: 'front', data: {} });
    expect(light).toMatchObject({ severity: 'low', controls: ['door-open', 'door-locked'] });
  });

  test('has every placeholder filled in with the exact value', () => {
    const data = { door: '$& {{who}} $1', who: 0 };
    const { text } = renderViolation(rule, { message: 'filled', path: 'front', data });
    expect(text).toBe('$& {{who}} $1 is open to 0; $& {{who}} $1 should not be.');
  });
});

describe('a conclusion', () => {
  const [notShown, partlyShown] = [unknown('Not shown.'), partly('Not all is shown.')];

  test.each<[string, Parameters<typeof conclude>, unknown]>([
    ['no violation and nothing unknown: compliant', [[]], []],
    ['violations count even if something is unknown', [['x'], notShown], ['x']],
    ['of two partly unknown, the first counts', [[], partlyShown, partly('Later.')], partlyShown],
    ['unknown counts more than partly unknown', [[], partlyShown, notShown], notShown],
    ['false and undefined do not count', [[], false, undefined, partlyShown], partlyShown],
    ['only false and undefined: compliant', [[], false, undefined], []],
  ])('%s', (_, given, expected) => expect(conclude(...given)).toEqual(expected));

  test('clears the violations only if it is partly unknown', () => {
    expect([notShown.cleared, partlyShown.cleared]).toEqual([false, true]);
    expect([isUnknown(notShown), isUnknown([])]).toEqual([true, false]);
    expect([isUnplannable({ cannot: 'Not known.' }), isUnplannable([])]).toEqual([true, false]);
  });
});
