import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { GONE } from '../../shared/core/kind.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { type DetectPorts, detect } from '../../shared/evaluate/detect.ts';
import { type SweepPorts, sweepMessage } from '../../shared/evaluate/sweep.ts';
import { byKind } from '../support/by-kind.ts';
import { ACCOUNT, DETECT_ROLE, HOME, REGION } from '../support/events.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { createWorld, GROUP, SSH } from '../support/world.ts';

const PLACE = { account: ACCOUNT, region: REGION };
const PAGE = 100;

interface Options extends Partial<Pick<SweepPorts, 'store' | 'hasTime' | 'list'>> {
  readonly rules?: SweepPorts['rules'];
  /** Called before each sending, which fails if it returns `true`. */
  readonly fails?: () => boolean;
}

/** The ports of a sweep, with the queue of its tasks and the refs that it sent. */
function createSweep(ids: (kind: string) => readonly string[], { fails = () => false, ...more }: Options = {}) {
  const queue: string[] = [];
  const messages: (readonly Ref[])[] = [];
  const listed: (string | undefined)[] = [];
  const ports: SweepPorts = {
    store: createMemoryStore(),
    rules: rules.filter(({ kind }) => kind.name === 'security-group'),
    kinds: [...new Set(rules.map(({ kind }) => kind))],
    place: PLACE,
    async list(kind, _, from) {
      listed.push(from);
      const first = Number(from ?? 0);
      const all = ids(kind);
      return {
        ids: all.slice(first, first + PAGE),
        ...(first + PAGE < all.length ? { next: String(first + PAGE) } : {}),
      };
    },
    async send(more) {
      if (fails()) throw new Error('the queue is unreachable');
      messages.push(...more);
    },
    continueWith: async (task) => void queue.push(JSON.stringify(task)),
    hasTime: () => true,
    countOpen: async () => undefined,
    heartbeat: async () => undefined,
    ...more,
  };
  return {
    ports,
    queue,
    messages,
    listed,
    refs: () => messages.flat(),
    ids: () => new Set(messages.flat().map(({ id }) => id)),
    /** Runs until the queue is empty. Messages that fail are queued again. */
    async run(body: string) {
      queue.push(body);
      for (let turns = 0; queue.length > 0 && turns < 10_000; turns += 1) {
        const message = queue.shift() ?? '';
        await sweepMessage(message, ports).catch(() => queue.push(message));
      }
    },
  };
}

const MANY = Array.from({ length: 10_000 }, (_, nth) => `sg-${nth}`);

describe('a sweep of 10,000 resources sends each of them', () => {
  test('page by page, in messages small enough for one function', async () => {
    const sweep = createSweep(() => MANY);
    await sweep.run('{"sweep":"security-group"}');
    expect(sweep.refs().map(({ id }) => id)).toEqual(MANY);
    expect(Math.max(...sweep.messages.map(({ length }) => length))).toBeLessThanOrEqual(5);
  });

  test('continuing at the same page after time runs out', async () => {
    let pages = 0;
    const sweep = createSweep(() => MANY, { hasTime: () => (pages += 1) % 7 !== 0 });
    await sweep.run('{"sweep":"security-group"}');
    expect(sweep.refs().map(({ id }) => id)).toEqual(MANY);
    expect(new Set(sweep.listed).size).toBe(sweep.listed.length);
  });

  test('sending a page again if the queue fails now and then', async () => {
    let sendings = 0;
    const sweep = createSweep(() => MANY, {
      fails: () => (sendings += 1) % 10 === 3,
      hasTime: () => sendings % 4 !== 0,
    });
    await sweep.run('{"sweep":"security-group"}');
    expect(sweep.ids()).toEqual(new Set(MANY));
  });

  test('handling at least one page per message, even without time', async () => {
    const sweep = createSweep(() => MANY, { hasTime: () => false });
    await sweep.run('{"sweep":"security-group"}');
    expect(sweep.refs()).toHaveLength(MANY.length);
  });
});

describe('the message of a sweep', () => {
  test('can be the detail of an event, by which people and deployments request it', async () => {
    const sweep = createSweep(() => ['sg-1']);
    await sweep.run(JSON.stringify({ 'detail-type': 'Sweep Requested', detail: { sweep: 'security-group' } }));
    expect(sweep.refs().map(({ id }) => id)).toEqual(['sg-1']);
  });

  test('for all kinds begins a task of its own for each kind, so that a failure does not block other kinds', async () => {
    const sweep = createSweep(() => [], { rules });
    expect(await sweepMessage('{"sweep":"all"}', sweep.ports)).toEqual({
      begun: new Set(rules.map(({ kind }) => kind.name)).size,
    });
    const tasks = sweep.queue.map((body) => JSON.parse(body) as { kind: string; source: string });
    expect(tasks.filter(({ kind }) => kind === 'security-group').map(({ source }) => source)).toEqual([
      'listed',
      'unresolved',
    ]);
    const missing = tasks.filter(({ source }) => source === 'missing').map(({ kind }) => kind);
    const judgesEnd = ({ judgeGone, watches }: AnyRule) => judgeGone !== undefined || watches.includes('exists');
    const wanted = new Set(rules.filter(judgesEnd).map(({ kind }) => kind.name));
    expect([...wanted]).toEqual(expect.arrayContaining(['cloudtrail-trail', 'log-group', 'own-component']));
    expect(new Set(missing)).toEqual(wanted);
  });

  test.each(['{}', 'nothing', '{"sweep":"no-such-kind"}', '{"kind":"security-group","source":"else"}'])(
    '%s is refused',
    async (body) => {
      await expect(sweepMessage(body, createSweep(() => []).ports)).rejects.toThrow(TypeError);
    },
  );

  test('for a global kind lists it in the global region', async () => {
    const sweep = createSweep(() => ['role/a'], { rules });
    await sweep.run('{"kind":"iam-entity","source":"listed"}');
    expect(sweep.refs()).toEqual([{ kind: 'iam-entity', account: ACCOUNT, region: 'us-east-1', id: 'role/a' }]);
  });

  test('fails if the listing is denied, and never counts as "no resources"', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });
    const list = async () => {
      throw denied;
    };
    const sweep = createSweep(() => [], { list });
    await expect(sweepMessage('{"kind":"security-group","source":"listed"}', sweep.ports)).rejects.toThrow(denied);
  });
});

test('the findings of a rule that is switched off are resolved, with the reason and without a read', async () => {
  const world = createWorld();
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  await world.settle();
  const others = rules.filter(({ kind }) => kind.name !== 'security-group');
  const sweep = createSweep(() => [], { store: world.store, rules: others });
  await sweep.run('{"sweep":"all"}');
  expect(sweep.refs()).toEqual([GROUP]);
  const read: Ref[] = [];
  const ports: DetectPorts = {
    settingsByKind: byKind(defaultSettings(others)),
    home: HOME,
    roleId: DETECT_ROLE,
    store: world.store,
    async read(ref) {
      read.push(ref);
      return GONE;
    },
    tagsOf: async () => ({}),
    listAll: async () => [],
    refsOf: async () => [],
    judgeAgain: async () => undefined,
    now: () => Date.parse('2026-03-03T09:00:00Z'),
  };
  for (let times = 0; times < 2; times += 1) {
    await detect([{ id: 'm', body: JSON.stringify({ refs: sweep.refs() }) }], ports);
  }
  expect(read).toEqual([]);
  expect(world.store.events().map(({ type, note }) => [type, note])).toEqual([
    ['opened', undefined],
    ['resolved', 'The rule sg-open-ingress was switched off.'],
  ]);
  expect(await world.finding()).toMatchObject({ status: 'resolved' });
});

describe('drift that the events missed', () => {
  async function sweepOf(world: ReturnType<typeof createWorld>) {
    const ids = () => [...world.cloud.keys()].map((key) => key.split('|').at(-1) ?? '');
    const sweep = createSweep(ids, { store: world.store });
    await sweep.run('{"sweep":"all"}');
    for (const refs of sweep.messages) await world.sweep(refs);
  }

  test('is opened', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z', { seen: false });
    await sweepOf(world);
    expect(world.eventTypes()).toEqual(['opened']);
  });

  test('is resolved, also if the resource is gone', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    world.cloud.delete(refKey(GROUP));
    await sweepOf(world);
    expect(world.eventTypes()).toEqual(['opened', 'resolved']);
  });

  test('is found for a deleted trail, which is no longer listed and has no finding', async () => {
    const trail: Ref = { kind: 'cloudtrail-trail', ...PLACE, id: 'main' };
    const store = createMemoryStore();
    const existing = new Map<string, object>([[refKey(trail), { isLogging: true }]]);
    const detectAll = async (refs: readonly Ref[]) =>
      detect([{ id: 'm', body: JSON.stringify({ refs }) }], {
        settingsByKind: byKind(defaultSettings(rules)),
        home: HOME,
        roleId: DETECT_ROLE,
        store,
        read: async (ref) => existing.get(refKey(ref)) ?? GONE,
        tagsOf: async () => ({}),
        listAll: async () => [],
        refsOf: async () => [],
        judgeAgain: async () => undefined,
        now: () => Date.parse('2026-03-02T09:00:00Z'),
      });
    await detectAll([trail]);
    const sweep = createSweep((kind) => (kind === trail.kind && existing.size > 0 ? [trail.id] : []), { store, rules });
    await sweep.run('{"kind":"cloudtrail-trail","source":"missing"}');
    expect(sweep.refs()).toEqual([]);
    existing.clear();
    await sweep.run('{"sweep":"cloudtrail-trail"}');
    expect(sweep.refs()).toEqual([trail]);
    await detectAll(sweep.refs());
    expect(store.events().map(({ type, violations }) => [type, violations[0]?.path])).toEqual([['opened', 'trail']]);
  });
});
