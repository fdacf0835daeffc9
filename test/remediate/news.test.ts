import { describe, expect, test } from 'vitest';
import { refKey } from '../../shared/core/ref.ts';
import type { SecurityGroup } from '../../shared/resources/security-group/kind.ts';
import { assumedRole, ssoUser } from '../support/events.ts';
import { actionType } from '../support/test-rule.ts';
import { createWorld, GROUP, OFFICE, type Options, OWN_ROLE, SSH, type World } from '../support/world.ts';

/* What comes up while a run or an undo is under way is news: it is told with its author, and put back or proposed. */

const MYSQL = { ...SSH, from: 3306, to: 3306 };
const ODD = { ...SSH, from: 8081, to: 8081 };
const mallory = ssoUser('mallory@example.com', 'Developer');

const ports = (world: World) => world.ingress().map(({ from }) => from);
const last = (world: World) => world.store.events().at(-1) ?? expect.fail('nothing was recorded');
const later = (world: World, minutes: number) => {
  world.clock.now += minutes * 60_000;
  return new Date(world.clock.now).toISOString();
};

/** SSH was closed by Plumbline. */
async function closedSsh(options: Options = {}) {
  const world = createWorld({ remediation: 'auto', ...options });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  await world.settle();
  expect(world.ingress()).toEqual([OFFICE]);
  const finding = (await world.finding())?.id ?? '';
  return { world, undo: () => world.ask({ do: 'undo', finding, by: 'lee' }) };
}

/** Somebody opens a port without an event: CloudTrail needs some minutes. */
function quietly(world: World, permission: typeof MYSQL) {
  const group = world.cloud.get(refKey(GROUP)) as SecurityGroup;
  world.cloud.set(refKey(GROUP), actionType('ec2.authorize-ingress').simulate(group, permission));
}

describe('during an undo', () => {
  test.each([
    ['critical', MYSQL, [22, 22], ['undone', 'remediated']],
    ['one that wants an approval', ODD, [22, 8081, 22], ['undone', 'proposed']],
  ] as const)('an opening before it ends, %s, is put back or proposed', async (_, permission, left, types) => {
    const { world, undo } = await closedSsh();
    later(world, 1);
    await undo();
    const record = world.change('Authorize', permission, later(world, 1), { by: mallory, seen: false });
    await world.settle();
    expect(ports(world)).toEqual(left);
    expect(world.eventTypes().slice(2)).toEqual(types);
    const undone = world.store.events()[2];
    expect(undone?.note).toMatch(/does not cover everything that is wrong now\.$/);
    expect(undone?.finding.origins).toMatchObject([{ cause: { actor: { type: 'unknown' } } }]);
    // The event that names the author comes minutes later.
    later(world, 3);
    world.deliver(record);
    await world.settle();
    await world.sweep();
    expect(ports(world)).toEqual(left);
    if (permission === ODD)
      expect((await world.finding())?.origins).toMatchObject([{ cause: { actor: { name: 'mallory@example.com' } } }]);
    expect(world.dead).toEqual([]);
  });

  test('the same with two workers, and an evaluation in between', async () => {
    let opened = false;
    let undoing: World | undefined;
    const { world, undo } = await closedSsh({
      fault: (call) => {
        if (call === 'apply' && undoing && !opened) {
          opened = true;
          quietly(undoing, MYSQL);
          undoing.sweepOf([GROUP]);
        }
        return undefined;
      },
    });
    undoing = world;
    later(world, 1);
    await undo();
    await world.turnTwice();
    await world.settle({ atOnce: true });
    expect(opened).toBe(true);
    expect(ports(world)).toEqual([22, 22]);
    expect(world.overlapping).toEqual([]);
  });
});

describe('during a remediation', () => {
  test.each([
    ['critical', MYSQL, [22]],
    ['one that wants an approval', ODD, [22, 8081]],
  ] as const)('an opening between its read and its end, %s', async (_, permission, left) => {
    let world: World | undefined;
    world = createWorld({
      remediation: 'auto',
      fault: (call) => {
        if (call === 'apply' && world && ports(world).length === 2) {
          world.clock.now += 1_000;
          quietly(world, permission);
        }
        return undefined;
      },
    });
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    await world.sweep();
    expect(ports(world)).toEqual(left);
    const told = world.store.events()[1];
    expect(told).toMatchObject({ type: 'remediated', violations: [{ message: 'ssh' }], finding: { status: 'open' } });
    expect(told?.note).toContain(`This has come up meanwhile: tcp/${permission.from} is open to 0.0.0.0/0`);
    expect(told?.finding.cause.actor.name).not.toBe('Plumbline');
    expect(last(world).type).toBe(permission === ODD ? 'proposed' : 'remediated');
  });
});

test('what Plumbline’s own role did is asked about, and the approval is carried out', async () => {
  const world = createWorld({ remediation: 'auto' });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z', { by: assumedRole(OWN_ROLE, 'plumbline') });
  await world.settle();
  expect(world.eventTypes()).toEqual(['opened', 'proposed']);
  await world.approve('lee');
  await world.settle();
  expect(world.ingress()).toEqual([OFFICE]);
});
