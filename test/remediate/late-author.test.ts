import { expect, test } from 'vitest';
import { textOf } from '../../shared/notify/sns.ts';
import { notificationOf } from '../../shared/notify/text.ts';
import { assumedRole, ssoUser } from '../support/events.ts';
import { SHOWN } from '../support/shown.ts';
import { createWorld, OFFICE, OWN_ROLE, SSH, type World } from '../support/world.ts';

/* A sweep finds an open port, and Plumbline closes it. The event that says who opened it comes minutes later. */

const mallory = ssoUser('mallory@example.com', 'Developer');
const at = ({ clock }: World) => new Date(clock.now).toISOString().replace(/\.\d+Z/, 'Z');

/** @returns the record of the event that opened the port, which has not come yet. */
async function closedBeforeItsEvent(by: ReturnType<typeof ssoUser> = mallory) {
  const world = createWorld({ remediation: 'auto' });
  await world.sweep();
  world.clock.now += 60_000;
  const record = world.change('Authorize', SSH, at(world), { by, seen: false });
  world.clock.now += 30_000;
  await world.sweep();
  expect(world.ingress()).toEqual([OFFICE]);
  expect(world.eventTypes()).toEqual(['opened', 'remediated']);
  expect(await world.finding()).toMatchObject({ cause: { actor: { type: 'unknown' } } });
  const arrive = async (each: object = record) => {
    world.clock.now += 3 * 60_000;
    world.deliver(each);
    await world.settle();
  };
  return { world, arrive };
}

test('the author of what is closed already is reported once the event comes, and stored', async () => {
  const { world, arrive } = await closedBeforeItsEvent();
  await arrive();
  expect(world.eventTypes()).toEqual(['opened', 'remediated', 'changed']);
  expect(world.store.events().at(-1)).toMatchObject({
    note: 'It is now known who caused it: mallory@example.com (Developer).',
    cause: { actor: { name: 'mallory@example.com' } },
  });
  const name = { cause: { actor: { name: 'mallory@example.com' } } };
  expect(await world.finding()).toMatchObject({
    status: 'resolved',
    ...name,
    episodes: [{ from: name.cause, to: { actor: { name: 'Plumbline' } } }],
  });
  expect(world.calls.filter((call) => call === 'apply')).toHaveLength(1);
  expect(world.dead).toEqual([]);
});

test('people read that it is over, and who it was', async () => {
  const { world, arrive } = await closedBeforeItsEvent();
  await arrive();
  const around = {
    region: 'eu-west-1',
    title: () => 'EC2 security group',
    service: () => 'ec2',
    shown: SHOWN,
    respond: 'plumbline-prod-respond',
    remediation: 'off' as const,
  };
  const event = world.store.events().at(-1) ?? expect.fail('nothing was recorded');
  const notification = notificationOf(event, world.clock.now, around);
  const text = textOf(notification);
  expect(notification.headline).toMatchObject({ verb: 'Cause known', what: 'SSH is no longer open to 0.0.0.0/0' });
  expect(text).toContain('mallory@example.com (Developer)');
  expect(text).not.toContain('"do"');
});

test('a copy of the event changes nothing more', async () => {
  const { world, arrive } = await closedBeforeItsEvent();
  await arrive();
  await arrive();
  expect(world.eventTypes()).toEqual(['opened', 'remediated', 'changed']);
});

test('an event from before an earlier end is not the cause of a later opening', async () => {
  const world = createWorld({ remediation: 'auto' });
  const first = world.change('Authorize', SSH, '2026-03-02T09:00:10Z', { by: mallory, seen: false });
  await world.sweep();
  world.clock.now += 10 * 60_000;
  world.change('Authorize', SSH, at(world), { seen: false });
  await world.sweep();
  expect(world.eventTypes()).toEqual(['opened', 'remediated', 'reopened', 'remediated']);
  world.deliver(first);
  await world.settle();
  expect(world.eventTypes()).toHaveLength(4);
  expect(await world.finding()).toMatchObject({ cause: { actor: { type: 'unknown' } } });
});

test('Plumbline itself is not the cause', async () => {
  const { world, arrive } = await closedBeforeItsEvent();
  const revoked = world.change('Revoke', SSH, at(world), { by: assumedRole(OWN_ROLE, 'plumbline'), seen: false });
  await arrive(revoked);
  expect(world.eventTypes()).toEqual(['opened', 'remediated']);
});
