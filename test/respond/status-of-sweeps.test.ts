import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { exactly } from '../../shared/core/listing.ts';
import { sweepMessage } from '../../shared/evaluate/sweep.ts';
import { statusOf } from '../../shared/respond/status.ts';
import { answer, createSweepWorld, DENIED, LONGEST_GAP } from '../support/sweep-world.ts';

const RULE = 'sg-open-ingress';
const GROUPS = 'security-group';
const onGroups = rules.filter(({ kind }) => kind.name === GROUPS);
const HOUR = 3_600_000;
const QUIET = { name: 'web', ingress: exactly([]), egress: exactly([]) };
const OPEN = { ...QUIET, ingress: exactly([{ protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' }]) };

type Options = Parameters<typeof createSweepWorld>[0];

function worldOf(count: number, options: Options = {}) {
  const world = createSweepWorld({ rules: onGroups, ...options });
  for (let nth = 0; nth < count; nth += 1) world.put(GROUPS, `sg-${nth}`, QUIET);
  return {
    ...world,
    /** One sweep of all groups. Returns when it began. */
    async sweep(): Promise<number> {
      const began = world.clock.now;
      await world.request(GROUPS);
      await world.run();
      return began;
    },
    async status() {
      const { account } = world.ports.home;
      return statusOf({ account, rules: onGroups, store: world.store, now: () => world.clock.now }, RULE);
    },
    async result() {
      return (await this.status()).rules[0] ?? expect.fail('The rule has no status.');
    },
  };
}

describe('what is kept rests on sweeps', () => {
  test('a rule is kept since the first of the sweeps that have followed each other', async () => {
    const world = worldOf(3);
    const first = await world.sweep();
    for (let nth = 0; nth < 3; nth += 1) {
      world.clock.now += 6 * HOUR;
      await world.sweep();
    }
    expect(await world.result()).toMatchObject({
      result: 'kept',
      judged: 3,
      unreadable: 0,
      keptSince: first,
      lastSweep: { began: first + 18 * HOUR, listed: 3, judged: 3, unreadable: 0, failed: 0 },
    });
  });

  test('nothing is kept once the last sweep is too long ago, and the time in between does not count later', async () => {
    const world = worldOf(3);
    await world.sweep();
    world.clock.now += LONGEST_GAP;
    expect(await world.result()).toMatchObject({ result: 'kept' });
    world.clock.now += 1;
    expect(await world.result()).toMatchObject({
      result: 'undetermined',
      reason: 'The last sweep ended too long ago.',
    });
    expect(await world.result()).not.toHaveProperty('keptSince');
    const again = await world.sweep();
    expect(await world.result()).toMatchObject({ result: 'kept', keptSince: again });
  });

  test('a kind without resources is known to have none', async () => {
    const world = worldOf(0);
    expect(await world.status()).toMatchObject({ rules: [], neverJudged: [RULE] });
    await world.sweep();
    expect(await world.status()).toMatchObject({ rules: [{ result: 'no resources', judged: 0 }], neverJudged: [] });
  });

  test('a resource that was deleted leaves nothing to keep', async () => {
    const world = worldOf(1);
    world.put(GROUPS, 'sg-0', OPEN);
    await world.sweep();
    expect(await world.result()).toMatchObject({ result: 'broken', open: 1 });
    world.remove(GROUPS, 'sg-0');
    await world.sweep();
    expect(await world.result()).toMatchObject({ result: 'no resources', open: 0 });
  });

  test('a finding that was open and ended begins the time anew', async () => {
    const world = worldOf(2);
    await world.sweep();
    world.clock.now += HOUR;
    world.put(GROUPS, 'sg-0', OPEN);
    await world.sweep();
    expect(await world.result()).not.toHaveProperty('keptSince');
    world.clock.now += HOUR;
    world.put(GROUPS, 'sg-0', QUIET);
    const ended = await world.sweep();
    expect(await world.result()).toMatchObject({ result: 'kept', keptSince: ended });
  });
});

describe('what is not known is not kept', () => {
  test('while a resource may not be read, and the time before does not count', async () => {
    let denied = false;
    const world = worldOf(3, {
      onRead: ({ id }) => {
        if (denied && id === 'sg-1') throw DENIED;
      },
    });
    await world.sweep();
    denied = true;
    world.clock.now += HOUR;
    await world.sweep();
    expect(await world.result()).toMatchObject({
      result: 'undetermined',
      reason: 'AWS denies Plumbline to read some of these resources, or all.',
      compliant: 3,
      unreadable: 1,
      lastSweep: { judged: 2, unreadable: 1 },
    });
    expect((await world.status()).open).toMatchObject({ medium: 1 });
    denied = false;
    world.clock.now += HOUR;
    const readable = await world.sweep();
    expect(await world.result()).toMatchObject({ result: 'kept', unreadable: 0, keptSince: readable });
    expect((await world.status()).open).toMatchObject({ medium: 0 });
  });

  test('where the kind may not be listed, or none of it be read', async () => {
    for (const at of ['list', 'read'] as const) {
      let denied = true;
      const deny = () => {
        if (denied) throw DENIED;
      };
      const world = worldOf(10, at === 'list' ? { onList: deny } : { onRead: deny });
      await world.sweep();
      expect(await world.result(), at).toMatchObject({ result: 'undetermined', judged: 0, unreadable: 1 });
      expect(await world.status(), at).toMatchObject({ neverJudged: [RULE] });
      denied = false;
      await world.sweep();
      expect(await world.result(), at).toMatchObject({ result: 'kept', judged: 10, unreadable: 0 });
    }
  });

  test('after a resource became unreadable and readable between two sweeps', async () => {
    let denied = false;
    const world = worldOf(2, {
      onRead: () => {
        if (denied) throw DENIED;
      },
    });
    await world.sweep();
    const ref = { kind: GROUPS, ...world.ports.home, id: 'sg-1' };
    denied = true;
    world.clock.now += HOUR;
    await world.detect({ refs: [ref] });
    expect(await world.result()).toMatchObject({ result: 'undetermined', unreadable: 1 });
    denied = false;
    world.clock.now += HOUR;
    await world.detect({ refs: [ref] });
    expect(await world.result()).toMatchObject({ result: 'kept', keptSince: world.clock.now });
  });

  test('after a sweep that could not judge every resource', async () => {
    let fails = true;
    const world = worldOf(5, {
      onRead: ({ id }) => {
        if (fails && id === 'sg-3') throw new TypeError('a fault of the program');
      },
    });
    await world.sweep();
    expect(await world.result()).toMatchObject({
      result: 'undetermined',
      reason: 'The last sweep could not judge every resource.',
      lastSweep: { failed: 1 },
    });
    fails = false;
    world.clock.now += HOUR;
    const whole = await world.sweep();
    expect(await world.result()).toMatchObject({ result: 'kept', keptSince: whole });
  });

  test('after a sweep that never ended', async () => {
    let fails = false;
    const world = worldOf(5, {
      onList: () => {
        if (fails) throw answer('InternalFailure', 500);
      },
    });
    await world.sweep();
    fails = true;
    world.clock.now += HOUR;
    await world.sweep();
    expect(world.dead).toHaveLength(1);
    fails = false;
    // It began again within the longest gap, and was written last by the one that failed.
    world.clock.now += 4 * HOUR;
    const again = await world.sweep();
    expect(world.ended).toHaveLength(2);
    expect(await world.result()).toMatchObject({ result: 'kept', keptSince: again });
  });

  test('by a rule that was switched on after the last sweep, or was off meanwhile', async () => {
    const world = worldOf(4);
    const { ports } = world;
    const others = onGroups.filter(({ id }) => id !== RULE);
    await world.sweep();
    const on = ports.rules;
    Object.assign(ports, { rules: others });
    world.clock.now += HOUR;
    await world.sweep();
    Object.assign(ports, { rules: on });
    expect(await world.result()).toMatchObject({
      result: 'undetermined',
      reason: 'The rule was not on when the last sweep began.',
    });
    world.clock.now += HOUR;
    const since = await world.sweep();
    expect(await world.result()).toMatchObject({ result: 'kept', keptSince: since });
  });
});

describe('two at once', () => {
  test('a sweep whose messages are all delivered twice leaves one chain', async () => {
    const world = worldOf(250);
    const first = await world.sweep();
    for (let nth = 0; nth < 3; nth += 1) {
      world.clock.now += 6 * HOUR;
      await sweepMessage(JSON.stringify({ sweep: GROUPS }), world.ports);
      const [task] = world.sweeps.splice(0);
      await Promise.all([0, 1].map(() => sweepMessage(task?.body ?? '', world.ports)));
      await world.run();
    }
    expect(await world.result()).toMatchObject({
      result: 'kept',
      judged: 250,
      keptSince: first,
      lastSweep: { listed: 250, judged: 250, failed: 0 },
    });
  });

  test('a resource that two processes find unreadable is counted once', async () => {
    const world = worldOf(1, {
      onRead: () => {
        throw DENIED;
      },
    });
    const ref = { kind: GROUPS, ...world.ports.home, id: 'sg-0' };
    await Promise.all([world.detect({ refs: [ref] }), world.detect({ refs: [ref] })]);
    expect(await world.result()).toMatchObject({ unreadable: 1 });
  });
});
