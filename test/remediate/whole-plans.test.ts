import { describe, expect, test } from 'vitest';
import { exactly } from '../../shared/core/listing.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import type { SecurityGroup } from '../../shared/resources/security-group/kind.ts';
import { ACCOUNT, REGION, ssoUser } from '../support/events.ts';
import { createWorld, GROUP, OFFICE, type Options, SSH, type World } from '../support/world.ts';

/*
 * All steps that were told are carried out, or the alert says which were not and why. What wants an approval delays only
 * itself.
 */

const MYSQL = { ...SSH, from: 3306, to: 3306 };
const ODD = { ...SSH, from: 8081, to: 8081 };
const KEY: Ref = { kind: 'kms-key', account: ACCOUNT, region: REGION, id: '1234abcd-12ab-34cd-56ef-1234567890ab' };

const only =
  (...rules: readonly string[]): NonNullable<Options['settings']> =>
  (all) => ({ ...all, rules: all.rules.filter(({ rule }) => rules.includes(rule.id)) });

const last = (world: World) => world.store.events().at(-1) ?? expect.fail('nothing was recorded');
const set = (world: World, ref: Ref, state: object) => world.cloud.set(refKey(ref), state);
const ports = (world: World) => world.ingress().map(({ from }) => from);
const open = (world: World, ...more: SecurityGroup['ingress']['items']) =>
  set(world, GROUP, { name: 'web', ingress: exactly([OFFICE, ...more]), egress: exactly([]) });

/** A key that was enabled, and is to be deleted. */
async function dyingKey(options: Options = {}) {
  const world = createWorld({ remediation: 'auto', settings: only('kms-key-deletion-scheduled'), ...options });
  const key = { enabled: true, deletion: null, manager: 'CUSTOMER', rotation: { on: true }, policy: null };
  set(world, KEY, key);
  await world.sweep([KEY]);
  set(world, KEY, { ...key, enabled: false, deletion: { windowDays: 7, date: '2026-03-09' } });
  world.clock.now += 60_000;
  return { world, key: () => world.cloud.get(refKey(KEY)) as { enabled: boolean; deletion: unknown } };
}

/** A group that so many of the widest networks may enter by SSH: with most of the internet together. */
function networks(count: number) {
  const first = Array.from({ length: 223 }, (_, nth) => nth + 1).filter((nth) => nth !== 10 && nth !== 127);
  return first.slice(0, count).map((nth) => ({ ...SSH, cidr: `${nth}.0.0.0/8` }));
}

describe('every step of a plan is carried out', () => {
  test('a key whose deletion is cancelled is enabled again, as told', async () => {
    const { world, key } = await dyingKey();
    await world.sweep([KEY]);
    expect(key()).toMatchObject({ enabled: true, deletion: null });
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
  });

  test('also where a process dies after the first step, and somebody looks at the key before the second', async () => {
    let dead = false;
    const { world, key } = await dyingKey({
      fault: (call) => (call === 'apply' && !dead ? ((dead = true), 'die after') : undefined),
    });
    world.sweepOf([KEY]);
    await world.turn();
    await world.turn();
    world.sweepOf([KEY]);
    await world.settle();
    expect(key()).toMatchObject({ enabled: true, deletion: null });
    expect(world.eventTypes().at(-1)).toBe('remediated');
  });

  test('where the second step is denied, the alert says that it was not carried out', async () => {
    let applied = 0;
    const { world, key } = await dyingKey({
      fault: (call) => (call === 'apply' && ++applied === 2 ? 'denied' : undefined),
    });
    await world.sweep([KEY]);
    expect(key()).toMatchObject({ enabled: false, deletion: null });
    expect(last(world)).toMatchObject({
      type: 'failed',
      note: expect.stringMatching(/^Step 2 of 2 of the plan failed: Plumbline is not allowed to do it/),
    });
  });

  test('where somebody enables the key first, nothing is left to do', async () => {
    let applied = 0;
    const { world, key } = await dyingKey({
      fault: (call) => {
        if (call === 'apply') applied += 1;
        if (call === 'read' && applied === 1) Object.assign(key(), { enabled: true });
        return undefined;
      },
    });
    await world.sweep([KEY]);
    expect(applied).toBe(1);
    expect(last(world).type).toBe('remediated');
  });

  test.each([120])('of %i networks that were open all are closed, and an undo opens all', async (count) => {
    const world = createWorld({
      remediation: 'approve',
      settings: (all) => ({ ...only('sg-open-ingress')(all), limits: { ...all.limits, maxPerHour: 100 } }),
    });
    await world.sweep();
    open(world, ...networks(count));
    world.clock.now += 60_000;
    await world.sweep();
    expect((await world.finding())?.plan.steps).toHaveLength(count);
    await world.approve('lee');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
    expect(world.eventTypes().at(-1)).toBe('remediated');
    world.clock.now += 60_000;
    await world.ask({ do: 'undo', finding: (await world.finding())?.id, by: 'lee' });
    await world.settle();
    expect(world.ingress()).toHaveLength(count + 1);
    expect(last(world).type).toBe('undone');
  });

  test('what others add between two steps stays, and the other steps are still carried out', async () => {
    let applied = 0;
    const http = { ...OFFICE, from: 80, to: 80 };
    const world: World = createWorld({
      remediation: 'auto',
      fault: (call) => {
        if (call === 'apply' && ++applied === 2) {
          const group = world.cloud.get(refKey(GROUP)) as SecurityGroup;
          set(world, GROUP, { ...group, ingress: exactly([...group.ingress.items, http]) });
        }
        return undefined;
      },
    });
    open(
      world,
      ...networks(120)
        .map((each) => ({ ...each, cidr: '0.0.0.0/0' }))
        .slice(0, 1),
      MYSQL,
    );
    await world.sweep();
    expect(world.ingress()).toEqual([OFFICE, http]);
    expect(last(world)).toMatchObject({ type: 'remediated' });
  });
});

describe('what wants an approval delays only itself', () => {
  const mallory = ssoUser('mallory@example.com', 'Developer');

  test('where the deployment asks for everything, one approval is enough for both', async () => {
    const world = createWorld({ remediation: 'approve' });
    world.change('Authorize', ODD, '2026-03-02T09:00:00Z', { by: mallory });
    world.change('Authorize', MYSQL, '2026-03-02T09:00:00Z', { by: mallory });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'proposed']);
    await world.approve('lee');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'approved', 'remediated']);
  });

  test('a decoy beside a critical opening: the opening is closed, and the decoy is proposed', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', ODD, '2026-03-02T09:00:00Z', { by: mallory });
    world.change('Authorize', MYSQL, '2026-03-02T09:00:00Z', { by: mallory });
    await world.settle();
    expect(ports(world)).toEqual([22, 8081]);
    expect(world.eventTypes()).toEqual(['opened', 'remediated', 'proposed']);
    expect(world.store.events()[1]).toMatchObject({
      violations: [{ message: 'database' }],
      note: expect.stringMatching(/Not changed: tcp\/8081 .*\(it waits for an approval of its own\)\.$/),
    });
    expect((await world.finding())?.plan).toMatchObject({ mode: 'approve', actions: [{ params: { from: 8081 } }] });
    await world.approve('lee');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
    expect(world.eventTypes().at(-1)).toBe('remediated');
  });

  test('a decoy that nobody has answered for weeks: a later opening is closed, and nobody is asked again', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', ODD, '2026-03-02T09:00:00Z', { by: mallory });
    await world.settle();
    world.clock.now += 40 * 24 * 3_600_000;
    await world.sweep();
    world.change('Authorize', MYSQL, new Date(world.clock.now).toISOString(), { by: mallory });
    await world.settle();
    await world.sweep();
    expect(ports(world)).toEqual([22, 8081]);
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'changed', 'remediated']);
    await world.approve('lee');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('more decoys than an alert has room for', async () => {
    const world = createWorld({ remediation: 'auto' });
    open(world, ...Array.from({ length: 70 }, (_, nth) => ({ ...ODD, from: 20_000 + nth, to: 20_000 + nth })), MYSQL);
    await world.sweep();
    expect(ports(world)).not.toContain(3306);
    expect(ports(world)).toHaveLength(71);
    expect(world.eventTypes()).toEqual(['opened', 'remediated', 'proposed']);
    expect(world.store.events()[1]?.note).toMatch(/; and 60 more\.$/);
    expect((await world.finding())?.plan.steps).toHaveLength(70);
    await world.approve('lee');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('a sweep between the alert and the fix proposes nothing that is fixed at once', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', ODD, '2026-03-02T09:00:00Z', { by: mallory });
    await world.settle();
    world.change('Authorize', MYSQL, '2026-03-02T09:10:00Z', { by: mallory });
    await world.detected();
    world.sweepOf([GROUP]);
    await world.detected();
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'changed', 'remediated']);
  });

  test('where Plumbline may only ask, there is one plan and one question', async () => {
    const world = createWorld({
      remediation: 'approve',
      settings: (all) => ({ ...all, rules: all.rules.map((each) => ({ ...each, remediation: 'approve' as const })) }),
    });
    open(world, ODD, MYSQL);
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'proposed']);
    expect((await world.finding())?.plan.actions).toHaveLength(2);
  });
});

test('what no plan can fix delays nothing either', async () => {
  const world = createWorld({
    remediation: 'auto',
    settings: (all) => ({
      ...all,
      rules: only('sg-open-ingress')(all).rules.map((setting) => {
        const { remediation } = setting.rule;
        if (!remediation) return setting;
        const plan: typeof remediation.plan = (state, violations, context) =>
          violations.some(({ path }) => path.includes('8081'))
            ? { cannot: 'Only its owner can close it.' }
            : remediation.plan(state, violations, context);
        return { ...setting, rule: { ...setting.rule, remediation: { ...remediation, plan } } };
      }),
    }),
  });
  open(world, ODD, MYSQL);
  await world.sweep();
  expect(ports(world)).toEqual([22, 8081]);
  expect(last(world)).toMatchObject({
    type: 'remediated',
    finding: { status: 'open', plan: { mode: 'manual' } },
    note: expect.stringContaining('(Plumbline cannot fix it: Only its owner can close it)'),
  });
});
