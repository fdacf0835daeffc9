import { describe, expect, test } from 'vitest';
import type { Settings } from '../../shared/config/settings.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import { auditRecord } from '../store/things.ts';
import { trailRecord } from '../support/events.ts';
import { createWorld, GROUP, type Options, SSH, type World } from '../support/world.ts';

const HOUR = 3_600_000;
const RULE = 'log-group-deleted-or-short-retention';
const MYSQL = { ...SSH, from: 3306, to: 3306 };
/** A port that is open to the internet, and whose plan needs an approval. */
const UNUSUAL = { ...SSH, from: 8081, to: 8081 };

const limitedTo = (maxPerHour: number) => (all: Settings) => ({ ...all, limits: { ...all.limits, maxPerHour } });

const isoTime = (time: number) => new Date(time).toISOString().replace(/\.\d+Z/, 'Z');

describe('a limit', () => {
  const world = (limit: number) => createWorld({ remediation: 'auto', settings: limitedTo(limit) });

  test('that is reached and not exceeded does not trip, and the next hour is free', async () => {
    const one = world(1);
    one.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await one.settle();
    one.change('Authorize', UNUSUAL, '2026-03-02T09:10:00Z');
    await one.settle();
    expect(one.store.events().at(-1)).toMatchObject({ type: 'proposed', note: 'This plan needs an approval.' });
    one.change('Revoke', UNUSUAL, '2026-03-02T09:20:00Z');
    await one.settle();
    one.change('Authorize', MYSQL, '2026-03-02T14:00:00Z');
    await one.settle();
    expect(one.ingress().map(({ from }) => from)).not.toContain(3306);
  });

  test('that is exceeded says so, and the same in the next hour', async () => {
    const one = world(1);
    one.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await one.settle();
    one.change('Authorize', MYSQL, '2026-03-02T09:10:00Z');
    await one.settle();
    const event = one.store.events().at(-1);
    expect(event).toMatchObject({
      type: 'proposed',
      stop: 'limit',
      note: expect.stringContaining('which is its limit'),
    });
    one.clock.now += 5 * HOUR;
    one.change('Revoke', MYSQL, '2026-03-02T15:00:00Z');
    await one.settle();
    one.change('Authorize', MYSQL, '2026-03-02T15:10:00Z');
    await one.settle();
    expect(one.store.events().at(-1)).toMatchObject({ type: 'proposed', stop: 'limit' });
  });

  test('does not trip again by a process that read it before somebody has reset it', async () => {
    const one = world(1);
    one.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await one.settle();
    one.change('Authorize', MYSQL, '2026-03-02T09:10:00Z');
    const { trip } = one.store;
    // Everybody trips it at the moment when it is reset.
    one.store.trip = async (...given) => {
      await one.store.control(auditRecord('reset'), { reset: { rule: 'sg-open-ingress', account: GROUP.account } });
      one.store.trip = trip;
      return trip(...given);
    };
    await one.settle();
    expect(one.ingress().map(({ from }) => from)).not.toContain(3306);
  });
});

/** Log groups whose retention somebody shortens, all within a few minutes. */
async function flood(count: number, options: Options = {}) {
  const world = createWorld({
    remediation: 'auto',
    ...options,
    settings: (all) => {
      const chosen = { ...all, rules: all.rules.filter(({ rule }) => rule.id === RULE) };
      return options.settings?.(chosen) ?? chosen;
    },
  });
  const refs = Array.from({ length: count }, (_, n): Ref => ({ ...GROUP, kind: 'log-group', id: `/app/g${n}` }));
  for (const ref of refs) world.cloud.set(refKey(ref), { retention: 400 });
  await world.sweep(refs);
  const shorten = ({ id }: Ref) => {
    world.cloud.set(refKey({ ...GROUP, kind: 'log-group', id }), { retention: 1 });
    const request = { logGroupName: id, retentionInDays: 1 };
    world.deliver(trailRecord('logs:PutRetentionPolicy', { at: isoTime(world.clock.now), request }));
    world.clock.now += 400;
  };
  const short = () =>
    refs.filter((ref) => (world.cloud.get(refKey(ref)) as { retention: number }).retention === 1).length;
  return { world, refs, short, shorten, shortenAll: () => refs.forEach(shorten) };
}

/** Messages that are due are dealt with; time stands still. */
async function work(world: World, atOnce = false) {
  for (let turns = 0; turns < 200; turns += 1) if (!(await world.turn({ atOnce }))) return;
  throw new Error('There is always more to do.');
}

const reset = (world: World) => world.ask({ do: 'reset', rule: RULE, account: GROUP.account, by: 'lee' });

describe('after a reset', () => {
  test.each([false, true])(
    'what waited for it is taken up, as many at once as the limit allows (at once: %s)',
    async (atOnce) => {
      const { world, short, shortenAll } = await flood(45);
      shortenAll();
      await work(world, atOnce);
      expect(short()).toBe(35);
      expect(await reset(world)).toEqual({
        ok: true,
        done: `${RULE} may remediate by itself again in 111122223333. The 35 findings that waited for that are taken up: 10 of each rule and account now and in each further hour, the last in 3 hours.`,
      });
      await work(world, atOnce);
      expect(short()).toBe(25);
      const sent = world.store.events().length;
      await world.settle({ atOnce });
      expect(short()).toBe(0);
      expect(
        world.store
          .events()
          .slice(sent)
          .map(({ type }) => type),
      ).toEqual(Array.from({ length: 25 }, () => 'remediated'));
      expect(world.clock.now).toBeGreaterThan(Date.parse('2026-03-02T12:00:00Z'));
      expect(await world.store.waiting({ stop: 'limit' })).toEqual({ entries: [] });
      expect(world.overlapping).toEqual([]);
    },
  );

  test('what is new has the whole limit of an hour besides', async () => {
    const { world, refs, short, shorten } = await flood(25);
    const spare = refs.slice(0, 3);
    refs.slice(3).forEach(shorten);
    await work(world);
    await reset(world);
    await work(world);
    expect(short()).toBe(2);
    spare.forEach(shorten);
    await work(world);
    expect(short()).toBe(2);
  });

  test('a limit that is exceeded again stops the rest, and a further reset takes it up', async () => {
    const { world, short, refs, shorten } = await flood(40);
    refs.slice(0, 25).forEach(shorten);
    await work(world);
    await reset(world);
    await work(world);
    refs.slice(25).forEach(shorten);
    await work(world);
    expect(short()).toBe(5 + 5);
    await world.settle();
    expect(short()).toBe(10);
    expect((await reset(world)).done).toMatch(/The 10 findings that waited for that are taken up now\.$/);
    await world.settle();
    expect(short()).toBe(0);
  });

  test('what a copy of the message takes up again is remediated once', async () => {
    const { world, short, shortenAll } = await flood(15);
    shortenAll();
    await work(world);
    await reset(world);
    for (const { body } of world.waiting.slice()) world.send(body);
    await world.settle({ atOnce: true });
    expect(short()).toBe(0);
    expect(world.eventTypes().filter((type) => type === 'remediated')).toHaveLength(15);
  });

  test('what somebody fixed meanwhile does not wait', async () => {
    const { world, refs, shortenAll } = await flood(12);
    shortenAll();
    await work(world);
    for (const ref of refs) world.cloud.set(refKey(ref), { retention: 400 });
    await world.sweep(refs);
    expect((await reset(world)).done).toMatch(/No finding waited for that\.$/);
  });

  test('what a process stops while somebody resets is taken up as well', async () => {
    const { world, short, shortenAll } = await flood(11);
    shortenAll();
    const { trip } = world.store;
    let isReset = false;
    // The reset comes between the trip and the entry in the list of what waits.
    world.store.trip = async (...given) => {
      await trip(...given);
      if (!isReset) {
        isReset = true;
        expect((await reset(world)).done).toMatch(/No finding waited/);
      }
    };
    await world.settle();
    expect(isReset).toBe(true);
    expect(short()).toBe(0);
  });
});

describe('after a resume', () => {
  test('what the pause has stopped is taken up', async () => {
    const { world, short, shortenAll } = await flood(12);
    expect((await world.ask({ do: 'pause', by: 'lee', reason: 'Migration.' })).done).toMatch(/waits for that\.$/);
    shortenAll();
    await work(world);
    expect(short()).toBe(12);
    expect(await world.ask({ do: 'resume', by: 'lee' })).toMatchObject({
      ok: true,
      done: 'Remediation is no longer paused. The 12 findings that waited for that are taken up: 10 of each rule and account now and in each further hour, the last in 1 hour.',
    });
    await work(world);
    expect(short()).toBe(2);
    await world.settle();
    expect(short()).toBe(0);
  });

  test('what was approved during the pause is carried out', async () => {
    const world = createWorld({ remediation: 'approve' });
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    await world.ask({ do: 'pause', by: 'lee', reason: 'Migration.' });
    await world.approve('jane');
    await world.settle();
    expect(world.ingress()).toHaveLength(2);
    expect((await world.ask({ do: 'resume', by: 'lee' })).done).toMatch(
      /The finding that waited for that is taken up now/,
    );
    await world.settle();
    expect(world.ingress()).toHaveLength(1);
  });

  test('a further pause stops what is not taken up yet', async () => {
    const { world, short, shortenAll } = await flood(12);
    await world.ask({ do: 'pause', by: 'lee', reason: 'Migration.' });
    shortenAll();
    await work(world);
    await world.ask({ do: 'resume', by: 'lee' });
    await world.ask({ do: 'pause', by: 'kim', reason: 'Wait.' });
    await world.settle();
    expect(short()).toBe(12);
    await world.ask({ do: 'resume', by: 'lee' });
    await world.settle();
    expect(short()).toBe(0);
  });

  test('where remediation is not deployed, nothing waits', async () => {
    const { world } = await flood(1, { remediation: 'off' });
    expect((await world.ask({ do: 'resume', by: 'lee' })).done).toMatch(/No finding waited for that\.$/);
  });
});
