import { describe, expect, test } from 'vitest';
import type { FindingEvent } from '../../shared/core/finding.ts';
import { OFFICE, opened, SSH } from '../support/world.ts';

const MYSQL = { ...SSH, from: 3306, to: 3306 };

const times = (name: string, all: readonly string[]) => all.filter((each) => each === name).length;

describe('two workers at once on one finding', () => {
  test('two copies of one message make one change, told once', async () => {
    const { world, entry: event } = await opened();
    const outcomes = await Promise.all([world.act(event), world.act({ event: event.id })]);
    expect(times('remediated', outcomes)).toBe(1);
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'remediated']);
    expect(times('apply', world.calls)).toBe(1);
  });

  test('two copies of one message, whose first worker died in the middle', async () => {
    const { world, entry: event } = await opened((call, nth) =>
      call === 'apply' && nth === 1 ? 'die after' : undefined,
    );
    await expect(world.act(event)).rejects.toThrow('dead');
    world.clock.now += 10 * 60_000;
    const outcomes = await Promise.all([world.act({ event: event.id }), world.act({ event: event.id })]);
    expect(outcomes.toSorted()).toEqual(['remediated', 'waiting']);
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'remediated']);
  });

  test('two approvals make one change, told once', async () => {
    const { world, entry: event } = await opened(undefined, { remediation: 'approve' });
    await world.act(event);
    for (const by of ['lee@example.com', 'kim@example.com']) {
      expect(await world.approve(by)).toMatchObject({ ok: true });
    }
    const approvals = world.store.events().filter(({ type }) => type === 'approved');
    await Promise.all(approvals.map((approval: FindingEvent) => world.act(approval)));
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'proposed', 'approved', 'approved', 'remediated']);
    expect(times('apply', world.calls)).toBe(1);
  });

  test('the opening and a change at once: everything is put back, each step once', async () => {
    const { world, entry: event } = await opened();
    world.change('Authorize', MYSQL, '2026-03-02T09:00:01Z');
    await world.detected();
    const changed = world.store.events().at(-1) ?? expect.fail('no change');
    await Promise.all([world.act(event), world.act(changed)]);
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
    expect(world.transitions()).toEqual(['opened', 'changed', 'remediated']);
    expect(times('apply', world.calls)).toBe(2);
  });
});

describe('a worker that died', () => {
  test.each(['die', 'die after'] as const)(
    'as it began (%s): another copy of its message is not thrown away, it waits and goes on',
    async (fault) => {
      const { world, entry: event } = await opened((call, nth) => (call === 'begin' && nth === 1 ? fault : undefined));
      await expect(world.act(event)).rejects.toThrow('dead');
      expect(await world.act({ event: event.id })).toBe(fault === 'die' ? 'remediated' : 'waiting');
      await world.settle();
      expect(world.transitions()).toEqual(['opened', 'remediated']);
      expect(world.ingress()).toEqual([OFFICE]);
    },
  );

  test('and whose message is lost holds up no other for ever', async () => {
    const { world, entry: event } = await opened((call, nth) => (call === 'apply' && nth === 1 ? 'die' : undefined));
    await expect(world.act(event)).rejects.toThrow('dead');
    world.change('Authorize', MYSQL, '2026-03-02T09:00:30Z');
    await world.detected();
    expect(await world.act(world.store.events().at(-1) ?? {})).toBe('waiting');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
    expect(await world.finding()).toMatchObject({ status: 'resolved' });
  });
});

test('the last try, whose outcome was stored and the answer lost: it is not told as failed', async () => {
  const { world, entry: event } = await opened((call, nth) => (call === 'save' && nth === 1 ? 'after' : undefined));
  expect(await world.act({ event: event.id }, true)).toBe('remediated');
  expect(world.transitions()).toEqual(['opened', 'remediated']);
  expect(await world.store.run(event.id)).toMatchObject({ status: 'done' });
});

test('a try that failed for a moment leaves the run to the next at once', async () => {
  const { world, entry: event } = await opened((call, nth) =>
    call === 'apply' && nth === 1 ? 'throttled' : undefined,
  );
  await expect(world.act(event)).rejects.toThrow('slow');
  expect(await world.act({ event: event.id })).toBe('remediated');
});
