import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { causeOfViolation } from '../../shared/core/cause.ts';
import { acceptanceOf, acceptedNow, activeExemptions } from '../../shared/core/exemption.ts';
import { refKey } from '../../shared/core/ref.ts';
import { type Permission, permissionKey } from '../../shared/resources/security-group/kind.ts';
import { expectCounted } from '../support/compliance.ts';
import { assumedRole, ssoUser } from '../support/events.ts';
import type { Fault } from '../support/process.ts';
import { createWorld, GROUP, OFFICE, SSH, type World } from '../support/world.ts';

type Step =
  | { readonly do: 'open' | 'close'; readonly port: number; readonly seen: boolean; readonly deployed: boolean }
  | { readonly do: 'sweep' | 'repeat' | 'turn' | 'turn twice' | 'wait' }
  | { readonly do: 'approve' | 'undo' | 'exempt' | 'snooze' | 'pause' | 'resume' | 'delete' };

const change: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('open' as const, 'close' as const),
  port: fc.constantFrom(22, 3306, 3389),
  seen: fc.boolean(),
  deployed: fc.boolean(),
});
const happens = (...names: readonly Exclude<Step['do'], 'open' | 'close'>[]): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constantFrom(...names) });

const step = fc.oneof(
  { weight: 5, arbitrary: change },
  { weight: 5, arbitrary: happens('sweep', 'repeat', 'turn', 'turn twice', 'wait') },
  { weight: 4, arbitrary: happens('approve', 'undo', 'exempt', 'snooze', 'pause', 'resume') },
  { weight: 1, arbitrary: happens('delete') },
);
/** First steps that often leave something that must not be reverted. */
const opening = (port: number, deployed: boolean): Step => ({ do: 'open', port, seen: true, deployed });
const BEGINNINGS: readonly (readonly Step[])[] = [
  [],
  [opening(22, false), { do: 'sweep' }, { do: 'undo' }, { do: 'sweep' }],
  [opening(22, true), { do: 'sweep' }],
  [opening(22, false), { do: 'sweep' }, { do: 'undo' }, { do: 'sweep' }, opening(3306, true), { do: 'sweep' }],
];
const FAULTS: readonly Fault[] = ['throttled', 'busy', 'unreachable', 'after', 'die', 'die after'];
const fault = fc.record({ nth: fc.integer({ min: 1, max: 160 }), fault: fc.constantFrom(...FAULTS) });
const DEPLOYER = assumedRole('terraform-prod', 'run-12');
const START = Date.parse('2026-03-02T09:00:00Z');

async function take(world: World, each: Step, index: number, events: object[]): Promise<void> {
  const finding = (await world.finding())?.id;
  const by = 'lee';
  switch (each.do) {
    case 'open':
    case 'close': {
      const at = new Date(Math.max(START + index * 60_000, world.clock.now - 2_000)).toISOString();
      const permission = { ...SSH, from: each.port, to: each.port };
      const by = each.deployed ? DEPLOYER : ssoUser('jane@example.com', 'Developer');
      events.push(world.change(each.do === 'open' ? 'Authorize' : 'Revoke', permission, at, { seen: each.seen, by }));
      break;
    }
    case 'sweep':
      return world.sweep();
    case 'repeat':
      if (events.length > 0) world.deliver(events[index % events.length] as object);
      break;
    case 'turn':
      await world.turn();
      break;
    case 'turn twice':
      return world.turnTwice();
    case 'wait':
      world.clock.now += 200_000;
      break;
    case 'approve':
      if (finding) await world.approve(by);
      break;
    case 'undo':
      if (finding) await world.ask({ do: 'undo', finding, by });
      break;
    case 'exempt':
      if (finding)
        await world.ask({
          do: 'exempt',
          finding,
          violations: await world.violations(),
          by,
          reason: 'bastion',
          until: '2026-12-31',
        });
      break;
    case 'snooze':
      if (finding) await world.ask({ do: 'snooze', finding, violations: await world.violations(), by, hours: 1 });
      break;
    case 'pause':
      await world.ask({ do: 'pause', by, reason: 'migration' });
      break;
    case 'resume':
      await world.ask({ do: 'resume', by });
      break;
    case 'delete':
      world.cloud.delete(refKey(GROUP));
  }
}

/**
 * A plan without an approval touches nothing that is exempt or that a trusted deployer did.
 * @returns how many plans were checked.
 */
function expectSpared({ begun }: World, deployers: readonly string[]): number {
  const byItself = begun.filter(({ run }) => run.purpose === 'remediate' && run.approvedBy === undefined);
  for (const { run, finding, at } of byItself) {
    const spared = finding.violations
      .filter((one) => {
        const { role } = causeOfViolation(finding, one.path).actor;
        return acceptanceOf(activeExemptions(finding, at), one) || (deployers.length > 0 && role === 'terraform-prod');
      })
      .map(({ path }) => path);
    expect(run.remaining?.map((remaining) => remaining.path) ?? []).toEqual(spared);
    const touched = run.plan.actions.map(({ params }) => permissionKey(params as Permission));
    expect(touched).not.toEqual([]);
    for (const each of spared) expect(touched.filter((key) => each.startsWith(`${key} `))).toEqual([]);
  }
  return byItself.length;
}

/** The stored finding agrees with the resource, and each event was recorded and delivered once. */
async function expectConsistent(world: World): Promise<void> {
  const isWrong = world.ingress().some((permission) => permissionKey(permission) !== permissionKey(OFFICE));
  const finding = await world.finding();
  const isOpen = finding !== undefined && finding.status !== 'resolved';
  expect(isOpen).toBe(isWrong);
  if (isOpen) {
    const isAccepted = acceptedNow(finding, finding.violations, world.clock.now) !== undefined;
    expect(finding.status).toBe(isAccepted ? 'exempt' : 'open');
  }
  await expectCounted(world);
  const events = world.store.events();
  const names = world.eventTypes();
  if (finding?.status === 'exempt') expect(names.some((name) => ['exempted', 'undone'].includes(name))).toBe(true);
  // Openings and ends alternate. Other events may be between them.
  const ends = events
    .filter(({ type, finding: { status } }) => type === 'opened' || status === 'resolved')
    .map(({ type }) => (type === 'opened' ? 'open' : 'closed'));
  for (const [index, each] of ends.entries()) if (each === 'open') expect(ends[index - 1]).not.toBe('open');
  // Each remediation is reported once: it has a run of its own, and an episode of its own if it ends one.
  const fixes = events.filter(({ type }) => type === 'remediated');
  const whole = fixes.filter((event) => event.finding.status === 'resolved');
  expect(new Set(whole.map((event) => event.finding.episodes.length)).size).toBe(whole.length);
  expect(new Set(fixes.map(({ cause }) => cause.eventId)).size).toBe(fixes.length);
  const undone = events.filter(({ type }) => type === 'undone');
  expect(new Set(undone.map(({ cause }) => cause.eventId)).size).toBe(undone.length);
  expect(new Set(world.delivered).size).toBe(world.delivered.length);
  expect(world.delivered).toHaveLength(names.length);
  expect(world.dead).toEqual([]);
  // No run is unfinished.
  expect(await world.store.resource(GROUP)).not.toHaveProperty('activeRun');
}

test('after any steps in any order with any faults, and a final sweep, the stored finding agrees with the resource', async () => {
  let checkedPlans = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...BEGINNINGS),
      fc.array(step, { maxLength: 14 }),
      fc.array(fault, { maxLength: 4 }),
      fc.constantFrom('off' as const, 'approve' as const, 'auto' as const, 'auto' as const),
      fc.constantFrom(0, 0, 120, 900),
      fc.constantFrom([], ['terraform-*']),
      async (beginning, steps, faults, remediation, graceSeconds, deployers) => {
        let paused = false;
        let actedWhilePaused = false;
        const world = createWorld({
          remediation,
          settings: (all) => ({
            ...all,
            trustedDeployers: deployers,
            rules: all.rules.map((each) => ({ ...each, graceSeconds })),
          }),
          fault(call, count) {
            // The switch is pressed only between the steps, while no run is acting.
            if (call === 'apply' && paused) actedWhilePaused = true;
            return faults.find(({ nth }) => nth === count)?.fault;
          },
        });
        const events: object[] = [];
        for (const [index, each] of [...beginning, ...steps].entries()) {
          await take(world, each, index, events);
          paused = (await world.store.paused()) !== undefined;
        }
        await world.settle();
        world.clock.now += 60_000;
        await world.sweep();
        await expectConsistent(world);
        checkedPlans += expectSpared(world, deployers);
        expect(actedWhilePaused).toBe(false);
      },
    ),
    { numRuns: 400 },
  );
  expect(checkedPlans).toBeGreaterThan(50);
}, 120_000);
