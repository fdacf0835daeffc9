import { expect, test } from 'vitest';
import type { TrailEvent } from '../../shared/core/event.ts';
import { observe } from '../../shared/evaluate/observe.ts';
import type { OnTags, Ports } from '../../shared/evaluate/ports.ts';
import { remediate } from '../../shared/remediate/machine.ts';
import { pressKillSwitch } from '../store/things.ts';
import { createWorld, GROUP, OFFICE, opened, SSH, type World } from '../support/world.ts';

const NONE: readonly TrailEvent[] = [];

/** A look to which AWS answers at once, and the table only when `arrive` is called. */
function slowTable(world: World, { ahead = 0 }: { readonly ahead?: number } = {}) {
  const { promise: gate, resolve: arrive } = Promise.withResolvers<void>();
  const given = world.ports();
  let [reads, queries] = [0, 0];
  const ports: Ports = {
    ...given,
    now: () => world.clock.now + ahead,
    read: (ref) => {
      reads += 1;
      return given.read(ref);
    },
    store: {
      ...given.store,
      async resource(ref) {
        queries += 1;
        if (queries === 1) await gate;
        return given.store.resource(ref);
      },
    },
  };
  return { looking: observe(GROUP, NONE, ports), arrive, reads: () => reads };
}

/** The group is known, and nothing has been stored of it for an hour. */
async function known(options?: Parameters<typeof createWorld>[0]): Promise<World> {
  const world = createWorld(options);
  await world.sweep();
  world.clock.now += 3_600_000;
  return world;
}

const at = (world: World) => new Date(world.clock.now).toISOString();

test('a read that AWS answered before a later one was stored does not undo it', async () => {
  const world = await known();
  const { looking, arrive, reads } = slowTable(world);
  world.change('Authorize', SSH, at(world));
  await world.settle();
  arrive();
  await looking;
  expect(world.eventTypes()).toEqual(['opened']);
  expect(await world.finding()).toMatchObject({ status: 'open' });
  expect((await world.store.resource(GROUP)).state).toMatchObject({ ingress: { items: [OFFICE, SSH] } });
  expect(reads()).toBe(2);
});

test.each([4_000, -4_000])('also where the clocks of the two processes differ by %i ms', async (ahead) => {
  const world = await known();
  const { looking, arrive } = slowTable(world, { ahead });
  world.change('Authorize', SSH, at(world));
  await world.settle();
  arrive();
  await looking;
  expect(world.eventTypes()).toEqual(['opened']);
});

test('a read from before a remediation does not undo what the remediation has verified', async () => {
  const world = await known({ remediation: 'auto' });
  world.change('Authorize', SSH, at(world));
  await world.detected();
  world.clock.now += 60_000;
  const { looking, arrive } = slowTable(world);
  await world.settle();
  arrive();
  await looking;
  expect(world.ingress()).toEqual([OFFICE]);
  expect(world.eventTypes()).toEqual(['opened', 'remediated']);
  const { state, readAt = 0 } = await world.store.resource(GROUP);
  expect(state).toMatchObject({ ingress: { items: [OFFICE] } });
  expect(readAt).toBe(world.clock.now);
});

test('what was stored long before is not doubted: AWS is asked once before the write', async () => {
  const world = await known();
  world.change('Authorize', SSH, at(world), { seen: false });
  const { looking, arrive, reads } = slowTable(world);
  arrive();
  await looking;
  expect(world.eventTypes()).toEqual(['opened']);
  // Once before the write, and once after it.
  expect(reads()).toBe(2);
});

test('right after a run that failed, what counts is a state that was read after it', async () => {
  const world = await known();
  const { looking, arrive, reads } = slowTable(world);
  const record = await world.store.resource(GROUP);
  const { ref: _ref, version: _version, findings: _findings, ...stored } = record;
  await world.store.save(record, {
    resource: { ...stored, disputed: { wrongFor: [], fields: ['ingress'] } },
    findings: [],
    events: [],
  });
  arrive();
  await looking;
  expect(reads()).toBe(2);
});

test('a table that does not answer fails the look, which then has no call under way', async () => {
  const world = createWorld();
  let isReading = false;
  const ports: Ports = {
    ...world.ports(),
    async read() {
      isReading = true;
      await new Promise((resolve) => setTimeout(resolve, 10));
      isReading = false;
      return {};
    },
    store: { ...world.store, resource: () => Promise.reject(new Error('no answer')) },
  };
  await expect(observe(GROUP, NONE, ports)).rejects.toThrow('no answer');
  expect(isReading).toBe(false);
});

const ACCEPTED = { 'plumbline:exempt': 'until=2026-03-20 owner=jane@example.com reason=public web site' };

/** Ports to which the answer with the state brings the tags as well. */
function tagged(world: World) {
  const ports = world.ports();
  const read = (ref: typeof GROUP, onTags?: OnTags) => {
    onTags?.(ACCEPTED);
    return ports.read(ref);
  };
  return { ...ports, read };
}

test('tags that come with the state accept a finding, and are not asked for', async () => {
  const world = createWorld();
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z', { seen: false });
  await observe(GROUP, NONE, tagged(world));
  expect(world.eventTypes()).toEqual(['exempted']);
  expect(world.calls).not.toContain('tagsOf');
});

test('a tag that comes with the state keeps a resource from being remediated', async () => {
  const { world, event } = await opened();
  world.calls.length = 0;
  expect(await remediate(event, tagged(world))).toBe('left');
  expect(world.ingress()).toEqual([OFFICE, SSH]);
  expect(world.calls).not.toContain('tagsOf');
  expect(world.begun).toEqual([]);
});

test('a remediation without a grace asks for everything at once, and begins in the next call', async () => {
  const { world, event } = await opened();
  world.calls.length = 0;
  await remediate(event, { ...tagged(world), read: world.ports().read });
  const first = world.calls.slice(0, 6);
  expect(first.slice(0, 5).sort()).toEqual(['beforeRun', 'completeUndo', 'read', 'resource', 'tagsOf']);
  expect(first[5]).toBe('begin');
});

test('whoever presses the kill switch while everything is asked at once has stopped the remediation', async () => {
  const { world, event } = await opened((call, nth, { store }) => {
    if (call === 'tagsOf' && nth === 1) void pressKillSwitch(store, 'kim', 'Stop.');
    return undefined;
  });
  expect(await remediate(event, world.ports())).toBe('proposed');
  expect(world.ingress()).toEqual([OFFICE, SSH]);
  expect(world.begun).toEqual([]);
});
