import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { causeOfViolation } from '../../shared/core/cause.ts';
import { acceptanceOf, acceptedNow, activeExemptions } from '../../shared/core/exemption.ts';
import { exactly } from '../../shared/core/listing.ts';
import { fingerprintOf } from '../../shared/core/plan.ts';
import { refKey } from '../../shared/core/ref.ts';
import { reachOf } from '../../shared/remediate/run.ts';
import { type Permission, permissionKey } from '../../shared/resources/security-group/kind.ts';
import { assumedRole, ssoUser, trailRecord } from '../support/events.ts';
import type { Fault } from '../support/process.ts';
import { createWorld, GROUP, OFFICE, OWN_ROLE, SSH, type World } from '../support/world.ts';

/*
 * Random histories of a security group against a simple model: the ports that others have opened and not closed. People
 * and deployers open and close ports, their events arrive late or never, people approve, undo, accept and pause,
 * the group is deleted and made anew, the options of the rule change, calls fail, and two workers have each message.
 */

const PORTS = [22, 3306, 8081] as const;
const AUTHORS = {
  person: ssoUser('jane@example.com', 'Developer'),
  deployer: assumedRole('terraform-prod', 'run-12'),
  own: assumedRole(OWN_ROLE, 'plumbline'),
} as const;

const NAMES = [
  'sweep',
  'turn',
  'turn twice',
  'late event',
  'minutes',
  'day',
  'week',
  'approve',
  'approve',
  'undo',
  'undo',
  'exempt',
  'pause',
  'resume',
  'reset',
  'delete',
  'make anew',
  'allow 22',
  'forbid 22',
] as const;

type Step =
  | {
      readonly do: 'open' | 'close';
      readonly port: (typeof PORTS)[number];
      readonly by: keyof typeof AUTHORS;
      readonly event: 'now' | 'late' | 'never';
    }
  | { readonly do: (typeof NAMES)[number] };

const change: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('open' as const, 'open' as const, 'close' as const),
  port: fc.constantFrom(...PORTS),
  by: fc.constantFrom('person' as const, 'person' as const, 'deployer' as const, 'own' as const),
  event: fc.constantFrom('now' as const, 'now' as const, 'late' as const, 'never' as const),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: change },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom(...NAMES) }) },
);
const FAULTS: readonly Fault[] = ['throttled', 'busy', 'unreachable', 'after', 'die', 'die after'];
const how = fc.record({
  faults: fc.array(fc.record({ nth: fc.integer({ min: 1, max: 200 }), fault: fc.constantFrom(...FAULTS) }), {
    maxLength: 2,
  }),
  deployers: fc.boolean(),
  maxPerHour: fc.constantFrom(1, 10),
  grace: fc.constantFrom(0, 0, 300),
  existing: fc.constantFrom('propose' as const, 'auto' as const, 'auto' as const),
  /** For how many turns of the event loop calls are on their way, one after the other; no number: none are. */
  delays: fc.oneof(fc.constant([]), fc.array(fc.nat(4), { minLength: 3, maxLength: 12 })),
});

const of = (port: number): Permission => ({ ...SSH, from: port, to: port });
const BLANK = { name: 'web', ingress: exactly([OFFICE]), egress: exactly([]) };

/** What the history has shown, apart from what Plumbline stores. */
interface Model {
  readonly world: World;
  /** The ports that somebody has opened. */
  readonly opened: Set<number>;
  readonly late: object[];
  /** The runs whose undo was requested and taken on. */
  readonly undos: Set<string>;
}

async function play(
  steps: readonly Step[],
  { faults, deployers, maxPerHour, grace, existing, delays }: typeof how extends fc.Arbitrary<infer T> ? T : never,
): Promise<Model> {
  const options = { publicPorts: [80, 443] };
  let calls = 0;
  const delay = () => delays[calls++ % delays.length] ?? 0;
  const world = createWorld({
    remediation: 'auto',
    ...(delays.length > 0 ? { delay } : {}),
    fault: (_, count) => faults.find(({ nth }) => nth === count)?.fault,
    settings: (all) => ({
      ...all,
      trustedDeployers: deployers ? ['terraform-*'] : [],
      limits: { ...all.limits, maxPerHour, flapThreshold: 4 },
      rules: all.rules
        .filter(({ rule }) => rule.id === 'sg-open-ingress')
        .map((each) => ({ ...each, graceSeconds: grace, existing, options: Object.assign(options, each.options) })),
    }),
  });
  const model: Model = { world, opened: new Set(), late: [], undos: new Set() };
  for (const each of steps) await take(model, each, options);
  for (let round = 0; round < 2; round += 1) {
    for (const record of model.late.splice(0)) world.deliver(record);
    await world.settle();
    world.clock.now += 60_000;
    await world.sweep();
  }
  return model;
}

async function take({ world, opened, late, undos }: Model, each: Step, options: { publicPorts: number[] }) {
  const finding = (await world.finding())?.id;
  const by = 'lee';
  const at = () => new Date(Math.floor(world.clock.now / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
  switch (each.do) {
    case 'open':
    case 'close': {
      if (!world.cloud.has(refKey(GROUP))) return;
      world.clock.now += 3_000;
      const opens = each.do === 'open';
      const isNow = each.event === 'now';
      const record = world.change(opens ? 'Authorize' : 'Revoke', of(each.port), at(), {
        by: AUTHORS[each.by],
        seen: isNow,
      });
      if (each.event === 'late') late.push(record);
      if (opens) opened.add(each.port);
      return;
    }
    case 'sweep':
      return world.sweep();
    case 'turn':
      return void (await world.turn());
    case 'turn twice':
      return world.turnTwice();
    case 'late event':
      for (const record of late.splice(0, 1)) world.deliver(record);
      return;
    case 'minutes':
      world.clock.now += 200_000;
      return;
    case 'day':
      world.clock.now += 25 * 3_600_000;
      return;
    case 'week':
      world.clock.now += 8 * 24 * 3_600_000;
      return;
    case 'approve':
      if (finding) await world.approve(by);
      return;
    case 'undo':
      {
        const run = (await world.store.resource(GROUP)).findings[0]?.lastRun;
        if (finding && run && (await world.ask({ do: 'undo', finding, by })).ok) undos.add(run);
      }
      return;
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
      return;
    case 'pause':
      return void (await world.ask({ do: 'pause', by, reason: 'migration' }));
    case 'resume':
      return void (await world.ask({ do: 'resume', by }));
    case 'reset':
      return void (await world.ask({ do: 'reset', rule: 'sg-open-ingress', account: GROUP.account, by }));
    case 'delete':
      world.cloud.delete(refKey(GROUP));
      return;
    case 'make anew':
      if (world.cloud.has(refKey(GROUP))) return;
      world.cloud.set(refKey(GROUP), structuredClone(BLANK));
      world.clock.now += 3_000;
      world.deliver(
        trailRecord('ec2:CreateSecurityGroup', {
          at: at(),
          request: { groupName: 'web' },
          response: { groupId: GROUP.id },
        }),
      );
      return;
    case 'allow 22':
      options.publicPorts = [80, 443, 22];
      return;
    case 'forbid 22':
      options.publicPorts = [80, 443];
  }
}

async function expectTrue({ world, opened, undos }: Model, options: { allows22: boolean }) {
  const events = world.store.events();
  const finding = await world.finding();
  const wrong = world
    .ingress()
    .filter((each) => permissionKey(each) !== permissionKey(OFFICE) && !(options.allows22 && each.from === 22));
  const isOpen = finding !== undefined && finding.status !== 'resolved';
  // Nothing that was told as resolved is open, and nothing that is open is stored as resolved.
  expect(isOpen, 'what is stored is not what is').toBe(wrong.length > 0);
  // Nothing open is untold.
  for (const { path, text } of isOpen ? finding.violations : [])
    expect(
      events.some((each) => each.violations.some((one) => one.path === path) || each.note?.includes(text)),
      'never told',
    ).toBe(true);
  if (finding?.status === 'open') {
    expect(acceptedNow(finding, finding.violations, world.clock.now), 'accepted, and open').toBeUndefined();
    const since = events.slice(events.findLastIndex(({ type }) => ['opened', 'reopened', 'changed'].includes(type)));
    const own = activeExemptions(finding, world.clock.now);
    const isSpared = finding.violations.every(
      (each) => acceptanceOf(own, each) ?? causeOfViolation(finding, each.path).actor.role === 'terraform-prod',
    );
    const isAsked = since.some(({ type }) => ['proposed', 'failed'].includes(type));
    const wasAsked = events.some(
      ({ type, finding: { plan } }) =>
        type === 'proposed' && JSON.stringify(plan.actions) === JSON.stringify(finding.plan.actions),
    );
    expect(isSpared || isAsked || wasAsked, 'open, and nobody was asked').toBe(true);
  }
  // Nothing is put down to Plumbline that it did not do: every violation with that cause was brought back by an undo.
  const undone = new Set(world.begun.filter(({ run }) => run.purpose === 'undo').flatMap(({ run }) => run.violations));
  for (const { path } of isOpen ? finding.violations : []) {
    const cause = finding?.origins?.find((each) => each.of.includes(path))?.cause ?? finding?.cause;
    if (cause?.eventName === 'remediation') expect(undone, 'put down to Plumbline').toContain(path);
  }
  // Steps that were told are done, or the run says that they were not. A step whose process died counts once it is seen.
  for (const { run } of world.begun) {
    const ended = await world.store.run(run.id);
    expect(ended?.status, 'a run that does not end').not.toBe('acting');
    if (ended?.status === 'done' && ended.completedSteps > 0)
      expect(reachOf(ended), 'a step that was not carried out').toBe(ended.plan.actions.length);
  }
  // A port is open only where somebody has opened it: Plumbline brings nothing else back.
  for (const { from = 0 } of wrong) expect(opened, 'opened by nobody').toContain(from);
  // Each approval has an answer: a run, the reason why there is none, or the run of another approval of the same plan.
  for (const { id, recordedAt, finding } of events.filter(({ type }) => type === 'approved')) {
    const isAnswered =
      (await world.store.run(id)) !== undefined ||
      events.some(({ type, cause }) => type === 'failed' && cause.eventId === id) ||
      world.begun.some(({ run, at }) => at >= recordedAt && fingerprintOf(run.plan) === fingerprintOf(finding.plan));
    expect(isAnswered, 'an approval without an answer').toBe(true);
  }
  // Each undo that was taken on has been carried out, or people were told why not.
  const answered = new Set(
    events.flatMap(({ type, cause }) => (type === 'undone' || type === 'failed' ? [cause.eventId] : [])),
  );
  for (const run of undos) expect(answered, 'an undo without an answer').toContain(`undo-${run}`);
  const record = await world.store.resource(GROUP);
  expect(record).not.toHaveProperty('activeRun');
  expect(world.overlapping).toEqual([]);
  expect(world.dead).toEqual([]);
  expect(new Set(world.delivered).size).toBe(world.delivered.length);
}

/** The seed of a run that failed; fast-check prints it. */
const SEED = process.env['SEED'];

test('no history ends with something open in silence, undone in silence, or put down to the wrong one', async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 14 }), how, async (steps, circumstances) => {
      const model = await play(steps, circumstances);
      const allowed = steps.findLast((each) => each.do === 'allow 22' || each.do === 'forbid 22');
      await expectTrue(model, { allows22: allowed?.do === 'allow 22' });
      runs += model.world.begun.length;
    }),
    { numRuns: Number(process.env['HISTORIES'] ?? 300), ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
  );
  expect(runs, 'too few runs to show anything').toBeGreaterThan(40);
}, 900_000);
