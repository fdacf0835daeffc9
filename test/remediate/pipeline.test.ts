import { describe, expect, test } from 'vitest';
import { exactly } from '../../shared/core/listing.ts';
import { refKey } from '../../shared/core/ref.ts';
import { assumedRole } from '../support/events.ts';
import { createWorld, GROUP, OFFICE, OWN_ROLE, SSH } from '../support/world.ts';

const OPENED = '2026-03-02T09:00:00Z';
const LATER = '2026-03-02T09:00:30Z';

describe('detection of a change', () => {
  test('the finding opens with the actor and the state before', async () => {
    const world = createWorld();
    await world.sweep();
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(await world.finding()).toMatchObject({
      status: 'open',
      cause: { actor: { name: 'jane@example.com' }, eventName: 'AuthorizeSecurityGroupIngress' },
      changes: [{ field: 'ingress', before: { items: [OFFICE] }, after: { items: [OFFICE, SSH] } }],
    });
    expect(world.eventTypes()).toEqual(['opened']);
  });

  test('an event that is delivered three times counts once', async () => {
    const world = createWorld();
    const record = world.change('Authorize', SSH, OPENED);
    world.deliver(record);
    await world.settle();
    world.deliver(record);
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened']);
  });

  test('several events on one resource cost one read', async () => {
    const world = createWorld();
    for (let minute = 1; minute <= 5; minute += 1) {
      world.change('Authorize', { ...OFFICE, from: minute, to: minute }, `2026-03-02T09:0${minute}:00Z`);
    }
    await world.turn();
    expect(world.calls.filter((call) => call === 'read')).toHaveLength(1);
  });

  test('a compliant change that is not new costs one read of AWS, one read of the table, and no write', async () => {
    const world = createWorld();
    await world.sweep();
    world.calls.length = 0;
    world.deliver(world.change('Authorize', OFFICE, OPENED, { seen: false }));
    await world.settle();
    expect(world.calls).toEqual(['resource', 'read']);
  });

  test('drift that was opened and closed before the read is recorded as opened and resolved', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, OPENED);
    world.change('Revoke', SSH, LATER, { by: assumedRole('intruder', 'session') });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'resolved']);
    const finding = await world.finding();
    expect(finding?.episodes).toMatchObject([
      {
        from: { occurredAt: Date.parse(OPENED), actor: { name: 'jane@example.com' } },
        to: { occurredAt: Date.parse(LATER), actor: { role: 'intruder' } },
      },
    ]);
  });

  test('the same, if the event of the closing arrives later', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, OPENED);
    const closing = world.change('Revoke', SSH, LATER, { seen: false });
    await world.settle();
    world.deliver(closing);
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'resolved']);
  });

  test('an actor is not the cause of drift that existed before the change', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, OPENED, { seen: false });
    world.change('Revoke', { ...OFFICE, from: 80, to: 80 }, LATER, { by: assumedRole('gardener', 'tidy') });
    await world.settle();
    expect(await world.finding()).toMatchObject({
      status: 'open',
      cause: { actor: { name: 'unknown (found by a scan)' } },
    });
  });

  test('an actor is not credited with a fix that existed before the change', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    world.change('Revoke', SSH, LATER, { seen: false });
    world.change('Authorize', { ...OFFICE, from: 80, to: 80 }, LATER, { by: assumedRole('gardener', 'tidy') });
    await world.settle();
    expect((await world.finding())?.episodes[0]?.to?.actor.name).toBe('unknown (found by a scan)');
  });

  test('a late event does not change newer results', async () => {
    const world = createWorld();
    const opening = world.change('Authorize', SSH, OPENED, { seen: false });
    world.change('Revoke', SSH, LATER);
    await world.settle();
    world.deliver(opening);
    world.deliver(opening);
    await world.settle();
    world.deliver(opening);
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'resolved']);
  });

  test('a resource that is gone resolves its findings', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    world.cloud.delete(refKey(GROUP));
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'resolved']);
  });

  test('an unreadable record ends in the dead-letter queue and does not block other messages', async () => {
    const world = createWorld();
    world.deliver({ eventName: 'AuthorizeSecurityGroupIngress' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(world.dead).toEqual(['changes']);
    expect(world.eventTypes()).toEqual(['opened']);
  });

  test('hundreds of open ports are reported once, not at every read', async () => {
    const world = createWorld();
    const ingress = exactly(
      Array.from({ length: 400 }, (_, nth) => ({
        ...SSH,
        from: 1_000 + nth,
        to: 1_000 + nth,
        description: 'x'.repeat(1_000),
      })),
    );
    world.cloud.set(refKey(GROUP), { name: 'web', ingress, egress: exactly([]) });
    for (let sweeps = 0; sweeps < 3; sweeps += 1) {
      world.clock.now += 1_000;
      await world.sweep();
    }
    expect(world.eventTypes()).toEqual(['opened']);
  });

  test('fifty events on one resource at once give one finding', async () => {
    const world = createWorld();
    for (let index = 0; index < 50; index += 1) {
      world.change('Authorize', { ...SSH, from: 22 + index, to: 22 + index }, OPENED);
    }
    await Promise.all(Array.from({ length: 6 }, () => world.turn()));
    await world.settle();
    expect(world.dead).toEqual([]);
    expect(world.eventTypes().filter((each) => each === 'opened')).toHaveLength(1);
    expect((await world.finding())?.violations.length).toBeGreaterThan(20);
  });
});

describe('remediation', () => {
  test('auto: exactly the open rule is revoked, and this is reported', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
    expect(await world.finding()).toMatchObject({ status: 'resolved' });
  });

  test('off: the drift is only reported', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('approve: the plan is proposed once, approved by a person, and carried out', async () => {
    const world = createWorld({ remediation: 'approve' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'proposed']);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(await world.approve('lee@example.com')).toMatchObject({ ok: true });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'approved', 'remediated']);
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('a plan that has changed since its approval is not carried out', async () => {
    const world = createWorld({ remediation: 'approve' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    await world.approve('lee@example.com');
    world.change('Authorize', { ...SSH, from: 3306, to: 3306 }, LATER, { seen: false });
    await world.settle();
    expect(world.ingress()).toHaveLength(3);
    expect(world.eventTypes().slice(0, 3)).toEqual(['opened', 'proposed', 'approved']);
  });

  test('undo: the earlier state is restored and exempt, and the next event does not revert it', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    const finding = await world.finding();
    expect(await world.ask({ do: 'undo', finding: finding?.id, by: 'lee@example.com' })).toMatchObject({ ok: true });
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(await world.finding()).toMatchObject({
      status: 'exempt',
      exemption: { owner: 'lee@example.com', grantedBy: 'undo' },
    });
    world.change('Authorize', OFFICE, LATER);
    await world.settle();
    await world.sweep();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(world.eventTypes()).toEqual(['opened', 'remediated', 'undone']);
    await world.ask({ do: 'undo', finding: finding?.id, by: 'lee@example.com' });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'remediated', 'undone']);
  });

  test('when the exemption ends, the finding reopens and is remediated', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    await world.ask({ do: 'undo', finding: (await world.finding())?.id, by: 'lee@example.com' });
    await world.settle();
    world.clock.now += 8 * 24 * 60 * 60 * 1000;
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'remediated', 'undone', 'reopened', 'remediated']);
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('the kill switch stops remediation, and afterwards the finding waits for an approval', async () => {
    const world = createWorld({ remediation: 'auto' });
    await world.ask({ do: 'pause', by: 'lee@example.com', reason: 'migration' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'proposed']);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    await world.ask({ do: 'resume', by: 'lee@example.com' });
    await world.approve('lee@example.com');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('a tag exempts the resource', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.tags['plumbline:exempt/sg-open-ingress'] = 'until=2026-12-31 owner=jane@example.com reason=bastion';
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(world.eventTypes()).toEqual(['exempted']);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('a change by a trusted deployer is only reported', async () => {
    const world = createWorld({
      remediation: 'auto',
      settings: (all) => ({ ...all, trustedDeployers: ['terraform-*'] }),
    });
    world.change('Authorize', SSH, OPENED, { by: assumedRole('terraform-prod', 'run-12') });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened']);
  });

  test("Plumbline's own changes start no remediation: people are asked", async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', SSH, OPENED, { by: assumedRole(OWN_ROLE, 'plumbline') });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'proposed']);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    await world.approve('lee@example.com');
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'approved', 'remediated']);
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('a resource that drifts again and again is remediated three times, then people are asked', async () => {
    const world = createWorld({ remediation: 'auto' });
    for (let minute = 0; minute < 5; minute += 1) {
      world.change('Authorize', SSH, `2026-03-02T09:1${minute}:00Z`);
      await world.settle();
    }
    expect(world.eventTypes().filter((each) => each === 'remediated')).toHaveLength(3);
    expect(world.eventTypes().at(-1)).toBe('proposed');
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('above the limit per hour people are asked, until a person resets the limit', async () => {
    const world = createWorld({
      remediation: 'auto',
      settings: (all) => ({ ...all, limits: { ...all.limits, maxPerHour: 1, flapThreshold: 100 } }),
    });
    world.change('Authorize', SSH, '2026-03-02T09:10:00Z');
    await world.settle();
    world.change('Authorize', SSH, '2026-03-02T09:20:00Z');
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'remediated', 'reopened', 'proposed']);
    world.change('Revoke', SSH, '2026-03-02T11:00:00Z');
    await world.settle();
    world.change('Authorize', SSH, '2026-03-02T11:10:00Z');
    await world.settle();
    expect(world.eventTypes().slice(4)).toEqual(['resolved', 'reopened', 'proposed']);
    await world.ask({ do: 'reset', rule: 'sg-open-ingress', account: GROUP.account, by: 'lee@example.com' });
    world.change('Revoke', SSH, '2026-03-02T11:20:00Z');
    await world.settle();
    world.change('Authorize', SSH, '2026-03-02T11:30:00Z');
    await world.settle();
    expect(world.eventTypes().slice(7)).toEqual(['resolved', 'reopened', 'remediated']);
  });
});
