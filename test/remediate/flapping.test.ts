import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { type Facts, firstObjection } from '../../shared/remediate/gates.ts';
import { BEFORE_A_RUN, remediate } from '../../shared/remediate/machine.ts';
import { storedResource } from '../../shared/store/update-finding.ts';
import { finding, NOW, newRef, storedFinding } from '../store/things.ts';
import { createWorld, GROUP, OFFICE, opened, SSH } from '../support/world.ts';

const HOUR = 3_600_000;
const settings = defaultSettings(rules);

/** The first objection of the gates, for a resource whose findings were remediated so many times in the last hour. */
function objectionAfter(...times: readonly number[]) {
  const ref = newRef();
  const beside = times.map((count, index) =>
    storedFinding(finding(ref, `rule-${index}`), {
      remediationTimes: Array.from({ length: count }, (_, n) => NOW - n * 60_000),
    }),
  );
  const [first = expect.fail('no finding'), ...others] = beside;
  const facts: Facts = {
    now: NOW,
    settings,
    setting: { ...(settings.rules[0] ?? expect.fail('no rule')), remediation: 'auto' },
    deployed: 'auto',
    authorOf: () => 'other',
    pause: undefined,
    storedFinding: first,
    beside: [first, ...others],
    exemption: undefined,
    rateLimit: undefined,
    plan: first.finding.plan,
    remaining: [],
    baseline: undefined,
    isReleased: false,
    approved: undefined,
  };
  return firstObjection(BEFORE_A_RUN, facts);
}

describe('a resource is flapping', () => {
  test('after three remediations of one finding', () => {
    expect(objectionAfter(2)).toBeUndefined();
    expect(objectionAfter(3)).toEqual({
      ask: 'The resource was remediated 3 times within 24 hours, and something keeps changing it.',
      stop: 'flapping',
    });
  });

  test('after repeated remediations of several findings', () => {
    expect(objectionAfter(1, 2)).toBeUndefined();
    expect(objectionAfter(1, 3)).toMatchObject({ ask: expect.stringMatching(/remediated 3 times/) });
    expect(objectionAfter(2, 2)).toMatchObject({ ask: expect.stringMatching(/remediated 3 times/) });
  });

  test('but not after one remediation each of several findings', () => {
    expect(objectionAfter(0, 1, 1, 1, 1)).toBeUndefined();
  });

  test('a run that an earlier version has begun counts once', async () => {
    const { world } = await opened((call, nth, { store, clock }) => {
      if (call !== 'apply' || nth > 1) return undefined;
      // It has counted the run at its beginning.
      void store.resource(GROUP).then((record) => {
        const findings = record.findings.map((each) => ({ ...each, remediationTimes: [clock.now] }));
        return store.save(record, { resource: storedResource(record), findings, events: [] });
      });
      return undefined;
    });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
    const { findings } = await world.store.resource(GROUP);
    expect(findings.map(({ remediationTimes }) => remediationTimes)).toEqual([[world.begun[0]?.at]]);
  });

  test('also after remediations that failed', async () => {
    const world = createWorld({ remediation: 'auto', fault: (call) => (call === 'apply' ? 'denied' : undefined) });
    for (let hour = 0; hour < 4; hour += 1) {
      const at = Date.parse('2026-03-02T09:00:00Z') + hour * HOUR;
      world.change('Authorize', SSH, new Date(at).toISOString());
      await world.settle();
      world.change('Revoke', SSH, new Date(at + 60_000).toISOString());
      await world.settle();
    }
    expect(world.eventTypes().filter((each) => each === 'failed')).toHaveLength(3);
    expect(world.eventTypes().slice(-3)).toEqual(['reopened', 'proposed', 'resolved']);
    expect(world.ingress()).toEqual([OFFICE]);
  });
});

test('a run begins without a write of its finding, which is several times as large as the run', async () => {
  const written: string[][] = [];
  const { world, event } = await opened();
  const ports = world.ports();
  const begin: typeof ports.store.begin = async (before, writes) => {
    written.push(
      Object.entries(writes).flatMap(([name, value]) => (Array.isArray(value) && !value.length ? [] : name)),
    );
    await ports.store.begin(before, writes);
  };
  await remediate(event, { ...ports, store: { ...ports.store, begin } });
  expect(written).toEqual([['resource', 'run', 'rateLimit']]);
  expect(world.eventTypes()).toEqual(['opened', 'remediated']);
});
