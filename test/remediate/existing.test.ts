import { describe, expect, test } from 'vitest';
import type { Settings } from '../../shared/config/settings.ts';
import { exactly } from '../../shared/core/listing.ts';
import { refKey } from '../../shared/core/ref.ts';
import { ACCOUNT } from '../support/events.ts';
import { createWorld, GROUP, OFFICE, SSH } from '../support/world.ts';

const MYSQL = { ...SSH, from: 3306, to: 3306 };
const WHY =
  /^The resource was like this when Plumbline first read it, .*`remediation.existing: auto` in plumbline.yml changes that\.$/;

/** A security group that was open before Plumbline was deployed, after the first sweep. */
async function firstSweep(how: Partial<Settings['rules'][number]> = {}) {
  const world = createWorld({
    remediation: 'auto',
    existing: 'propose',
    settings: (all) => ({ ...all, rules: all.rules.map((each) => ({ ...each, ...how })) }),
  });
  world.cloud.set(refKey(GROUP), { name: 'web', ingress: exactly([OFFICE, SSH]), egress: exactly([]) });
  await world.sweep();
  return world;
}

describe('what has always been so', () => {
  test('is proposed and not changed, and the proposal says why', async () => {
    const world = await firstSweep();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(world.eventTypes()).toEqual(['opened', 'proposed']);
    expect(world.store.events().at(-1)?.note).toMatch(WHY);
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'proposed']);
    await world.approve('lee');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('is changed where the settings say so', async () => {
    const world = await firstSweep({ existing: 'auto' });
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('is not changed in an account where the settings do not say so', async () => {
    const world = await firstSweep({ existing: 'auto', existingByAccount: { [ACCOUNT]: 'propose' } });
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(
      await firstSweep({ existing: 'propose', existingByAccount: { [ACCOUNT]: 'auto' } }).then((w) => w.ingress()),
    ).toHaveLength(2);
  });

  test('does not keep what somebody opens later from being closed, and stays itself', async () => {
    const world = await firstSweep();
    world.change('Authorize', MYSQL, '2026-03-02T10:00:00Z');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'changed', 'remediated', 'proposed']);
    const [remediated, proposed] = world.store.events().slice(-2);
    expect(remediated?.note).toMatch(/Not changed: tcp\/22 .* \(it was so when Plumbline first read the resource\)\.$/);
    expect(proposed?.note).toMatch(WHY);
  });

  test('ends with the first state that is right: what a sweep finds after it is drift', async () => {
    const world = createWorld({ remediation: 'auto', existing: 'propose' });
    await world.sweep();
    world.change('Authorize', SSH, '2026-03-02T10:00:00Z', { seen: false });
    await world.sweep();
    expect(world.ingress()).toEqual([OFFICE]);
  });
});

test('whose event comes after the sweep is drift of its author', async () => {
  const world = createWorld({ remediation: 'auto', existing: 'propose' });
  const record = world.change('Authorize', SSH, '2026-03-02T10:00:00Z', { seen: false });
  await world.sweep();
  expect(world.eventTypes()).toEqual(['opened', 'proposed']);
  world.deliver(record);
  await world.settle();
  expect(world.ingress()).toEqual([OFFICE]);
});
