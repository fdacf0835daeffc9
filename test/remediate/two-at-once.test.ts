import { describe, expect, test } from 'vitest';
import type { FindingEvent } from '../../shared/core/finding.ts';
import { OFFICE, opened, SSH } from '../support/world.ts';

const MYSQL = { ...SSH, from: 3306, to: 3306 };

const count = (name: string, all: readonly string[]) => all.filter((each) => each === name).length;

describe('two processes work on one finding at once', () => {
  test('two copies of one message lead to one change, reported once', async () => {
    const { world, event } = await opened();
    const outcomes = await Promise.all([world.act(event), world.act({ event: event.id })]);
    expect(count('remediated', outcomes)).toBe(1);
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
    expect(count('apply', world.calls)).toBe(1);
  });

  test('two copies of one message, after the first process died, continue the run once', async () => {
    const { world, event } = await opened((call, nth) => (call === 'apply' && nth === 1 ? 'die after' : undefined));
    await expect(world.act(event)).rejects.toThrow('dead');
    world.clock.now += 10 * 60_000;
    const outcomes = await Promise.all([world.act({ event: event.id }), world.act({ event: event.id })]);
    expect(outcomes.toSorted()).toEqual(['remediated', 'waiting']);
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
  });

  test('two approvals lead to one change, reported once', async () => {
    const { world, event } = await opened(undefined, { remediation: 'approve' });
    await world.act(event);
    for (const by of ['lee@example.com', 'kim@example.com']) {
      expect(await world.approve(by)).toMatchObject({ ok: true });
    }
    const approvals = world.store.events().filter(({ type }) => type === 'approved');
    await Promise.all(approvals.map((approval: FindingEvent) => world.act(approval)));
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'approved', 'approved', 'remediated']);
    expect(count('apply', world.calls)).toBe(1);
  });

  test('an opened and a changed event at once: all drift is remediated, each step once', async () => {
    const { world, event } = await opened();
    world.change('Authorize', MYSQL, '2026-03-02T09:00:01Z');
    await world.detected();
    const changed = world.store.events().at(-1) ?? expect.fail('no change');
    await Promise.all([world.act(event), world.act(changed)]);
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
    expect(world.eventTypes()).toEqual(['opened', 'changed', 'remediated']);
    expect(count('apply', world.calls)).toBe(2);
  });
});

describe('a process dies', () => {
  test.each(['die', 'die after'] as const)(
    'while it begins the run (%s): another copy of its message waits and continues the run',
    async (fault) => {
      const { world, event } = await opened((call, nth) => (call === 'begin' && nth === 1 ? fault : undefined));
      await expect(world.act(event)).rejects.toThrow('dead');
      expect(await world.act({ event: event.id })).toBe(fault === 'die' ? 'remediated' : 'waiting');
      await world.settle();
      expect(world.eventTypes()).toEqual(['opened', 'remediated']);
      expect(world.ingress()).toEqual([OFFICE]);
    },
  );

  test('and its message is lost: other messages are not blocked for ever', async () => {
    const { world, event } = await opened((call, nth) => (call === 'apply' && nth === 1 ? 'die' : undefined));
    await expect(world.act(event)).rejects.toThrow('dead');
    world.change('Authorize', MYSQL, '2026-03-02T09:00:30Z');
    await world.detected();
    expect(await world.act(world.store.events().at(-1) ?? {})).toBe('waiting');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
    expect(await world.finding()).toMatchObject({ status: 'resolved' });
  });
});

test('the last try stores the outcome and gets no answer: it is not reported as failed', async () => {
  const { world, event } = await opened((call, nth) => (call === 'save' && nth === 1 ? 'after' : undefined));
  expect(await world.act({ event: event.id }, true)).toBe('remediated');
  expect(world.eventTypes()).toEqual(['opened', 'remediated']);
  expect(await world.store.run(event.id)).toMatchObject({ status: 'done' });
});

test('a try that failed temporarily releases the run for the next try at once', async () => {
  const { world, event } = await opened((call, nth) => (call === 'apply' && nth === 1 ? 'throttled' : undefined));
  await expect(world.act(event)).rejects.toThrow('slow');
  expect(await world.act({ event: event.id })).toBe('remediated');
});
