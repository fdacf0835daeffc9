import { describe, expect, test } from 'vitest';
import type { Settings } from '../../shared/config/settings.ts';
import type { Fault } from '../support/process.ts';
import { createWorld, OFFICE, SSH } from '../support/world.ts';

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
      [
        'exempted',
        'Accepted by a tag on the resource, which names jane@example.com, until 2026-03-02: bastion. No event shows who set the tag.',
      ],
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

describe('a tag accepts what is wrong when it is first seen', () => {
  const MYSQL = { ...SSH, from: 3306, to: 3306 };

  async function tagged(remediation: 'off' | 'auto' = 'off') {
    const world = createWorld({ remediation });
    world.tags['plumbline:exempt'] = 'until=2026-12-31 owner=jane@example.com reason=bastion';
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(await world.finding()).toMatchObject({ status: 'exempt', exemption: { grantedBy: 'tag' } });
    return world;
  }

  test('what is opened later is told', async () => {
    const world = await tagged();
    world.change('Authorize', MYSQL, '2026-03-02T10:00:00Z');
    await world.settle();
    await world.sweep();
    expect(await world.finding()).toMatchObject({ status: 'open' });
    expect(notes(world)).toEqual([
      [
        'exempted',
        'Accepted by a tag on the resource, which names jane@example.com, until 2026-12-31: bastion. No event shows who set the tag.',
      ],
      ['reopened', 'The exemption of jane@example.com does not cover what is wrong now.'],
    ]);
  });

  test('what is opened later is put back, and what the tag accepts stays', async () => {
    const world = await tagged('auto');
    world.change('Authorize', MYSQL, '2026-03-02T10:00:00Z');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  test('the same holds where the tag was there before anything was wrong, and in later episodes', async () => {
    const world = await tagged();
    world.change('Revoke', SSH, '2026-03-02T10:00:00Z');
    await world.settle();
    world.change('Authorize', SSH, '2026-03-02T11:00:00Z');
    await world.settle();
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
    world.change('Revoke', SSH, '2026-03-02T12:00:00Z');
    await world.settle();
    world.change('Authorize', MYSQL, '2026-03-02T13:00:00Z');
    await world.settle();
    expect(await world.finding()).toMatchObject({ status: 'open' });
  });

  test('a person who exempts what the tag accepts does not widen the tag', async () => {
    const world = await tagged();
    const seen = await world.violations();
    world.change('Authorize', MYSQL, '2026-03-02T10:00:00Z');
    await world.settle();
    const finding = (await world.finding())?.id;
    await world.ask({ do: 'snooze', finding, violations: seen, by: 'lee', hours: 2 });
    world.clock.now += 1_000;
    await world.sweep();
    expect(await world.finding()).toMatchObject({ status: 'open', exemption: { owner: 'lee' } });
    world.change('Revoke', MYSQL, '2026-03-02T11:00:00Z');
    await world.settle();
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  test('a tag that is removed accepts nothing, and the alert says why', async () => {
    const world = await tagged();
    delete world.tags['plumbline:exempt'];
    world.clock.now += 1_000;
    await world.sweep();
    expect(notes(world).at(-1)).toEqual([
      'reopened',
      'The tag that named jane@example.com no longer accepts it: it was removed or changed, or ends too late.',
    ]);
  });

  test('a second tag accepts what is wrong then, and that is told', async () => {
    const world = await tagged();
    world.change('Authorize', MYSQL, '2026-03-02T10:00:00Z');
    await world.settle();
    world.tags['plumbline:exempt'] = 'until=2026-12-31 owner=kim@example.com reason=database';
    world.clock.now += 1_000;
    await world.sweep();
    expect(world.eventTypes()).toEqual(['exempted', 'reopened', 'exempted']);
  });
});
