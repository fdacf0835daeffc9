import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { UNREADABLE } from '../../shared/core/compliance.ts';
import { exactly } from '../../shared/core/listing.ts';
import { sweepMessage } from '../../shared/evaluate/sweep.ts';
import { EVERY } from '../../shared/evaluate/unreadable.ts';
import { trailRecord } from '../support/events.ts';
import { answer, createSweepWorld, DENIED, PLACE, refTo, THROTTLED } from '../support/sweep-world.ts';

const SSH = { protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' };
const QUIET = { name: 'web', ingress: exactly([]), egress: exactly([]) };
const OPEN = { ...QUIET, ingress: exactly([SSH]) };
const GROUPS = 'security-group';
const onGroups = rules.filter(({ kind }) => kind.name === GROUPS);
const ids = (count: number) => Array.from({ length: count }, (_, nth) => `sg-${String(nth).padStart(5, '0')}`);

function worldOf(count: number, options: Parameters<typeof createSweepWorld>[0] = {}) {
  const world = createSweepWorld({ rules: onGroups, ...options });
  for (const id of ids(count)) world.put(GROUPS, id, QUIET);
  return world;
}

async function sweptWorld(count: number, options: Parameters<typeof createSweepWorld>[0] = {}) {
  const world = worldOf(count, options);
  await world.request(GROUPS);
  await world.run();
  return world;
}

const counts = (some: object) => ({ listed: 0, unlisted: 0, judged: 0, unreadable: 0, failed: 0, ...some });

describe('a sweep judges every resource', () => {
  test('page by page, and ends with a record', async () => {
    const world = await sweptWorld(1_000);
    expect(world.read).toEqual(ids(1_000));
    expect(world.ended).toEqual([expect.objectContaining(counts({ listed: 1_000, judged: 1_000 }))]);
    const stored = await world.store.sweep({ kind: GROUPS, ...PLACE });
    expect(stored).toMatchObject({ ended: expect.any(Number), last: world.ended[0] });
  });

  test('from the listing, without a call for each, where it shows the states', async () => {
    const world = worldOf(1_000, { shows: [GROUPS] });
    world.put(GROUPS, 'sg-open', OPEN);
    await world.request(GROUPS);
    await world.run();
    expect(world.told()).toEqual(['opened sg-open-ingress sg-open']);
    // What is told is confirmed by a read.
    expect(world.read).toEqual(['sg-open']);
    expect(world.ended[0]).toMatchObject(counts({ listed: 1_001, judged: 1_001 }));
  });

  test('continuing where it was when time ran out', async () => {
    let asked = 0;
    const world = await sweptWorld(1_000, { hasTime: () => (asked += 1) % 70 !== 0 });
    expect([...world.read].sort()).toEqual(ids(1_000));
    expect(world.ended[0]).toMatchObject(counts({ listed: 1_000, judged: 1_000 }));
  });

  test('once, also where each message is delivered twice at the same time', async () => {
    const world = worldOf(1_000);
    await world.request(GROUPS);
    await world.run();
    world.clock.now += 3_600_000;
    await sweepMessage(JSON.stringify({ sweep: GROUPS }), world.ports);
    const [task] = world.sweeps.splice(0);
    const copies = [0, 1].map(() => sweepMessage(task?.body ?? '', world.ports));
    const results = await Promise.all(copies);
    expect(results.filter(({ ended }) => ended)).toHaveLength(1);
    expect(results.find(({ ended }) => ended)?.ended).toMatchObject(counts({ listed: 1_000, judged: 1_000 }));
  });

  test('a listing that fails in the middle goes on at the page that failed', async () => {
    const world = await sweptWorld(500, {
      onList: (_, from, count) => {
        if (from === '200' && count < 6) throw answer('InternalFailure', 500);
      },
    });
    expect(world.read).toEqual(ids(500));
    expect(world.listed).toEqual([undefined, '100', '200', '200', '200', '200', '300', '400']);
    expect(world.dead).toEqual([]);
  });

  test('a listing whose page has expired begins again', async () => {
    const world = await sweptWorld(300, {
      onList: (_, from, count) => {
        if (from === '200' && count === 3) throw answer('InvalidNextToken');
      },
    });
    expect(new Set(world.read)).toEqual(new Set(ids(300)));
    expect(world.ended[0]).toMatchObject(counts({ listed: 300, judged: 300 }));
  });

  test('a listing that never answers ends in the dead-letter queue, and the next sweep begins anew', async () => {
    let fails = true;
    const world = await sweptWorld(3, {
      onList: () => {
        if (fails) throw answer('InternalFailure', 500);
      },
    });
    expect(world.dead).toHaveLength(1);
    expect(world.ended).toEqual([]);
    fails = false;
    world.clock.now += 6 * 3_600_000;
    await world.request(GROUPS);
    await world.run();
    expect(world.ended[0]).toMatchObject(counts({ listed: 3, judged: 3 }));
  });
});

describe('what is throttled', () => {
  test('comes again, alone and later, and burns no try', async () => {
    const tries = new Map<string, number>();
    const world = await sweptWorld(200, {
      onRead: ({ id }) => {
        tries.set(id, (tries.get(id) ?? 0) + 1);
        if (id.endsWith('7') && (tries.get(id) ?? 0) <= 30) throw THROTTLED;
      },
    });
    expect(world.ended[0]).toMatchObject(counts({ listed: 200, judged: 200 }));
    expect(tries.get('sg-00007')).toBe(31);
    expect(tries.get('sg-00008')).toBe(1);
    expect([world.dead, world.changes, world.failures]).toEqual([[], [], []]);
  });

  test('as a listing, waits too', async () => {
    let throttles = 50;
    const world = await sweptWorld(10, {
      onList: () => {
        if (throttles-- > 0) throw THROTTLED;
      },
    });
    expect(world.ended[0]).toMatchObject(counts({ listed: 10, judged: 10 }));
    expect(world.dead).toEqual([]);
  });
});

test('what fails again and again is handed to the queue of changes, with its alarm, and the others are judged', async () => {
  const world = await sweptWorld(20, {
    onRead: ({ id }) => {
      if (id === 'sg-00003') throw answer('InternalFailure', 500);
      if (id === 'sg-00004') throw new TypeError('a fault of the program');
    },
  });
  expect(world.ended[0]).toMatchObject(counts({ listed: 20, judged: 18, failed: 2 }));
  expect(world.changes.flatMap(({ refs }) => refs.map(({ id }) => id)).sort()).toEqual(['sg-00003', 'sg-00004']);
  expect(world.failures).toContain('InternalFailure');
});

describe('two sweeps at once', () => {
  test('a sweep that is asked for while one goes on begins when that ends, once', async () => {
    let asked = false;
    let steps = 0;
    const world = createSweepWorld({
      rules: onGroups,
      onRead: () => {
        world.clock.now += 1;
        if (asked) return;
        asked = true;
        for (let times = 0; times < 3; times += 1) void world.request(GROUPS);
      },
      hasTime: () => (steps += 1) % 3 !== 0,
      pageSize: 2,
    });
    for (const id of ids(6)) world.put(GROUPS, id, QUIET);
    await world.request(GROUPS);
    await world.run(3);
    expect(world.ended).toHaveLength(2);
    for (const record of world.ended) expect(record).toMatchObject(counts({ listed: 6, judged: 6 }));
  });
});

describe('a sweep and an event on one resource at once', () => {
  const event = (id: string) => ({
    'detail-type': 'AWS API Call via CloudTrail',
    ...PLACE,
    detail: trailRecord('ec2:AuthorizeSecurityGroupIngress', {
      at: '2026-03-02T09:00:00Z',
      request: {
        groupId: id,
        ipPermissions: {
          items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
        },
      },
    }),
  });

  test('an opening right after the listing stays open, whatever the listing has shown', async () => {
    const world = createSweepWorld({
      rules: onGroups,
      shows: [GROUPS],
      onList: () => {
        world.put(GROUPS, 'sg-1', OPEN);
      },
    });
    world.put(GROUPS, 'sg-1', QUIET);
    const list = world.ports.list;
    world.ports.list = async (...given) => {
      const page = await list(...given);
      await world.detect(event('sg-1'));
      return page;
    };
    await world.request(GROUPS);
    await world.run();
    expect(world.told()).toEqual(['opened sg-open-ingress sg-1']);
  });

  test('a resource that is deleted between listing and judging leaves no open finding', async () => {
    const world = createSweepWorld({
      rules: onGroups,
      shows: [GROUPS],
      onList: () => world.remove(GROUPS, 'sg-1'),
    });
    world.put(GROUPS, 'sg-1', OPEN);
    await world.request(GROUPS);
    await world.run();
    expect(world.told()).toEqual(['opened sg-open-ingress sg-1', 'resolved sg-open-ingress sg-1']);
  });
});

describe('what may not be read', () => {
  test('is told once, counted and no failure; it resolves when it can be read', async () => {
    let denied = true;
    const world = worldOf(20, {
      onRead: ({ id }) => {
        if (denied && id === 'sg-00003') throw DENIED;
      },
    });
    for (let times = 0; times < 3; times += 1) {
      await world.request(GROUPS);
      await world.run();
      world.clock.now += 21_600_000;
    }
    expect(world.told()).toEqual([`opened ${UNREADABLE} sg-00003`]);
    expect(world.ended.map(({ unreadable, judged }) => [unreadable, judged])).toEqual([
      [1, 19],
      [1, 19],
      [1, 19],
    ]);
    expect([world.dead, world.changes, world.failures]).toEqual([[], [], []]);
    denied = false;
    await world.request(GROUPS);
    await world.run();
    expect(world.told()).toEqual([`opened ${UNREADABLE} sg-00003`, `resolved ${UNREADABLE} sg-00003`]);
  });

  test('after an event too, without a poison message', async () => {
    const world = worldOf(1, {
      onRead: () => {
        throw DENIED;
      },
    });
    const failed = await world.detect({ refs: [refTo(GROUPS, 'sg-00000')] });
    expect([...failed]).toEqual([]);
    expect(world.told()).toEqual([`opened ${UNREADABLE} sg-00000`]);
  });

  test('keeps the other findings of the resource as they are', async () => {
    let denied = false;
    const world = createSweepWorld({
      rules: onGroups,
      onRead: () => {
        if (denied) throw DENIED;
      },
    });
    world.put(GROUPS, 'sg-1', OPEN);
    await world.request(GROUPS);
    await world.run();
    denied = true;
    await world.request(GROUPS);
    await world.run();
    expect(world.told()).toEqual(['opened sg-open-ingress sg-1', `opened ${UNREADABLE} sg-1`]);
    const { findings } = await world.store.resource(refTo(GROUPS, 'sg-1'));
    expect(findings.map(({ finding }) => finding.status)).toEqual(['open', 'open']);
  });

  test('as a whole kind is told as one, for the listing and for each', async () => {
    const world = await sweptWorld(300, {
      onRead: () => {
        throw DENIED;
      },
    });
    expect(world.told()).toEqual([`opened ${UNREADABLE} ${EVERY}`]);
    expect(world.ended[0]).toMatchObject(counts({ listed: 300, unreadable: 300 }));
    let isDenied = true;
    const other = worldOf(3, {
      onList: () => {
        if (isDenied) throw DENIED;
      },
    });
    for (const _ of [1, 2]) {
      await other.request(GROUPS);
      await other.run();
    }
    expect(other.told()).toEqual([`opened ${UNREADABLE} ${EVERY}`]);
    expect([other.dead, other.ended[0]]).toEqual([[], expect.objectContaining(counts({}))]);
    isDenied = false;
    await other.request(GROUPS);
    await other.run();
    expect(other.told()).toEqual([`opened ${UNREADABLE} ${EVERY}`, `resolved ${UNREADABLE} ${EVERY}`]);
  });

  describe.each([
    ['an account that has not subscribed to the service', answer('OptInRequired', 403)],
    ['a support plan without the API', answer('SubscriptionRequiredException')],
    ['an account without an organisation', answer('AWSOrganizationsNotInUseException')],
    ['a region that is not enabled', answer('UnrecognizedClientException', 403)],
    ['a region without the service', Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })],
  ])('of %s', (_, error) => {
    test('is told once, with no failure and no dead letter, until the kind can be listed', async () => {
      let isThere = false;
      const world = worldOf(3, {
        onList: () => {
          if (!isThere) throw error;
        },
      });
      for (let sweep = 0; sweep < 2; sweep += 1) {
        await world.request(GROUPS);
        await world.run();
      }
      expect(world.told()).toEqual([`opened ${UNREADABLE} ${EVERY}`]);
      expect(world.dead).toEqual([]);
      expect(world.ended).toHaveLength(2);
      // What could not be listed is not kept.
      for (const ended of world.ended) expect(ended).not.toHaveProperty('uninterruptedSince');
      const { findings } = await world.store.resource(refTo(GROUPS, EVERY));
      expect(findings[0]?.finding.violations[0]?.text).toMatch(/is not available to this account here/);
      expect(findings[0]?.finding.plan.steps[0]).toMatch(
        /^(AWS answered \w+|The service has no endpoint in this region)\./,
      );
      isThere = true;
      await world.request(GROUPS);
      await world.run();
      expect(world.told().slice(1)).toEqual([`resolved ${UNREADABLE} ${EVERY}`]);
      expect(world.ended[2]).toMatchObject(counts({ listed: 3, judged: 3 }));
    });
  });

  test('of a name that was not found once is not told', async () => {
    let tries = 0;
    const world = worldOf(2, {
      onList: () => {
        tries += 1;
        if (tries === 1) throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
      },
    });
    await world.request(GROUPS);
    await world.run();
    expect(world.told()).toEqual([]);
    expect(world.ended[0]).toMatchObject(counts({ listed: 2, judged: 2 }));
  });

  test.each(['ExpiredTokenException', 'UnrecognizedClientException', 'OptInRequired'])(
    'is not meant by %s, which says nothing about a resource',
    async (name) => {
      const world = worldOf(1, {
        onRead: () => {
          throw answer(name, 403);
        },
      });
      expect((await world.detect({ refs: [refTo(GROUPS, 'sg-00000')] })).size).toBe(1);
      expect(world.told()).toEqual([]);
    },
  );

  test('is not meant by a table that denies', async () => {
    const world = worldOf(1);
    const save = async () => {
      throw DENIED;
    };
    Object.assign(world.ports, { store: { ...world.store, save } });
    await world.request(GROUPS);
    await world.run();
    expect(world.told()).toEqual([]);
    expect(world.ended[0]).toMatchObject(counts({ listed: 1, failed: 1 }));
  });
});

describe('the message of a sweep', () => {
  test('can be the detail of an event, by which people and deployments request it', async () => {
    const world = worldOf(1);
    const body = JSON.stringify({ 'detail-type': 'Sweep Requested', detail: { sweep: GROUPS } });
    expect(await sweepMessage(body, world.ports)).toEqual({ begun: 1 });
    await world.run();
    expect(world.read).toEqual(['sg-00000']);
  });

  test('for all kinds begins a task of its own for each kind, so that a failure does not block other kinds', async () => {
    const world = createSweepWorld();
    await sweepMessage('{"sweep":"all"}', world.ports);
    const tasks = world.sweeps.map(({ body }) => (JSON.parse(body) as { kind: string }).kind);
    expect(new Set(tasks)).toEqual(new Set(rules.map(({ kind }) => kind.name)));
  });

  test.each(['{}', 'nothing', '{"sweep":"no-such-kind"}', '{"kind":"no-such-kind"}'])('%s is refused', async (body) => {
    await expect(sweepMessage(body, createSweepWorld().ports)).rejects.toThrow(TypeError);
  });
});

test('the findings of a rule that is switched off are resolved, with the reason and without a read', async () => {
  const world = createSweepWorld();
  world.put(GROUPS, 'sg-1', OPEN);
  await world.request(GROUPS);
  await world.run();
  const others = rules.filter(({ kind }) => kind.name !== GROUPS);
  const after = createSweepWorld({ rules: others });
  const reads: string[] = [];
  const ports = {
    ...after.ports,
    store: world.store,
    now: () => world.clock.now + 1_000,
    read: async (ref: { readonly id: string }) => {
      reads.push(ref.id);
      return {};
    },
  };
  await sweepMessage('{"sweep":"all"}', ports);
  await sweepMessage(JSON.stringify({ kind: GROUPS }), ports);
  expect(reads).toEqual([]);
  expect(world.store.events().map(({ type, note }) => [type, note])).toEqual([
    ['opened', undefined],
    ['resolved', 'The rule sg-open-ingress was switched off.'],
  ]);
});

test('what is known and may be missing is compared with one listing, however many pages it has', async () => {
  const world = createSweepWorld({
    rules: rules.filter(({ kind }) => kind.name === 'log-group'),
    shows: ['log-group'],
  });
  for (const id of ids(450)) world.put('log-group', id, { retention: 365 });
  await world.request('log-group');
  await world.run();
  expect(world.ended[0]).toMatchObject(counts({ listed: 450, judged: 450 }));
  expect(world.listed).toHaveLength(2 * 5);
});

describe('drift that the events missed', () => {
  test('is resolved, also if the resource is gone', async () => {
    const world = createSweepWorld({ rules: onGroups });
    world.put(GROUPS, 'sg-1', OPEN);
    await world.request(GROUPS);
    await world.run();
    world.remove(GROUPS, 'sg-1');
    world.clock.now += 60_000;
    await world.request(GROUPS);
    await world.run();
    expect(world.told()).toEqual(['opened sg-open-ingress sg-1', 'resolved sg-open-ingress sg-1']);
    expect(world.ended[1]).toMatchObject(counts({ unlisted: 1, judged: 1 }));
  });

  test('is found for a deleted trail, which is no longer listed and has no finding', async () => {
    const world = createSweepWorld({ rules: rules.filter((rule) => rule.kind.name === 'cloudtrail-trail') });
    expect(world.ports.rules.some(({ judgesEnd }) => judgesEnd)).toBe(true);
    world.put('cloudtrail-trail', 'main', {
      logging: true,
      multiRegion: true,
      globalServices: true,
      validation: true,
      kmsKey: 'key',
      bucket: 'logs',
    });
    await world.request('cloudtrail-trail');
    await world.run();
    const before = world.told();
    world.remove('cloudtrail-trail', 'main');
    world.clock.now += 60_000;
    await world.request('cloudtrail-trail');
    await world.run();
    expect(
      world
        .told()
        .slice(before.length)
        .map((line) => line.split(' ').slice(0, 2).join(' ')),
    ).toContain('opened cloudtrail-stopped-or-deleted');
  });
});
