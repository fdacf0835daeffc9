import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { decodeEvent } from '../../shared/core/event.ts';
import { observe } from '../../shared/evaluate/observe.ts';
import type { Ports } from '../../shared/evaluate/ports.ts';
import { createWorld, GROUP, SSH } from '../support/world.ts';

/** A look that has asked AWS, whose answer is on its way until `arrive` is called. */
async function slowLook(world: ReturnType<typeof createWorld>, record: object) {
  let arrive = () => {};
  const gate = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  let [asked, reads] = [() => {}, 0];
  const hasAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const ports = {
    settings: defaultSettings(rules),
    store: world.store,
    async read() {
      const state = structuredClone(world.state());
      reads += 1;
      asked();
      if (reads === 1) await gate;
      return state;
    },
    tagsOf: async () => ({}),
    now: () => world.clock.now,
  } as Ports;
  const looking = observe(GROUP, [decodeEvent(record)], ports);
  await hasAsked;
  return { looking, arrive };
}

describe('of two looks at once, the newer read wins', () => {
  test('it found nothing new and wrote nothing; the older saw the door open', async () => {
    const world = createWorld();
    await world.sweep();
    const opening = world.change('Authorize', SSH, '2026-03-02T09:00:00Z', { seen: false });
    const { looking, arrive } = await slowLook(world, opening);
    world.change('Revoke', SSH, '2026-03-02T09:00:30Z');
    await world.settle();
    arrive();
    await looking;
    expect(await world.finding()).toMatchObject({ status: 'resolved' });
    expect(world.transitions()).toEqual(['opened', 'resolved']);
  });

  test('it found nothing new and wrote nothing; the older saw the door closed', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    const closing = world.change('Revoke', SSH, '2026-03-02T09:00:30Z', { seen: false });
    const { looking, arrive } = await slowLook(world, closing);
    world.change('Authorize', SSH, '2026-03-02T09:01:00Z', { seen: false });
    await world.sweep();
    arrive();
    await looking;
    expect(await world.finding()).toMatchObject({ status: 'open' });
  });

  test('only news costs a second look', async () => {
    const world = createWorld();
    await world.sweep();
    world.calls.length = 0;
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    expect(world.calls).toEqual(['resource', 'read', 'tagsOf', 'save', 'read']);
    world.calls.length = 0;
    await world.sweep();
    expect(world.calls).toEqual(['resource', 'read', 'tagsOf']);
  });
});
