import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { decodeEvent } from '../../shared/core/event.ts';
import { observe } from '../../shared/evaluate/observe.ts';
import type { Ports } from '../../shared/evaluate/ports.ts';
import { createWorld, GROUP, SSH } from '../support/world.ts';

/** Starts an observation whose first read has begun, and ends only when `arrive` is called. */
async function slowObservation(world: ReturnType<typeof createWorld>, record: object) {
  let arrive = () => {};
  const gate = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  let [began, reads] = [() => {}, 0];
  const readBegan = new Promise<void>((resolve) => {
    began = resolve;
  });
  const ports = {
    settings: defaultSettings(rules),
    store: world.store,
    async read() {
      const state = structuredClone(world.state());
      reads += 1;
      began();
      if (reads === 1) await gate;
      return state;
    },
    refsOf: async () => [],
    tagsOf: async () => ({}),
    now: () => world.clock.now,
  } as Ports;
  const observing = observe(GROUP, [decodeEvent(record)], ports);
  await readBegan;
  return { observing, arrive };
}

describe('of two concurrent observations, the latest read wins', () => {
  test('although it found nothing new and wrote nothing, and the older read saw the port open', async () => {
    const world = createWorld();
    await world.sweep();
    const opening = world.change('Authorize', SSH, '2026-03-02T09:00:00Z', { seen: false });
    const { observing, arrive } = await slowObservation(world, opening);
    world.change('Revoke', SSH, '2026-03-02T09:00:30Z');
    await world.settle();
    arrive();
    await observing;
    expect(await world.finding()).toMatchObject({ status: 'resolved' });
    expect(world.eventTypes()).toEqual(['opened', 'resolved']);
  });

  test('although it found nothing new and wrote nothing, and the older read saw the port closed', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    const closing = world.change('Revoke', SSH, '2026-03-02T09:00:30Z', { seen: false });
    const { observing, arrive } = await slowObservation(world, closing);
    world.change('Authorize', SSH, '2026-03-02T09:01:00Z', { seen: false });
    await world.sweep();
    arrive();
    await observing;
    expect(await world.finding()).toMatchObject({ status: 'open' });
  });

  test('a second read follows only after a write', async () => {
    const world = createWorld();
    await world.sweep();
    world.calls.length = 0;
    world.change('Authorize', SSH, '2026-03-02T09:10:00Z');
    await world.settle();
    expect(world.calls).toEqual(['resource', 'read', 'tagsOf', 'save', 'read']);
    world.calls.length = 0;
    await world.sweep();
    expect(world.calls).toEqual(['resource', 'read', 'tagsOf']);
  });
});
