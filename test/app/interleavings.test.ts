import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { refKey } from '../../shared/core/ref.ts';
import { permissionKey } from '../../shared/kinds/security-group.ts';
import { createWorld, type Fault, GROUP, OFFICE, SSH, type World } from './world.ts';

type Step =
  | { readonly do: 'open' | 'close'; readonly port: number; readonly seen: boolean }
  | { readonly do: 'sweep' | 'repeat' | 'turn' | 'turn twice' | 'wait' }
  | { readonly do: 'approve' | 'undo' | 'exempt' | 'snooze' | 'pause' | 'resume' | 'delete' };

const change: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('open' as const, 'close' as const),
  port: fc.constantFrom(22, 3306),
  seen: fc.boolean(),
});
const happens = (...names: readonly Exclude<Step['do'], 'open' | 'close'>[]): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constantFrom(...names) });

const step = fc.oneof(
  { weight: 5, arbitrary: change },
  { weight: 5, arbitrary: happens('sweep', 'repeat', 'turn', 'turn twice', 'wait') },
  { weight: 4, arbitrary: happens('approve', 'undo', 'exempt', 'snooze', 'pause', 'resume') },
  { weight: 1, arbitrary: happens('delete') },
);
const FAULTS: readonly Fault[] = ['throttled', 'busy', 'unreachable', 'after', 'die', 'die after'];
const fault = fc.record({ nth: fc.integer({ min: 1, max: 100 }), fault: fc.constantFrom(...FAULTS) });
const START = Date.parse('2026-03-02T09:00:00Z');

async function take(world: World, each: Step, index: number, events: object[]): Promise<void> {
  const finding = (await world.finding())?.id;
  const by = 'lee';
  switch (each.do) {
    case 'open':
    case 'close': {
      const at = new Date(Math.max(START + index * 60_000, world.clock.now - 2_000)).toISOString();
      const permission = { ...SSH, from: each.port, to: each.port };
      events.push(world.change(each.do === 'open' ? 'Authorize' : 'Revoke', permission, at, each));
      break;
    }
    case 'sweep':
      return world.sweep();
    case 'repeat':
      if (events.length > 0) world.deliver(events[index % events.length] as object);
      break;
    case 'turn':
      await world.turn();
      break;
    case 'turn twice':
      return world.turnTwice();
    case 'wait':
      world.clock.now += 200_000;
      break;
    case 'approve':
      if (finding) await world.approve(by);
      break;
    case 'undo':
      if (finding) await world.ask({ do: 'undo', finding, by });
      break;
    case 'exempt':
      if (finding) await world.ask({ do: 'exempt', finding, by, reason: 'bastion', until: '2026-12-31' });
      break;
    case 'snooze':
      if (finding) await world.ask({ do: 'snooze', finding, by, hours: 1 });
      break;
    case 'pause':
      await world.ask({ do: 'pause', by, reason: 'migration' });
      break;
    case 'resume':
      await world.ask({ do: 'resume', by });
      break;
    case 'delete':
      world.cloud.delete(refKey(GROUP));
  }
}

/** What is stored is what is, and each thing that happened was told once. */
async function expectRight(world: World): Promise<void> {
  const wrong = world.ingress().some((permission) => permissionKey(permission) !== permissionKey(OFFICE));
  const finding = await world.finding();
  const isOpen = finding !== undefined && finding.status !== 'resolved';
  expect(isOpen).toBe(wrong);
  const entries = world.store.entries();
  const names = world.transitions();
  if (finding?.status === 'exempt') expect(names.some((name) => ['exempted', 'undone'].includes(name))).toBe(true);
  // Opened and closed alternate, whatever stands between.
  const ends = names
    .filter((name) => ['opened', 'resolved', 'remediated'].includes(name))
    .map((name) => (name === 'opened' ? 'open' : 'closed'));
  for (const [index, each] of ends.entries()) if (each === 'open') expect(ends[index - 1]).not.toBe('open');
  // One fix is told once: each is of another episode, and of another run.
  const fixes = entries.filter(({ transition }) => transition.transition === 'remediated');
  expect(new Set(fixes.map((entry) => entry.finding.episodes.length)).size).toBe(fixes.length);
  expect(new Set(fixes.map(({ transition }) => transition.cause.eventId)).size).toBe(fixes.length);
  const undone = entries.filter(({ transition }) => transition.transition === 'undone');
  expect(new Set(undone.map(({ transition }) => transition.cause.eventId)).size).toBe(undone.length);
  expect(new Set(world.told).size).toBe(world.told.length);
  expect(world.told).toHaveLength(names.length);
  expect(world.dead).toEqual([]);
  // Nothing is left half-way.
  expect((await world.store.resource(GROUP)).findings.filter(({ acting }) => acting !== undefined)).toEqual([]);
}

test('whatever happens in whatever order, with whatever faults: after a last look what is stored is what is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 14 }),
      fc.array(fault, { maxLength: 4 }),
      fc.constantFrom('off' as const, 'approve' as const, 'auto' as const, 'auto' as const),
      fc.constantFrom(0, 0, 120, 900),
      async (steps, faults, remediation, graceSeconds) => {
        let paused = false;
        let actedAllTheSame = false;
        const world = createWorld({
          remediation,
          settings: (all) => ({ ...all, rules: all.rules.map((each) => ({ ...each, graceSeconds })) }),
          fault(call, count) {
            // The switch is pressed only while nobody acts.
            if (call === 'apply' && paused) actedAllTheSame = true;
            return faults.find(({ nth }) => nth === count)?.fault;
          },
        });
        const events: object[] = [];
        for (const [index, each] of steps.entries()) {
          await take(world, each, index, events);
          paused = (await world.store.paused()) !== undefined;
        }
        await world.settle();
        world.clock.now += 60_000;
        await world.sweep();
        await expectRight(world);
        expect(actedAllTheSame).toBe(false);
      },
    ),
    { numRuns: 400 },
  );
}, 120_000);
