import { describe, expect, test } from 'vitest';
import { createWorld, type Options, SSH } from '../support/world.ts';

const DAY = 24 * 3_600_000;

async function proposed(remindDays = 7, options: Options = {}) {
  const world = createWorld({
    remediation: 'approve',
    settings: (all) => ({ ...all, limits: { ...all.limits, remindDays } }),
    ...options,
  });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  await world.settle();
  expect(world.eventTypes()).toEqual(['opened', 'proposed']);
  return world;
}

describe('a proposal that nobody answers', () => {
  test('is repeated after some days, once each time', async () => {
    const world = await proposed();
    for (let sweep = 0; sweep < 8 * 4; sweep += 1) {
      world.clock.now += DAY / 4;
      await world.sweep();
    }
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'proposed']);
    expect(world.store.events().at(-1)?.note).toBe(
      'Remediation is set to wait for approval. This was proposed before and still waits for an answer.',
    );
    world.clock.now += 7 * DAY;
    await world.sweep();
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'proposed', 'proposed']);
    expect(await world.approve('lee')).toMatchObject({ ok: true });
    await world.settle();
    expect(world.ingress()).toHaveLength(1);
  });

  test('is repeated once where two look at once', async () => {
    const world = await proposed();
    world.clock.now += 7 * DAY;
    await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'proposed']);
  });

  test('is not repeated where the settings say never', async () => {
    const world = await proposed(0);
    world.clock.now += 100 * DAY;
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'proposed']);
  });

  test('is not repeated once somebody accepts it', async () => {
    const world = await proposed();
    const finding = (await world.finding())?.id;
    const violations = await world.violations();
    await world.ask({ do: 'exempt', finding, violations, by: 'lee', reason: 'bastion', until: '2026-12-31' });
    world.clock.now += 30 * DAY;
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'exempted']);
  });

  test('is not repeated where the rule has been switched to off', async () => {
    const world = await proposed();
    for (const setting of world.settings.rules) Object.assign(setting, { remediation: 'off' });
    world.clock.now += 30 * DAY;
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'proposed']);
  });

  test('says again that remediation was stopped', async () => {
    const world = createWorld({ remediation: 'auto' });
    await world.ask({ do: 'pause', by: 'lee', reason: 'Migration.' });
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    world.clock.now += 7 * DAY;
    await world.sweep();
    expect(world.store.events().at(-1)).toMatchObject({ type: 'proposed', stop: 'paused' });
  });
});
