import { describe, expect, test } from 'vitest';
import { assumedRole, ssoUser } from '../support/events.ts';
import { createWorld, OFFICE, SSH } from '../support/world.ts';

const terraform = assumedRole('terraform-prod', 'run-12');
const trusting = () =>
  createWorld({ remediation: 'auto', settings: (all) => ({ ...all, trustedDeployers: ['terraform-*'] }) });

/** Two changes by one actor. The read for the first event sees both, and the second event is still on its way. */
function observedEarly(world: ReturnType<typeof trusting>, by = terraform) {
  const first = world.change('Authorize', { ...OFFICE, from: 80, to: 80 }, '2026-03-02T09:00:00Z', { by, seen: false });
  const second = world.change('Authorize', SSH, '2026-03-02T09:00:01Z', { by, seen: false });
  world.deliver(first);
  return second;
}

describe('the read for another event sees the drift first', () => {
  test('when its own event arrives, the finding gets the actor and the time, with a changed event', async () => {
    const world = createWorld();
    const second = observedEarly(world, ssoUser('jane@example.com', 'Developer'));
    await world.settle();
    expect(await world.finding()).toMatchObject({ cause: { actor: { name: 'unknown (found by a scan)' } } });
    world.deliver(second);
    await world.settle();
    const cause = { actor: { name: 'jane@example.com' }, occurredAt: Date.parse('2026-03-02T09:00:01Z') };
    expect(await world.finding()).toMatchObject({ cause, episodes: [{ from: cause }] });
    expect(world.store.events()).toMatchObject([
      { type: 'opened' },
      { type: 'changed', cause, note: 'It is now known who caused it: jane@example.com (Developer).' },
    ]);
    world.deliver(second);
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'changed']);
  });

  test('a change by a trusted deployer is not reverted meanwhile', async () => {
    const world = trusting();
    const second = observedEarly(world);
    await world.turn();
    expect(world.eventTypes()).toEqual(['opened']);
    expect(world.waiting).toHaveLength(1);
    world.deliver(second);
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'changed']);
    expect(world.ingress()).toContainEqual(SSH);
  });

  test('a change by another actor is reverted as soon as the actor is known', async () => {
    const world = trusting();
    const second = observedEarly(world, ssoUser('mallory@example.com', 'Developer'));
    await world.turn();
    const before = world.clock.now;
    world.deliver(second);
    await world.turn();
    expect(world.clock.now).toBe(before);
    expect(world.ingress()).not.toContainEqual(SSH);
  });

  test('a change without an actor is reverted after five minutes', async () => {
    const world = trusting();
    observedEarly(world);
    const before = world.clock.now;
    await world.settle();
    expect(world.clock.now - before).toBe(5 * 60 * 1000);
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
  });

  test('an event after the read is not the cause', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z', { seen: false });
    await world.sweep();
    world.change('Authorize', SSH, '2026-03-02T09:10:00Z', { by: assumedRole('gardener', 'tidy') });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened']);
    expect(await world.finding()).toMatchObject({ cause: { actor: { name: 'unknown (found by a scan)' } } });
  });
});

test('drift that another actor closed and opened again between two reads has the other actor as its cause', async () => {
  const world = createWorld();
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  await world.settle();
  world.change('Revoke', SSH, '2026-03-02T09:01:00Z', { by: assumedRole('mallory', 's') });
  world.change('Authorize', SSH, '2026-03-02T09:02:00Z', { by: assumedRole('mallory', 's') });
  await world.settle();
  expect(world.store.events().at(-1)).toMatchObject({
    type: 'changed',
    cause: { actor: { role: 'mallory' } },
  });
});

describe('a trusted deployer and somebody else', () => {
  const RDP = { ...SSH, from: 3389, to: 3389 };

  test('the deployer opened the finding, and another actor added a violation: only that violation is remediated', async () => {
    const world = trusting();
    world.change('Authorize', RDP, '2026-03-02T09:00:00Z', { by: terraform });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened']);
    world.change('Authorize', SSH, '2026-03-02T09:01:00Z', { by: ssoUser('mallory@example.com', 'Developer') });
    await world.settle();
    expect(world.store.events().slice(1)).toMatchObject([
      { type: 'changed', cause: { actor: { name: 'mallory@example.com' } } },
      {
        type: 'remediated',
        note: expect.stringContaining('a change by terraform-prod/run-12, a trusted deployer'),
      },
    ]);
    expect(world.ingress()).toEqual([OFFICE, RDP]);
  });

  test('both changes in one batch: each violation has its own cause', async () => {
    const world = trusting();
    world.change('Authorize', RDP, '2026-03-02T09:00:00Z', { by: terraform });
    world.change('Authorize', SSH, '2026-03-02T09:00:01Z', { by: ssoUser('mallory@example.com', 'Developer') });
    await world.detected();
    expect(await world.finding()).toMatchObject({
      cause: { actor: { role: 'terraform-prod' } },
      origins: [{ cause: { actor: { name: 'mallory@example.com' } }, of: [expect.stringContaining('22')] }],
    });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
    expect(await world.finding()).toMatchObject({ status: 'open', cause: { actor: { role: 'terraform-prod' } } });
    expect(await world.finding()).not.toHaveProperty('origins');
  });

  test('the finding is resolved when the deployer reverts its own change', async () => {
    const world = trusting();
    world.change('Authorize', RDP, '2026-03-02T09:00:00Z', { by: terraform });
    world.change('Authorize', SSH, '2026-03-02T09:00:01Z', { by: ssoUser('mallory@example.com', 'Developer') });
    await world.settle();
    world.change('Revoke', RDP, '2026-03-02T09:05:00Z', { by: terraform });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'remediated', 'resolved']);
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('changes by two deployers are only reported', async () => {
    const world = trusting();
    world.change('Authorize', RDP, '2026-03-02T09:00:00Z', { by: terraform });
    world.change('Authorize', SSH, '2026-03-02T09:00:01Z', { by: assumedRole('terraform-dev', 'run-1') });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened']);
  });
});
