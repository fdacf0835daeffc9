import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Finding, openFor } from '../../shared/core/finding.ts';
import { refKey } from '../../shared/core/ref.ts';
import { bodiesOf, refOfKey } from '../../shared/store/items.ts';
import type { StoredFinding, Writes } from '../../shared/store/store.ts';
import { CAUSE, event, finding, NOW, newRef, run, storedFinding, violation, writes } from './things.ts';

const ref = newRef();
const ITEM = 350_000;
const LARGE = 'é'.repeat(200_000);
const size = (text: string) => Buffer.byteLength(text);

/** The finding as it is stored, and as its event has it. */
function stored(parts: Partial<Finding>, rest: Partial<StoredFinding> = {}) {
  const it = finding(ref, 'large', parts);
  const { findings, events } = bodiesOf(writes({ findings: [storedFinding(it, rest)], events: [event(it)] }));
  const [one = expect.fail(), other = expect.fail()] = [findings[0], events[0]];
  for (const { of, text } of [one, other]) {
    expect(size(text)).toBeLessThanOrEqual(ITEM);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(of)));
  }
  return { before: it, storedFinding: one.of, event: other.of };
}

const TOO_LARGE = '(too large to be stored)';

describe('what is too large is cut, the least needed first', () => {
  test('what fits stays whole', () => {
    const small = stored({});
    expect(small.storedFinding.finding).toEqual(small.before);
    expect(small.event.finding).toEqual(small.before);
  });

  test('changes, where they are large', () => {
    const small = { field: 'name', before: undefined, after: 'a' };
    const { before, ...after } = stored({ changes: [{ field: 'policy', before: LARGE, after: { a: 1 } }, small] });
    const changes = [{ field: 'policy', before: TOO_LARGE, after: { a: 1 } }, small];
    expect(after.storedFinding.finding).toEqual({ ...before, changes });
    expect(after.event.finding).toEqual({ ...before, changes });
  });

  test('violations: the gravest stay, and one says how many more', () => {
    const many = Array.from({ length: 60 }, (_, at) =>
      violation(`low/${at}`, { severity: 'low', controls: [`L${at % 2}`], text: LARGE }),
    );
    const grave = Array.from({ length: 49 }, (_, at) => violation(`high/${at}`));
    const { before, ...after } = stored({ violations: [...many, ...grave, violation('c', { severity: 'critical' })] });
    const [first, ...rest] = after.storedFinding.finding.violations;
    expect(first).toEqual(violation('c', { severity: 'critical' }));
    expect(rest.slice(0, -1)).toEqual(grave);
    expect(rest.at(-1)).toEqual({
      path: 'more',
      message: 'more',
      text: 'There are 60 more violations.',
      severity: 'low',
      controls: ['L0', 'L1'],
    });
    expect(after.event.violations).toEqual([first, ...rest]);
    expect(after.event.finding).toEqual({ ...before, violations: [first, ...rest] });
  });

  test('of long texts the beginning stays', () => {
    const { storedFinding } = stored({ violations: [violation('a', { text: LARGE })] });
    expect(storedFinding.finding.violations).toEqual([violation('a', { text: `${'é'.repeat(997)}...` })]);
  });

  test('the state before; the plan says so', () => {
    const { before, ...after } = stored({}, { baseline: { policy: LARGE } });
    expect(after.storedFinding).not.toHaveProperty('baseline');
    const { steps } = after.storedFinding.finding.plan;
    expect(steps).toEqual([
      ...before.plan.steps,
      'Find out the earlier setting: the state was too large to be stored.',
    ]);
    expect(after.storedFinding.finding.plan.actions).toEqual(before.plan.actions);
    expect(after.event.finding).toEqual(before);
  });

  test('the plan: nothing of it is carried out, and its first steps stay', () => {
    const steps = Array.from({ length: 20 }, (_, step) => `Do ${step}`);
    const action = { type: 'iam.put', params: LARGE };
    const { before, ...after } = stored({ plan: { steps, mode: 'auto', actions: [action], undo: [action] } });
    const plan = {
      steps: [...steps.slice(0, 10), 'Fix this manually: the plan is too large to be stored.'],
      mode: 'manual',
      actions: [],
      undo: [],
    };
    expect(after.storedFinding.finding).toEqual({ ...before, plan });
    expect(after.event.finding).toEqual({ ...before, plan });
  });

  test('episodes: one replaces the oldest, as long as all of them', () => {
    const episodes = Array.from({ length: 2_000 }, (_, index) => ({
      from: { ...CAUSE, occurredAt: NOW + index * 1_000 },
      to: { ...CAUSE, occurredAt: NOW + index * 1_000 + 10 },
    }));
    const { before, ...after } = stored({ episodes, lastSeen: NOW + 2_000_000 });
    for (const { finding } of [after.storedFinding, after.event]) {
      expect(finding.episodes).toHaveLength(51);
      expect(finding.episodes[0]?.from).toEqual(CAUSE);
      expect(finding.episodes[0]?.to).toMatchObject({ eventName: '(several episodes)', occurredAt: NOW + 1_950 * 10 });
      expect(finding.episodes.slice(1)).toEqual(episodes.slice(-50));
      expect(openFor(finding, NOW)).toBe(openFor(before, NOW));
    }
  });

  test('only so much as has to be', () => {
    const changes = [{ field: 'policy', before: LARGE, after: LARGE }];
    const { before, storedFinding } = stored({ changes }, { baseline: { a: 1 } });
    expect(storedFinding).toMatchObject({
      baseline: { a: 1 },
      finding: { violations: before.violations, plan: before.plan },
    });
  });

  test('what was cut is not cut again in vain', () => {
    const violations = Array.from({ length: 5_000 }, (_, at) => violation(`${at}`, { text: 'x'.repeat(500) }));
    const once = stored({ violations }).storedFinding.finding;
    const plan = { ...once.plan, actions: [{ type: 'iam.put', params: LARGE }] };
    const twice = stored({ ...once, plan }).storedFinding.finding;
    expect(twice.plan.mode).toBe('manual');
    expect(twice.violations).toEqual(once.violations);
  });
});

test('a state that is too large counts as never read', () => {
  const resource = { state: { policy: LARGE }, salt: 'salt', readAt: NOW };
  expect(JSON.parse(bodiesOf(writes({ resource })).resource)).toEqual({ salt: 'salt', readAt: NOW });
  const policy = { ...resource, state: { policy: 'x'.repeat(20_000) } };
  expect(JSON.parse(bodiesOf(writes({ resource: policy })).resource)).toEqual(policy);
});

test('a run is never cut, since it could not be undone', () => {
  const whole = run(ref, 'r', { before: { policy: LARGE } });
  expect(bodiesOf(writes({ run: whole })).run?.text).toBe(JSON.stringify(whole));
});

test('what is written at once stays below 4 MB', () => {
  const large = (rule: string): Finding =>
    finding(ref, rule, {
      plan: { steps: [], mode: 'auto', actions: [{ type: 'a', params: 'x'.repeat(300_000) }], undo: [] },
    });
  const findings = Array.from({ length: 10 }, (_, number) => large(`rule-${number}`));
  const all: Writes = {
    resource: { state: { policy: 'x'.repeat(250_000) } },
    findings: findings.map((each) => storedFinding(each)),
    events: findings.map((each) => event(each)),
    run: run(ref, 'r', { before: { policy: 'x'.repeat(250_000) } }),
  };
  const { resource, events, ...rest } = bodiesOf(all);
  const texts = [...rest.findings, ...events, rest.run].map((body) => body?.text ?? expect.fail());
  expect([resource, ...texts].reduce((sum, text) => sum + size(text), 0)).toBeLessThan(3_500_000);
  expect(events.every(({ of }) => of.finding.plan.mode === 'manual')).toBe(true);
  // Nine of them fit as they are.
  const few = bodiesOf({ ...all, findings: all.findings.slice(1), events: [] });
  expect(few.findings.every(({ of }) => of.finding.plan.mode === 'auto')).toBe(true);
});

test('a key names its resource again', () => {
  const word = fc.stringMatching(/^[a-z0-9-]*$/);
  fc.assert(
    fc.property(fc.record({ kind: word, account: word, region: word, id: fc.string() }), (ref) => {
      expect(refOfKey(refKey(ref))).toEqual(ref);
    }),
  );
  expect(() => refOfKey('nothing')).toThrow('"nothing" is not the key of a resource.');
});
