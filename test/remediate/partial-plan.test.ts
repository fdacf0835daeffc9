import { describe, expect, test } from 'vitest';
import type { RuleSetting } from '../../shared/config/settings.ts';
import { exactly } from '../../shared/core/listing.ts';
import { refKey } from '../../shared/core/ref.ts';
import { isUnknown } from '../../shared/core/rule.ts';
import { remediate } from '../../shared/remediate/machine.ts';
import type { Permission } from '../../shared/resources/security-group/kind.ts';
import { BUCKET, bucketWorld, OWN, PUBLIC } from '../support/bucket-world.ts';
import { assumedRole, ssoUser } from '../support/events.ts';
import { createWorld, GROUP, OFFICE, type Options, SSH, type World } from '../support/world.ts';

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

/** The rule with a plan that always fixes all violations. */
function planningForAll(setting: RuleSetting): RuleSetting {
  const { rule } = setting;
  const { remediation } = rule;
  if (!remediation) return setting;
  const plan: typeof remediation.plan = (state, _, context) => {
    const judged = rule.judge(state, context);
    return isUnknown(judged) ? { cannot: 'It is not known.' } : remediation.plan(state, judged, context);
  };
  return { ...setting, rule: { ...rule, remediation: { ...remediation, plan } } };
}

/** Opens a port, and lets Plumbline handle the event. */
async function open(world: World, permission: Permission, by = mallory) {
  world.change('Authorize', permission, minutes(world, 1), { by });
  await world.settle();
}

/** SSH was remediated, and lee has undone that, so SSH is exempt for a week. */
async function undoneSsh(options: Options = {}) {
  const world = createWorld({ remediation: 'auto', ...options });
  await open(world, SSH);
  await undo(world);
  expect(await world.finding()).toMatchObject({ status: 'exempt', exemption: { grantedBy: 'undo' } });
  return world;
}

describe('a violation that an undo has restored stays', () => {
  test('when another violation is added: only that one is remediated, and the finding is exempt again', async () => {
    const world = await undoneSsh();
    await open(world, MYSQL);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(world.eventTypes().slice(-2)).toEqual(['reopened', 'remediated']);
    const finding = await world.finding();
    expect(finding).toMatchObject({ status: 'exempt', exemption: { grantedBy: 'undo', owner: 'lee@example.com' } });
    expect(finding?.violations).toMatchObject([{ message: 'ssh' }]);
    expect(last(world)).toMatchObject({
      finding: { status: 'exempt' },
      violations: [{ message: 'database' }],
      note: 'Carried out: Close tcp/3306 to 0.0.0.0/0. Not changed: tcp/22 is open to 0.0.0.0/0: anyone may try to log in by SSH (accepted by lee@example.com).',
    });
    const before = world.eventTypes();
    world.calls.length = 0;
    await world.sweep();
    await world.sweep();
    expect(world.eventTypes()).toEqual(before);
    expect(world.calls).not.toContain('save');
  });

  test('when a person approves a plan: the plan is for the violations that are not exempt', async () => {
    const world = await undoneSsh({ settings: (all) => ({ ...all, limits: { ...all.limits, maxPerHour: 1 } }) });
    await open(world, MYSQL);
    expect(world.eventTypes().slice(-2)).toEqual(['reopened', 'proposed']);
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

  test('when a second remediation is undone: each violation has an exemption of its own', async () => {
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
    // The first exemption ends, and the second one does not.
    world.clock.now = (first?.until ?? 0) + 1_000;
    await world.sweep();
    expect(ports(world)).toEqual([22, 3306]);
    expect(await world.finding()).toMatchObject({ status: 'exempt', exemption: { owner: 'kim@example.com' } });
    world.clock.now += 3 * DAYS;
    await world.sweep();
    expect(ports(world)).toEqual([22]);
    expect(await world.finding()).toMatchObject({ status: 'resolved' });
  });

  test('when it was closed, and is opened again after another violation', async () => {
    const world = await undoneSsh();
    world.change('Revoke', SSH, minutes(world, 1));
    await world.settle();
    await open(world, MYSQL);
    expect(ports(world)).toEqual([22]);
    await open(world, SSH);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  test('when a tag exempted the resource for a time', async () => {
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

  test('and a violation that a person exempted stays too, until that exemption ends', async () => {
    const world = createWorld({ remediation: 'auto' });
    await world.ask({ do: 'pause', by: 'kim', reason: 'migration' });
    await open(world, SSH);
    const finding = (await world.finding())?.id;
    await world.ask({
      do: 'exempt',
      finding,
      violations: await world.violations(),
      by: 'jane',
      reason: 'bastion',
      until: '2026-12-31',
    });
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

  test('when another undo fails: the earlier exemption stays', async () => {
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

  test('until its exemption ends, which is reported even if another violation is open', async () => {
    const world = await undoneSsh();
    await world.ask({ do: 'pause', by: 'kim', reason: 'migration' });
    await open(world, MYSQL);
    await world.ask({ do: 'resume', by: 'kim' });
    world.clock.now += 8 * DAYS;
    await world.sweep();
    expect(world.store.events()).toContainEqual(
      expect.objectContaining({ type: 'changed', note: 'The exemption of lee@example.com ended on 2026-03-09.' }),
    );
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('when a process dies after the step: the remaining violation starts no further step', async () => {
    let dying = false;
    const world = await undoneSsh({ fault: (call) => (dying && call === 'apply' ? 'die after' : undefined) });
    dying = true;
    world.change('Authorize', MYSQL, minutes(world, 1));
    await world.turn();
    dying = false;
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(world.eventTypes().slice(-2)).toEqual(['reopened', 'remediated']);
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  test('when a plan has two steps: the second step still belongs to the plan', async () => {
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

  test('when an evaluation comes before the verification: the event names the fixed violation only', async () => {
    const world = await undoneSsh();
    world.change('Authorize', MYSQL, minutes(world, 1));
    await world.detected();
    const reopened = last(world);
    const given = world.ports();
    await remediate(reopened, {
      ...given,
      apply: async (ref, action) => {
        const made = await given.apply(ref, action);
        world.clock.now += 1_000;
        world.sweepOf([ref]);
        await world.detected();
        return made;
      },
    });
    expect(world.eventTypes().slice(-3)).toEqual(['reopened', 'exempted', 'remediated']);
    expect(last(world).violations).toMatchObject([{ message: 'database' }]);
    expect((await world.finding())?.violations).toMatchObject([{ message: 'ssh' }]);
  });

  test('when the plan cannot leave it: people are asked', async () => {
    const { world, sweep, storedFinding } = await bucketWorld();
    const set = (restrictPublicBuckets: boolean, ...statements: readonly object[]) => {
      const bucket = world.cloud.get(refKey(BUCKET)) as { blockPublicAccess: object };
      const blockPublicAccess = { ...bucket.blockPublicAccess, restrictPublicBuckets };
      world.cloud.set(refKey(BUCKET), { ...bucket, blockPublicAccess, policy: policyOf(statements) });
    };
    set(true, OWN, PUBLIC);
    await world.sweep([BUCKET]);
    // The plan sets a switch that was on, which fixes every violation of the policy at once.
    set(false, OWN, PUBLIC);
    await world.act(await sweep());
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

  test('when there are more violations than are stored: people are asked', async () => {
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
      violations: await world.violations(),
      by: 'jane',
      reason: 'lab',
      until: '2026-12-31',
    });
    await world.ask({ do: 'resume', by: 'kim' });
    expect((await world.finding())?.exemption?.covers).toContain('more');
    world.cloud.set(refKey(GROUP), { name: 'web', ingress: exactly(wide.slice(-20)), egress: exactly([]) });
    world.clock.now += 1_000;
    await world.sweep();
    expect(world.eventTypes().slice(-2)).toEqual(['reopened', 'proposed']);
    expect(last(world).note).toMatch(/^jane accepts a part of the drift/);
    expect(world.calls).not.toContain('apply');
  });
});

describe('drift by a trusted deployer and by another actor', () => {
  const trusting = (more: Options = {}) =>
    createWorld({ remediation: 'auto', settings: (all) => ({ ...all, trustedDeployers: ['terraform-*'] }), ...more });

  test('the violation of the other actor is remediated, and the one of the deployer stays', async () => {
    const world = trusting();
    await open(world, RDP, terraform);
    await open(world, SSH);
    expect(world.eventTypes()).toEqual(['opened', 'changed', 'remediated']);
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
    expect(world.eventTypes()).toEqual(['opened', 'changed', 'remediated']);
  });

  test('the event of the deployer arrives late: its violation is not remediated meanwhile', async () => {
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

  test('a person exempts the violation of the deployer: later violations are still remediated', async () => {
    const world = trusting();
    await open(world, RDP, terraform);
    const finding = (await world.finding())?.id;
    await world.ask({
      do: 'exempt',
      finding,
      violations: await world.violations(),
      by: 'jane',
      reason: 'desktop',
      until: '2026-12-31',
    });
    await open(world, SSH);
    expect(ports(world)).toEqual([22, 3389]);
    expect(await world.finding()).toMatchObject({ status: 'exempt', exemption: { owner: 'jane' } });
  });

  test('one exempt violation, one of the deployer and a third one: only the third one is remediated', async () => {
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
    const before = world.eventTypes();
    world.calls.length = 0;
    await world.sweep();
    expect(world.eventTypes()).toEqual(before);
    expect(world.calls).not.toContain('save');
  });

  test('an undo restores only the violation that was remediated', async () => {
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
    // After the exemption it is remediated again, because the deployer did not make this change.
    world.clock.now += 8 * DAYS;
    await world.sweep();
    expect(ports(world)).toEqual([22, 3389]);
  });

  test('a rule that reverts trusted deployers remediates all violations', async () => {
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

  test('a plan that can only fix all violations needs a person', async () => {
    const world = trusting({
      settings: (all) => ({ ...all, trustedDeployers: ['terraform-*'], rules: all.rules.map(planningForAll) }),
    });
    await open(world, RDP, terraform);
    await open(world, SSH);
    expect(world.calls).not.toContain('apply');
    expect(last(world)).toMatchObject({
      type: 'proposed',
      note: 'A part of the drift is a change by terraform-prod/run-12, a trusted deployer, and the plan would revert that part too.',
    });
  });

  test('nobody is asked if the other violations are exempt', async () => {
    const world = trusting({
      settings: (all) => ({ ...all, trustedDeployers: ['terraform-*'], rules: all.rules.map(planningForAll) }),
    });
    await open(world, SSH);
    await undo(world);
    await open(world, RDP, terraform);
    expect(world.eventTypes().at(-1)).toBe('reopened');
    expect(ports(world)).toEqual([22, 22, 3389]);
  });

  test('with approvals, the proposed plan leaves the violation of the deployer', async () => {
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
