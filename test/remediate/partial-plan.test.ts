import { describe, expect, test } from 'vitest';
import type { RuleSetting } from '../../shared/config/settings.ts';
import { exactly } from '../../shared/core/listing.ts';
import { refKey } from '../../shared/core/ref.ts';
import { isUnknown } from '../../shared/core/rule.ts';
import { remediate } from '../../shared/remediate/machine.ts';
import type { Permission } from '../../shared/resources/security-group/kind.ts';
import { assumedRole, ssoUser } from '../support/events.ts';
import {
  BUCKET,
  bucketWorld,
  createWorld,
  GROUP,
  OFFICE,
  type Options,
  OWN,
  PUBLIC,
  SSH,
  type World,
} from '../support/world.ts';

const MYSQL = { ...SSH, from: 3306, to: 3306 };
const RDP = { ...SSH, from: 3389, to: 3389 };
const DAYS = 24 * 3_600_000;
const terraform = assumedRole('terraform-prod', 'run-12');
const mallory = ssoUser('mallory@example.com', 'Developer');

const last = (world: World) => world.store.events().at(-1) ?? expect.fail('nothing was recorded');
const ports = (world: World) => world.ingress().map(({ from }) => from);
const undo = async (world: World, by = 'lee@example.com') => {
  world.clock.now += 1_000;
  expect(await world.ask({ do: 'undo', finding: (await world.finding())?.id, by })).toMatchObject({ ok: true });
  await world.settle();
};
const minutes = (world: World, many: number) => new Date(world.clock.now + many * 60_000).toISOString();

const policyOf = (statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements });

/** A rule that can only put right all that is wrong at once. */
function takingAll(setting: RuleSetting): RuleSetting {
  const { rule } = setting;
  const { remediation } = rule;
  if (!remediation) return setting;
  const plan: typeof remediation.plan = (state, _, context) => {
    const judged = rule.judge(state, context);
    return isUnknown(judged) ? { cannot: 'It is not known.' } : remediation.plan(state, judged, context);
  };
  return { ...setting, rule: { ...rule, remediation: { ...remediation, plan } } };
}

/** Somebody opens a port; Plumbline does what it does. */
async function open(world: World, permission: Permission, by = mallory) {
  world.change('Authorize', permission, minutes(world, 1), { by });
  await world.settle();
}

/** SSH was put back, and lee has undone that: it is accepted for a week. */
async function undoneSsh(options: Options = {}) {
  const world = createWorld({ remediation: 'auto', ...options });
  await open(world, SSH);
  await undo(world);
  expect(await world.finding()).toMatchObject({ status: 'exempt', exemption: { grantedBy: 'undo' } });
  return world;
}

describe('what an undo has brought back stays, whatever comes to it', () => {
  test('another violation is put back alone, and the finding is exempt again', async () => {
    const world = await undoneSsh();
    await open(world, MYSQL);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(world.transitions().slice(-2)).toEqual(['reopened', 'remediated']);
    const finding = await world.finding();
    expect(finding).toMatchObject({ status: 'exempt', exemption: { grantedBy: 'undo', owner: 'lee@example.com' } });
    expect(finding?.violations).toMatchObject([{ message: 'ssh' }]);
    expect(last(world)).toMatchObject({
      finding: { status: 'exempt' },
      violations: [{ message: 'database' }],
      note: 'Carried out: Close tcp/3306 to 0.0.0.0/0. Not changed: tcp/22 is open to 0.0.0.0/0: anyone may try to log in by SSH (accepted by lee@example.com).',
    });
    const before = world.transitions();
    world.calls.length = 0;
    await world.sweep();
    await world.sweep();
    expect(world.transitions()).toEqual(before);
    expect(world.calls).not.toContain('save');
  });

  test('the plan that people see and approve is for what is not accepted', async () => {
    const world = await undoneSsh({ settings: (all) => ({ ...all, limits: { ...all.limits, maxPerHour: 1 } }) });
    await open(world, MYSQL);
    expect(world.transitions().slice(-2)).toEqual(['reopened', 'proposed']);
    expect((await world.finding())?.plan.actions).toMatchObject([{ params: { from: 3306 } }]);
    expect(last(world).note).toMatch(/Not changed: .*22.* \(accepted by lee@example\.com\)\.$/);
    expect(await world.approve('kim@example.com')).toMatchObject({ ok: true });
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(last(world)).toMatchObject({
      type: 'remediated',
      note: expect.stringMatching(/^Approved by kim@example\.com\. Carried out: /),
    });
  });

  test('an undo of the second brings back the second, and each is accepted by whom it was accepted', async () => {
    const world = await undoneSsh();
    const first = (await world.finding())?.exemption;
    world.clock.now += 2 * DAYS;
    await open(world, MYSQL);
    world.calls.length = 0;
    await undo(world, 'kim@example.com');
    expect(world.calls.filter((call) => call === 'apply')).toHaveLength(1);
    expect(ports(world)).toEqual([22, 22, 3306]);
    const finding = await world.finding();
    expect(finding).toMatchObject({ status: 'exempt', exemption: { owner: 'kim@example.com' }, besides: [first] });
    await world.sweep();
    expect(ports(world)).toEqual([22, 22, 3306]);
    // The first ends, the second does not.
    world.clock.now = (first?.until ?? 0) + 1_000;
    await world.sweep();
    expect(ports(world)).toEqual([22, 3306]);
    expect(await world.finding()).toMatchObject({ status: 'exempt', exemption: { owner: 'kim@example.com' } });
    world.clock.now += 3 * DAYS;
    await world.sweep();
    expect(ports(world)).toEqual([22]);
    expect(await world.finding()).toMatchObject({ status: 'resolved' });
  });

  test('also where it was closed, and comes back after something else', async () => {
    const world = await undoneSsh();
    world.change('Revoke', SSH, minutes(world, 1));
    await world.settle();
    await open(world, MYSQL);
    expect(ports(world)).toEqual([22]);
    await open(world, SSH);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  test('also where a tag accepted everything for a while', async () => {
    const world = await undoneSsh();
    world.tags['plumbline:exempt'] = 'until=2026-12-31 owner=jane@example.com reason=bastion';
    await open(world, MYSQL);
    expect(ports(world)).toEqual([22, 22, 3306]);
    delete world.tags['plumbline:exempt'];
    world.clock.now += 1_000;
    await world.sweep();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(await world.finding()).toMatchObject({ status: 'exempt', exemption: { grantedBy: 'undo' } });
  });

  test('what a person has accepted stays as well, for as long as they said', async () => {
    const world = createWorld({ remediation: 'auto' });
    await world.ask({ do: 'pause', by: 'kim', reason: 'migration' });
    await open(world, SSH);
    const finding = (await world.finding())?.id;
    await world.ask({ do: 'exempt', finding, by: 'jane', reason: 'bastion', until: '2026-12-31' });
    await world.ask({ do: 'resume', by: 'kim' });
    await open(world, MYSQL);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    await undo(world);
    expect(await world.finding()).toMatchObject({
      status: 'exempt',
      exemption: { grantedBy: 'undo', covers: [expect.stringContaining('3306')] },
      besides: [{ grantedBy: 'finding', owner: 'jane', covers: [expect.stringContaining('22')] }],
    });
    world.clock.now += 8 * DAYS;
    await world.sweep();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(await world.finding()).toMatchObject({ status: 'exempt', exemption: { owner: 'jane' } });
  });

  test('an undo that fails leaves what was accepted before it', async () => {
    const world = await undoneSsh();
    await open(world, MYSQL);
    await world.ask({ do: 'pause', by: 'kim', reason: 'migration' });
    await undo(world, 'kim@example.com');
    await world.ask({ do: 'resume', by: 'kim' });
    expect(last(world).type).toBe('failed');
    await world.sweep();
    const finding = await world.finding();
    expect(finding).toMatchObject({ status: 'exempt', exemption: { owner: 'lee@example.com' } });
    expect(finding).not.toHaveProperty('besides');
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('the end of an exemption is told also where something else is open', async () => {
    const world = await undoneSsh();
    await world.ask({ do: 'pause', by: 'kim', reason: 'migration' });
    await open(world, MYSQL);
    await world.ask({ do: 'resume', by: 'kim' });
    world.clock.now += 8 * DAYS;
    await world.sweep();
    const [changed] = world.store.events().slice(-2);
    expect(changed).toMatchObject({
      type: 'changed',
      note: 'The exemption of lee@example.com ended on 2026-03-09.',
    });
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('a worker that died after the step: what is left is no reason to go on', async () => {
    let dying = false;
    const world = await undoneSsh({ fault: (call) => (dying && call === 'apply' ? 'die after' : undefined) });
    dying = true;
    world.change('Authorize', MYSQL, minutes(world, 1));
    await world.turn();
    dying = false;
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(world.transitions().slice(-2)).toEqual(['reopened', 'remediated']);
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  test('between two steps the rest of the plan is still the plan', async () => {
    let throttled = 0;
    const world = await undoneSsh({
      fault: (call) => (call === 'apply' && throttled > 0 && throttled-- === 1 ? 'throttled' : undefined),
    });
    throttled = 2;
    world.change('Authorize', MYSQL, minutes(world, 1));
    world.change('Authorize', RDP, minutes(world, 1));
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(last(world)).toMatchObject({
      type: 'remediated',
      violations: [{ message: 'database' }, { message: 'rdp' }],
    });
  });

  test('a look in between that sees it first: it is told what was put back, not what was left', async () => {
    const world = await undoneSsh();
    world.change('Authorize', MYSQL, minutes(world, 1));
    await world.detected();
    const reopened = last(world);
    const given = world.ports();
    await remediate(reopened, {
      ...given,
      apply: async (ref, action) => {
        await given.apply(ref, action);
        world.clock.now += 1_000;
        world.sweepOf([ref]);
        await world.detected();
      },
    });
    expect(world.transitions().slice(-3)).toEqual(['reopened', 'exempted', 'remediated']);
    expect(last(world).violations).toMatchObject([{ message: 'database' }]);
    expect((await world.finding())?.violations).toMatchObject([{ message: 'ssh' }]);
  });

  test('where the plan cannot leave it, people are asked', async () => {
    const { world, look, held: storedFinding } = await bucketWorld();
    const set = (restrictPublicBuckets: boolean, ...statements: readonly object[]) => {
      const bucket = world.cloud.get(refKey(BUCKET)) as { blockPublicAccess: object };
      const blockPublicAccess = { ...bucket.blockPublicAccess, restrictPublicBuckets };
      world.cloud.set(refKey(BUCKET), { ...bucket, blockPublicAccess, policy: policyOf(statements) });
    };
    set(true, OWN, PUBLIC);
    await world.sweep([BUCKET]);
    // Whatever the policy holds, the one switch that was on puts all of it right.
    set(false, OWN, PUBLIC);
    await world.act(await look());
    await world.ask({ do: 'undo', finding: (await storedFinding()).finding.id, by: 'lee' });
    await world.settle();
    expect((await storedFinding()).finding.status).toBe('exempt');
    set(false, OWN, PUBLIC, { ...PUBLIC, Sid: 'other' });
    world.clock.now += 1_000;
    world.calls.length = 0;
    await world.sweep([BUCKET]);
    expect(world.calls).not.toContain('apply');
    expect(last(world)).toMatchObject({
      type: 'proposed',
      note: 'lee accepts a part of the drift, and the plan would revert that part too.',
    });
  });

  test('where more is wrong than is kept, people are asked', async () => {
    const world = createWorld({ remediation: 'auto' });
    const many = Array.from({ length: 60 }, (_, nth) => ({ ...SSH, cidr: `${nth + 20}.0.0.0/7` })).filter(
      (_, nth) => nth % 2 === 0,
    );
    const wide = [...many, ...many.map((each) => ({ ...each, protocol: 'udp' as const }))];
    await world.ask({ do: 'pause', by: 'kim', reason: 'migration' });
    world.cloud.set(refKey(GROUP), { name: 'web', ingress: exactly(wide), egress: exactly([]) });
    await world.sweep();
    await world.ask({
      do: 'exempt',
      finding: (await world.finding())?.id,
      by: 'jane',
      reason: 'lab',
      until: '2026-12-31',
    });
    await world.ask({ do: 'resume', by: 'kim' });
    expect((await world.finding())?.exemption?.covers).toContain('more');
    world.cloud.set(refKey(GROUP), { name: 'web', ingress: exactly(wide.slice(-20)), egress: exactly([]) });
    world.clock.now += 1_000;
    await world.sweep();
    expect(world.transitions().slice(-2)).toEqual(['reopened', 'proposed']);
    expect(last(world).note).toMatch(/^jane accepts a part of the drift/);
    expect(world.calls).not.toContain('apply');
  });
});

describe('a trusted deployer and somebody else', () => {
  const trusting = (more: Options = {}) =>
    createWorld({ remediation: 'auto', settings: (all) => ({ ...all, trustedDeployers: ['terraform-*'] }), ...more });

  test('what is not of the deployer is put back, what is stays, and nothing goes on', async () => {
    const world = trusting();
    await open(world, RDP, terraform);
    await open(world, SSH);
    expect(world.transitions()).toEqual(['opened', 'changed', 'remediated']);
    expect(world.ingress()).toEqual([OFFICE, RDP]);
    expect(await world.finding()).toMatchObject({
      status: 'open',
      violations: [{ message: 'rdp' }],
      cause: { actor: { role: 'terraform-prod' } },
    });
    expect(last(world)).toMatchObject({
      violations: [{ message: 'ssh' }],
      note: 'Carried out: Close tcp/22 to 0.0.0.0/0. Not changed: tcp/3389 is open to 0.0.0.0/0: anyone may try to log in by RDP (a change by terraform-prod/run-12, a trusted deployer).',
    });
    for (let sweeps = 0; sweeps < 3; sweeps += 1) {
      world.clock.now += 10 * 60_000;
      await world.sweep();
    }
    world.change('Authorize', { ...OFFICE, from: 80, to: 80 }, minutes(world, 1), { by: terraform });
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'changed', 'remediated']);
  });

  test('the event of the deployer comes late: nothing of it is put back meanwhile', async () => {
    const world = trusting();
    const late = world.change('Authorize', RDP, minutes(world, 1), { by: terraform, seen: false });
    world.change('Authorize', SSH, minutes(world, 1), { by: mallory });
    await world.turn();
    expect(ports(world)).toEqual([22, 3389, 22]);
    world.deliver(late);
    await world.settle();
    expect(ports(world)).toEqual([22, 3389]);
    expect(await world.finding()).toMatchObject({ status: 'open', violations: [{ message: 'rdp' }] });
  });

  test('what was left is exempt where somebody accepts it, and then the rest is still put back', async () => {
    const world = trusting();
    await open(world, RDP, terraform);
    const finding = (await world.finding())?.id;
    await world.ask({ do: 'exempt', finding, by: 'jane', reason: 'desktop', until: '2026-12-31' });
    await open(world, SSH);
    expect(ports(world)).toEqual([22, 3389]);
    expect(await world.finding()).toMatchObject({ status: 'exempt', exemption: { owner: 'jane' } });
  });

  test('an accepted part, a part of a deployer and the rest: only the rest is put back', async () => {
    const world = trusting();
    await open(world, MYSQL);
    await undo(world);
    await open(world, RDP, terraform);
    await open(world, SSH);
    expect(ports(world)).toEqual([22, 3306, 3389]);
    expect(await world.finding()).toMatchObject({
      status: 'open',
      exemption: { grantedBy: 'undo' },
      violations: [{ message: 'database' }, { message: 'rdp' }],
      plan: { actions: [{ params: { from: 3389 } }] },
    });
    const before = world.transitions();
    world.calls.length = 0;
    await world.sweep();
    expect(world.transitions()).toEqual(before);
    expect(world.calls).not.toContain('save');
  });

  test('an undo brings back only what was put back', async () => {
    const world = trusting();
    await open(world, RDP, terraform);
    await open(world, SSH);
    await undo(world);
    expect(ports(world)).toEqual([22, 3389, 22]);
    expect(await world.finding()).toMatchObject({
      status: 'open',
      exemption: { covers: [expect.stringContaining('ssh')] },
    });
    await world.sweep();
    expect(ports(world)).toEqual([22, 3389, 22]);
    // Once that is over it is put back again: it is no change of the deployer.
    world.clock.now += 8 * DAYS;
    await world.sweep();
    expect(ports(world)).toEqual([22, 3389]);
  });

  test('where the rule reverts deployers as well, all of it is put back', async () => {
    const world = trusting({
      settings: (all) => ({
        ...all,
        trustedDeployers: ['terraform-*'],
        rules: all.rules.map((each) => ({ ...each, revertTrustedDeployers: true })),
      }),
    });
    await open(world, RDP, terraform);
    await open(world, SSH);
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('where the plan takes back all of it, people are asked', async () => {
    const world = trusting({
      settings: (all) => ({ ...all, trustedDeployers: ['terraform-*'], rules: all.rules.map(takingAll) }),
    });
    await open(world, RDP, terraform);
    await open(world, SSH);
    expect(world.calls).not.toContain('apply');
    expect(last(world)).toMatchObject({
      type: 'proposed',
      note: 'A part of the drift is a change by terraform-prod/run-12, a trusted deployer, and the plan would revert that part too.',
    });
  });

  test('where the rest is accepted there is nothing to ask', async () => {
    const world = trusting({
      settings: (all) => ({ ...all, trustedDeployers: ['terraform-*'], rules: all.rules.map(takingAll) }),
    });
    await open(world, SSH);
    await undo(world);
    await open(world, RDP, terraform);
    expect(world.transitions().at(-1)).toBe('reopened');
    expect(ports(world)).toEqual([22, 22, 3389]);
  });

  test('set to wait for an approval: what is proposed leaves the deployer alone', async () => {
    const world = trusting({ remediation: 'approve' });
    await open(world, RDP, terraform);
    await open(world, SSH);
    expect(last(world)).toMatchObject({ type: 'proposed' });
    expect((await world.finding())?.plan.actions).toMatchObject([{ params: { from: 22, protocol: 'tcp' } }]);
    await world.approve('kim@example.com');
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, RDP]);
    expect(await world.finding()).toMatchObject({ status: 'open' });
  });
});
