import { describe, expect, test } from 'vitest';
import type { Settings } from '../../shared/config/settings.ts';
import type { Fault } from '../support/process.ts';
import { createWorld, SSH } from '../support/world.ts';

const OPENED = '2026-03-02T09:00:00Z';
const TAG = 'until=2026-03-02 owner=jane@example.com reason=bastion';
const notes = (world: ReturnType<typeof createWorld>) => world.store.events().map(({ type, note }) => [type, note]);

describe('the tags of an exempt resource cannot be read', () => {
  function exempt(fault: Fault) {
    let isFailing = false;
    const world = createWorld({ fault: (call) => (isFailing && call === 'tagsOf' ? fault : undefined) });
    world.tags['plumbline:exempt'] = TAG;
    world.change('Authorize', SSH, OPENED);
    return { world, fail: (failing: boolean) => (isFailing = failing) };
  }

  test.each(['throttled', 'unreachable'] as const)(
    '%s: the read is tried again, and the exemption is not reported as ended',
    async (fault) => {
      const { world, fail } = exempt(fault);
      await world.settle();
      world.clock.now += 1_000;
      fail(true);
      await world.sweep();
      expect(world.dead).toEqual(['changes']);
      fail(false);
      await world.sweep();
      expect(world.eventTypes()).toEqual(['exempted']);
    },
  );

  test('denied: the finding is reported', async () => {
    const { world, fail } = exempt('denied');
    fail(true);
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened']);
  });
});

describe('when an exemption ends, the finding reopens', () => {
  const DAYS = 24 * 60 * 60 * 1000;

  test('because the time of the tag is over', async () => {
    const world = createWorld();
    world.tags['plumbline:exempt'] = TAG;
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
    world.clock.now += DAYS;
    await world.sweep();
    expect(await world.finding()).toMatchObject({ status: 'open' });
    expect(notes(world)).toEqual([
      ['exempted', 'Accepted by jane@example.com until 2026-03-02: bastion'],
      ['reopened', 'The exemption of jane@example.com ended on 2026-03-02.'],
    ]);
  });

  test('because the tag was removed', async () => {
    const world = createWorld();
    world.tags['plumbline:exempt'] = TAG;
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    delete world.tags['plumbline:exempt'];
    world.clock.now += 1_000;
    await world.sweep();
    expect(world.eventTypes()).toEqual(['exempted', 'reopened']);
  });

  const accepted = (all: Settings): Settings => ({
    ...all,
    exemptions: [
      { rules: ['sg-*'], resource: 'sg-*', reason: 'migration', owner: 'lee@example.com', until: '2026-03-02' },
    ],
  });

  test('because the time in the settings is over, and then it is remediated', async () => {
    const world = createWorld({ settings: accepted, remediation: 'auto' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(world.eventTypes()).toEqual(['exempted']);
    world.clock.now += DAYS;
    await world.sweep();
    expect(notes(world)).toEqual([
      ['exempted', 'Accepted by lee@example.com until 2026-03-02: migration'],
      ['reopened', 'The exemption of lee@example.com ended on 2026-03-02.'],
      ['remediated', undefined],
    ]);
  });

  test('and an exemption that ended before the drift has no effect', async () => {
    const world = createWorld({ settings: accepted });
    world.clock.now += DAYS;
    world.change('Authorize', SSH, '2026-03-03T09:00:00Z');
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened']);
  });
});
