import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rules } from '../../generated/rules.ts';
import { inverses } from '../../shared/core/action.ts';
import { defineKind, GONE, type Gone } from '../../shared/core/kind.ts';
import { exactly } from '../../shared/core/listing.ts';
import { Redacted } from '../../shared/core/redacted.ts';
import { type AnyRule, type Context, conclude, defineRule, partly, unknown } from '../../shared/core/rule.ts';
import { judge, planHolds } from '../../shared/evaluate/judge.ts';

interface House {
  readonly open?: readonly string[];
  readonly alarm?: boolean;
  readonly code?: Redacted;
}

const house = defineKind<House>()({
  name: 'house',
  type: 'AWS::Test::Thing',
  title: 'House',
  blank: {},
  events: { 'house:Open': { ids: () => ['home'] } },
});
type Door = { readonly door: string };
const [openDoor, shutDoor] = inverses<House, Door>()(
  {
    type: 'house.open-door',
    describe: ({ door }) => `Open ${door}`,
    simulate: (state, { door }) => ({ ...state, open: [...(state.open ?? []), door] }),
  },
  {
    type: 'house.shut-door',
    describe: ({ door }) => `Shut ${door}`,
    simulate: (state, { door }) => ({ ...state, open: (state.open ?? []).filter((one) => one !== door) }),
  },
);

const parts = {
  id: 'house-open',
  title: 'Houses stay shut',
  severity: 'high',
  kind: house,
  watches: ['open', 'code'],
  controls: ['house-open'],
  options: z.strictObject({}),
  messages: {
    open: '{{door}} is open.',
    gate: { text: '{{door}} is open.', severity: 'low' },
    gone: 'The house is gone.',
  },
  fix: 'Shut the doors.',
} as const;

const judgeHouse = ({ open, alarm }: House) => {
  if (!open) return unknown('Which doors are open was not shown.');
  const found = open.map((door) => {
    const message = door === 'gate' ? ('gate' as const) : ('open' as const);
    return { message, path: door, data: { door } };
  });
  return conclude(found, alarm === undefined && partly('Whether there is an alarm was not shown.'));
};

const rule = defineRule({
  ...parts,
  judge: judgeHouse,
  judgeGone: () => [{ message: 'gone' as const, path: 'house', data: {} }],
  remediation: {
    mode: 'auto',
    approveFor: ['gate'],
    actions: [shutDoor],
    plan: (_, violations) =>
      violations.some(({ message }) => message === 'gone')
        ? { cannot: 'A house cannot be restored.' }
        : violations.map(({ path }) => shutDoor({ door: path })),
  },
});

const anyRule: AnyRule = rule;
const context: Context<object, unknown> = {
  ref: { kind: 'house', account: '111122223333', region: 'eu-west-1', id: 'home' },
  options: {},
  baseline: undefined,
  trusted: { accounts: [], organizations: [] },
  now: 0,
  neighbours: {},
};
const judged = (after: House | Gone, before?: House | Gone, by: AnyRule = rule) => judge(by, before, after, context);

describe('a plan', () => {
  test('describes each step, and its undo begins with the last step', () => {
    expect(judged({ open: ['front', 'back'] }).plan).toEqual({
      steps: ['Shut front', 'Shut back'],
      mode: 'auto',
      actions: [shutDoor({ door: 'front' }), shutDoor({ door: 'back' })],
      undo: [openDoor({ door: 'back' }), openDoor({ door: 'front' })],
    });
  });

  test('waits for approval if one of the violations needs a person', () => {
    expect(judged({ open: ['front', 'gate'] }).plan.mode).toBe('approve');
    expect(judged({ open: ['gate'] }).plan.mode).toBe('approve');
  });

  test('that is impossible is advice with the reason', () => {
    expect(judged(GONE, { open: [] }).plan).toEqual({
      steps: ['Shut the doors. (A house cannot be restored.)'],
      mode: 'manual',
      actions: [],
      undo: [],
    });
  });

  test.each<[string, AnyRule]>([
    ['without remediation', defineRule({ ...parts, judge: judgeHouse })],
    [
      'with nothing to do',
      defineRule({ ...parts, judge: judgeHouse, remediation: { mode: 'auto', actions: [shutDoor], plan: () => [] } }),
    ],
  ])('%s is advice', (_, by) => {
    expect(judged({ open: ['front'] }, undefined, by).plan).toEqual({
      steps: ['Shut the doors.'],
      mode: 'manual',
      actions: [],
      undo: [],
    });
  });

  test('uses only actions that its rule declares', () => {
    const undeclared: AnyRule = {
      ...anyRule,
      remediation: { mode: 'auto', actions: [], plan: () => [openDoor({ door: 'x' })] },
    };
    expect(() => judged({ open: ['front'] }, undefined, undeclared)).toThrow(
      'house-open plans house.open-door, which it does not declare',
    );
  });

  test('holds only if it leaves no violation', () => {
    const state: House = { open: ['front', 'back'], alarm: true };
    const { plan } = judged(state);
    expect(planHolds(rule, state, plan, context)).toBe(true);
    expect(planHolds(rule, { open: state.open ?? [] }, plan, context), 'a partly unknown state').toBe(true);
    expect(planHolds(rule, { ...state, open: ['front', 'back', 'gate'] }, plan, context)).toBe(false);
    expect(planHolds(rule, {}, judged(GONE).plan, context), 'no actions').toBe(false);
    const unknowing: AnyRule = { ...anyRule, judge: () => unknown('Not shown.') };
    expect(planHolds(unknowing, state, plan, context), 'an unknown state').toBe(false);
  });
});

describe('a judgement', () => {
  test('has the text of each violation', () => {
    const controls = ['house-open'];
    const texts = (path: string) => ({ text: `${path} is open.`, resolvedText: `${path} is no longer open.` });
    expect(judged({ open: ['front', 'gate'] }).violations).toEqual([
      { path: 'front', message: 'open', ...texts('front'), severity: 'high', controls },
      { path: 'gate', message: 'gate', ...texts('gate'), severity: 'low', controls },
    ]);
  });

  test('has neither violations nor a plan if the state is compliant or unknown', () => {
    expect(judged({ open: [], alarm: true })).toMatchObject({ violations: [], plan: { actions: [], steps: [] } });
    expect(judged({ open: [], alarm: true })).not.toHaveProperty('unknown');
    expect(judged({ open: [] }).unknown).toEqual(partly('Whether there is an alarm was not shown.'));
    expect(judged({})).toMatchObject({ violations: [], unknown: { cleared: false }, plan: { actions: [] } });
  });

  test('of a resource that is gone has no violations, unless the rule judges this case', () => {
    expect(judged(GONE, { open: ['front'] }).violations.map(({ text }) => text)).toEqual(['The house is gone.']);
    const indifferent = defineRule({ ...parts, judge: judgeHouse });
    expect(judged(GONE, { open: ['front'] }, indifferent)).toMatchObject({ violations: [] });
  });
});

describe('the changes of a judgement', () => {
  test('are changes of the fields that the rule watches', () => {
    const before: House = { open: [], alarm: true };
    expect(judged({ open: ['front'], alarm: false }, before).changes).toEqual([
      { field: 'open', before: [], after: ['front'] },
    ]);
    expect(judged(before, before).changes).toEqual([]);
  });

  test('distinguish unknown from absent', () => {
    expect(judged({ open: ['front'] }).changes).toEqual([{ field: 'open', before: undefined, after: ['front'] }]);
    expect(judged({ open: ['front'] }, GONE).changes).toEqual([{ field: 'open', before: undefined, after: ['front'] }]);
    expect(judged(GONE, { open: [] }).changes).toContainEqual({ field: 'open', before: [], after: null });
  });

  test('show secrets as marks', () => {
    const { changes } = judged({ open: ['front'], code: new Redacted('correct-Horse-9') }, { open: ['front'] });
    expect(JSON.stringify(changes)).toBe('[{"field":"code","after":"[redacted]"}]');
  });
});

test('of hundreds of violations, the fifty most severe are listed with the number of the others', () => {
  const rule = rules.find(({ id }) => id === 'sg-open-ingress') ?? expect.fail('no rule');
  const ingress = exactly(
    Array.from({ length: 400 }, (_, index) => ({
      protocol: 'tcp',
      from: 10_000 + index,
      to: 10_000 + index,
      cidr: '0.0.0.0/0',
    })),
  );
  const context = {
    ref: { kind: 'security-group', account: '111122223333', region: 'eu-west-1', id: 'sg-1' },
    options: rule.options.parse({}),
    baseline: undefined,
    neighbours: {},
    trusted: { accounts: [], organizations: [] },
    now: 0,
  };
  const { violations } = judge(rule, undefined, { ingress, egress: exactly([]) }, context);
  expect(violations).toHaveLength(51);
  expect(violations.at(-1)?.text).toBe('There are 350 more violations.');
  expect(judge(rule, undefined, { ingress, egress: exactly([]) }, context).violations).toEqual(violations);
});
