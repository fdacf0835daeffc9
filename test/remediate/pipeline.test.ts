import { describe, expect, test } from 'vitest';
import { exactly } from '../../shared/core/listing.ts';
import { refKey } from '../../shared/core/ref.ts';
import { assumedRole } from '../support/events.ts';
import { createWorld, GROUP, OFFICE, OWN_ROLE, SSH } from '../support/world.ts';

const OPENED = '2026-03-02T09:00:00Z';
const LATER = '2026-03-02T09:00:30Z';

describe('a change is detected', () => {
  test('the finding opens with the person who did it, and what there was before', async () => {
    const world = createWorld();
    await world.sweep();
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(await world.finding()).toMatchObject({
      status: 'open',
      cause: { actor: { name: 'jane@example.com' }, eventName: 'AuthorizeSecurityGroupIngress' },
      changes: [{ field: 'ingress', before: { items: [OFFICE] }, after: { items: [OFFICE, SSH] } }],
    });
    expect(world.transitions()).toEqual(['opened']);
  });

  test('the same event three times is told once', async () => {
    const world = createWorld();
    const record = world.change('Authorize', SSH, OPENED);
    world.deliver(record);
    await world.settle();
    world.deliver(record);
    await world.settle();
    expect(world.transitions()).toEqual(['opened']);
  });

  test('several events on one resource cost one read', async () => {
    const world = createWorld();
    for (let minute = 1; minute <= 5; minute += 1) {
      world.change('Authorize', { ...OFFICE, from: minute, to: minute }, `2026-03-02T09:0${minute}:00Z`);
    }
    await world.turn();
    expect(world.calls.filter((call) => call === 'read')).toHaveLength(1);
  });

  test('nothing wrong: one read of AWS, one of the table, and once nothing is new, no write', async () => {
    const world = createWorld();
    await world.sweep();
    world.calls.length = 0;
    world.deliver(world.change('Authorize', OFFICE, OPENED, { seen: false }));
    await world.settle();
    expect(world.calls).toEqual(['resource', 'read']);
  });

  test('a door that was opened and closed before anybody looked is told as opened and resolved', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, OPENED);
    world.change('Revoke', SSH, LATER, { by: assumedRole('intruder', 'session') });
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'resolved']);
    const finding = await world.finding();
    expect(finding?.episodes).toMatchObject([
      {
        from: { occurredAt: Date.parse(OPENED), actor: { name: 'jane@example.com' } },
        to: { occurredAt: Date.parse(LATER), actor: { role: 'intruder' } },
      },
    ]);
  });

  test('closed before anybody looked, and the event of the closing is still to come', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, OPENED);
    const closing = world.change('Revoke', SSH, LATER, { seen: false });
    await world.settle();
    world.deliver(closing);
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'resolved']);
  });

  test('nobody is blamed for what their change only brought to light', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, OPENED, { seen: false });
    world.change('Revoke', { ...OFFICE, from: 80, to: 80 }, LATER, { by: assumedRole('gardener', 'tidy') });
    await world.settle();
    expect(await world.finding()).toMatchObject({
      status: 'open',
      cause: { actor: { name: 'unknown (found by a scan)' } },
    });
  });

  test('nobody is credited with what somebody else has put right unseen', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    world.change('Revoke', SSH, LATER, { seen: false });
    world.change('Authorize', { ...OFFICE, from: 80, to: 80 }, LATER, { by: assumedRole('gardener', 'tidy') });
    await world.settle();
    expect((await world.finding())?.episodes[0]?.to?.actor.name).toBe('unknown (found by a scan)');
  });

  test('a late event changes nothing that is newer', async () => {
    const world = createWorld();
    const opening = world.change('Authorize', SSH, OPENED, { seen: false });
    world.change('Revoke', SSH, LATER);
    await world.settle();
    world.deliver(opening);
    world.deliver(opening);
    await world.settle();
    world.deliver(opening);
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'resolved']);
  });

  test('a resource that is gone resolves its findings', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    world.cloud.delete(refKey(GROUP));
    await world.sweep();
    expect(world.transitions()).toEqual(['opened', 'resolved']);
  });

  test('a message that is no message, and an event without proof, end in the dead-letter queue and hold up no other', async () => {
    const world = createWorld();
    world.deliver({ eventName: 'AuthorizeSecurityGroupIngress' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(world.dead).toEqual(['changes']);
    expect(world.transitions()).toEqual(['opened']);
  });

  test('hundreds of open ports are told once, not at every look', async () => {
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
    for (let looks = 0; looks < 3; looks += 1) {
      world.clock.now += 1_000;
      await world.sweep();
    }
    expect(world.transitions()).toEqual(['opened']);
  });

  test('fifty at once for one resource', async () => {
    const world = createWorld();
    for (let index = 0; index < 50; index += 1) {
      world.change('Authorize', { ...SSH, from: 22 + index, to: 22 + index }, OPENED);
    }
    await Promise.all(Array.from({ length: 6 }, () => world.turn()));
    await world.settle();
    expect(world.dead).toEqual([]);
    expect(world.transitions().filter((each) => each === 'opened')).toHaveLength(1);
    expect((await world.finding())?.violations.length).toBeGreaterThan(20);
  });
});

describe('remediation', () => {
  test('auto: exactly the open rule is closed, and the closing is told', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
    expect(world.transitions()).toEqual(['opened', 'remediated']);
    expect(await world.finding()).toMatchObject({ status: 'resolved' });
  });

  test('off: it is told, and stays', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('approve: it is proposed once, approved by a person, and done', async () => {
    const world = createWorld({ remediation: 'approve' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    await world.sweep();
    expect(world.transitions()).toEqual(['opened', 'proposed']);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(await world.approve('lee@example.com')).toMatchObject({ ok: true });
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'proposed', 'approved', 'remediated']);
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('an approval of a plan that has changed since is asked for again', async () => {
    const world = createWorld({ remediation: 'approve' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    await world.approve('lee@example.com');
    world.change('Authorize', { ...SSH, from: 3306, to: 3306 }, LATER, { seen: false });
    await world.settle();
    expect(world.ingress()).toHaveLength(3);
    expect(world.transitions().slice(0, 3)).toEqual(['opened', 'proposed', 'approved']);
  });

  test('undo: it is as it was before, and exempt; the next event does not undo the undo', async () => {
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
    expect(world.transitions()).toEqual(['opened', 'remediated', 'undone']);
    await world.ask({ do: 'undo', finding: finding?.id, by: 'lee@example.com' });
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'remediated', 'undone']);
  });

  test('when the exemption ends, the finding comes back and is put back', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    await world.ask({ do: 'undo', finding: (await world.finding())?.id, by: 'lee@example.com' });
    await world.settle();
    world.clock.now += 8 * 24 * 60 * 60 * 1000;
    await world.sweep();
    expect(world.transitions()).toEqual(['opened', 'remediated', 'undone', 'reopened', 'remediated']);
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('the kill switch stops everything; afterwards it waits for an approval', async () => {
    const world = createWorld({ remediation: 'auto' });
    await world.ask({ do: 'pause', by: 'lee@example.com', reason: 'migration' });
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'proposed']);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    await world.ask({ do: 'resume', by: 'lee@example.com' });
    await world.approve('lee@example.com');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('a tag on the resource exempts it', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.tags['plumbline:exempt/sg-open-ingress'] = 'until=2026-12-31 owner=jane@example.com reason=bastion';
    world.change('Authorize', SSH, OPENED);
    await world.settle();
    expect(world.transitions()).toEqual(['exempted']);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('a trusted deployer is reported, not reverted', async () => {
    const world = createWorld({
      remediation: 'auto',
      settings: (all) => ({ ...all, trustedDeployers: ['terraform-*'] }),
    });
    world.change('Authorize', SSH, OPENED, { by: assumedRole('terraform-prod', 'run-12') });
    await world.settle();
    expect(world.transitions()).toEqual(['opened']);
  });

  test("Plumbline's own changes never make it act", async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', SSH, OPENED, { by: assumedRole(OWN_ROLE, 'plumbline') });
    await world.settle();
    expect(world.transitions()).toEqual(['opened']);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('what is set again and again is put back three times, then people are asked', async () => {
    const world = createWorld({ remediation: 'auto' });
    for (let minute = 0; minute < 5; minute += 1) {
      world.change('Authorize', SSH, `2026-03-02T09:1${minute}:00Z`);
      await world.settle();
    }
    expect(world.transitions().filter((each) => each === 'remediated')).toHaveLength(3);
    expect(world.transitions().at(-1)).toBe('proposed');
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('beyond the limit of an hour people are asked, until somebody resets it', async () => {
    const world = createWorld({
      remediation: 'auto',
      settings: (all) => ({ ...all, limits: { ...all.limits, maxPerHour: 1, flapThreshold: 100 } }),
    });
    world.change('Authorize', SSH, '2026-03-02T09:10:00Z');
    await world.settle();
    world.change('Authorize', SSH, '2026-03-02T09:20:00Z');
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'remediated', 'reopened', 'proposed']);
    world.change('Revoke', SSH, '2026-03-02T11:00:00Z');
    await world.settle();
    world.change('Authorize', SSH, '2026-03-02T11:10:00Z');
    await world.settle();
    expect(world.transitions().slice(4)).toEqual(['resolved', 'reopened', 'proposed']);
    await world.ask({ do: 'reset', rule: 'sg-open-ingress', account: GROUP.account, by: 'lee@example.com' });
    world.change('Revoke', SSH, '2026-03-02T11:20:00Z');
    await world.settle();
    world.change('Authorize', SSH, '2026-03-02T11:30:00Z');
    await world.settle();
    expect(world.transitions().slice(7)).toEqual(['resolved', 'reopened', 'remediated']);
  });
});
