import { describe, expect, test } from 'vitest';
import type { Fault } from '../support/process.ts';
import { GROUP, opened, type World } from '../support/world.ts';

/*
 * A run reads the resource after its last step, and only then records how it ended. What others see in between is in order
 * already: its ending is told once, by the run.
 */

/**
 * SSH is open. Once Plumbline has closed it, another process does something before the run has ended.
 * @param fault What goes wrong with the next read of the run.
 */
async function meeting(other: (world: World) => Promise<unknown>, fault?: Fault) {
  const met: Promise<unknown>[] = [];
  let isApplied = false;
  let slow = false;
  const { world, event } = await opened(
    (call, _, all) => {
      if (call !== 'read') {
        isApplied ||= call === 'apply';
        return undefined;
      }
      if (!isApplied) return undefined;
      isApplied = false;
      met.push(other(all));
      slow = true;
      return fault;
    },
    {
      // Only that read of the run is slow.
      delay: () => {
        const turns = slow ? 300 : 0;
        slow = false;
        return turns;
      },
    },
  );
  return {
    world,
    event,
    /** What became of the run, and of what it met. */
    async act(how: object = {}) {
      const outcome = await world.act({ event: event.id, waited: true, ...how }).catch((error: Error) => error.message);
      expect(met, 'the run has met nothing').toHaveLength(1);
      return [outcome, await met[0]];
    },
  };
}

async function judge(world: World): Promise<void> {
  world.sweepOf([GROUP]);
  await world.detected();
}

describe('a run whose resource is judged before it has ended', () => {
  test('tells the ending, and nobody else does', async () => {
    const { world, act } = await meeting(judge);
    await act();
    await world.settle();
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
    expect(await world.finding()).toMatchObject({ status: 'resolved' });
  });

  test('and that then fails, leaves no finding open of what is in order', async () => {
    const { world, act } = await meeting(judge, 'denied');
    expect(await act()).toEqual(['failed', undefined]);
    expect(world.eventTypes()).toEqual(['opened', 'failed', 'resolved']);
  });

  test('and whose process dies, is continued and tells the ending', async () => {
    const { world, event, act } = await meeting(judge, 'die');
    expect(await act()).toEqual(['this process is dead', undefined]);
    expect(world.eventTypes()).toEqual(['opened']);
    world.clock.now += 10 * 60_000;
    await world.act({ event: event.id });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
  });

  test('and that nobody continues, is not waited for: a look after two hours tells the ending', async () => {
    const { world, act } = await meeting(judge, 'die');
    await act();
    world.clock.now += 60 * 60_000;
    await judge(world);
    expect(world.eventTypes()).toEqual(['opened']);
    world.clock.now += 60 * 60_000;
    await judge(world);
    expect(world.eventTypes()).toEqual(['opened', 'resolved']);
  });
});

describe('an approval that meets a released run of the same plan', () => {
  test('after its last step, is answered by the ending of that run', async () => {
    const { world, event, act } = await meeting(async ({ store, act }) =>
      act(store.events().at(-1) ?? expect.fail('nothing was approved')),
    );
    await world.ask({ do: 'pause', by: 'kim', reason: 'A test.' });
    await world.act(event);
    expect(world.eventTypes()).toEqual(['opened', 'proposed']);
    await world.approve('lee@example.com');
    await world.ask({ do: 'resume', by: 'kim' });
    expect(await act({ released: true })).toEqual(['remediated', 'waiting']);
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'approved', 'remediated']);
    expect(world.dead).toEqual([]);
  });
});
