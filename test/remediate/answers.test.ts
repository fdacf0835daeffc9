import { expect, test } from 'vitest';
import { exactly } from '../../shared/core/listing.ts';
import { refKey } from '../../shared/core/ref.ts';
import { createWorld, GROUP, OFFICE, type Options, SSH, type World } from '../support/world.ts';

/* An approval is always answered: the plan is carried out, or people are told why it is not. */

type Rules = ReturnType<NonNullable<Options['settings']>>['rules'];

/** SSH is open, and its plan is approved; then something happens before Plumbline acts. */
async function approved(meanwhile: (world: World, rules: Rules[number][]) => unknown, options: Options = {}) {
  const rules: Rules[number][] = [];
  const world = createWorld({
    remediation: 'approve',
    ...options,
    settings: (all) => {
      rules.push(...all.rules.map((each) => ({ ...each })));
      return { ...all, rules };
    },
  });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  await world.settle();
  expect(world.eventTypes()).toEqual(['opened', 'proposed']);
  expect(await world.approve('lee')).toMatchObject({ ok: true });
  await meanwhile(world, rules);
  await world.settle();
  return world;
}

const close = (world: World) =>
  world.cloud.set(refKey(GROUP), { name: 'web', ingress: exactly([OFFICE]), egress: exactly([]) });
const ofRule = (rules: Rules[number][]) => rules.findIndex(({ rule }) => rule.id === 'sg-open-ingress');

test.each<[string, Parameters<typeof approved>[0], RegExp]>([
  ['the rule is switched off', (_, rules) => rules.splice(ofRule(rules), 1), /The rule has been switched off\.$/],
  [
    'its remediation is off',
    (_, rules) => Object.assign(rules[ofRule(rules)] ?? {}, { remediation: 'off' }),
    /Remediation of this rule is off\.$/,
  ],
  [
    'the finding is accepted',
    async (world) =>
      world.ask({
        do: 'exempt',
        finding: (await world.finding())?.id,
        violations: await world.violations(),
        by: 'jane',
        reason: 'bastion',
        until: '2026-12-31',
      }),
    /jane accepts the finding\.$/,
  ],
  [
    'a tag accepts it',
    (world) => (world.tags['plumbline:exempt'] = 'until=2026-12-31 owner=jane@example.com reason=bastion'),
    /The resource has changed since the approval\./,
  ],
  [
    'remediation is paused',
    (world) => world.ask({ do: 'pause', by: 'kim', reason: 'migration.' }),
    /Remediation is paused by kim: migration\.$/,
  ],
  ['somebody has closed it', close, /The resource has changed since the approval\./],
  [
    'somebody has closed it, and a sweep has seen that',
    async (world) => {
      close(world);
      world.clock.now += 1_000;
      world.sweepOf([GROUP]);
      await world.detected();
    },
    /Nothing is wrong any more\.$/,
  ],
  [
    'the group is gone, and a sweep has seen that',
    async (world) => {
      world.cloud.delete(refKey(GROUP));
      world.clock.now += 1_000;
      world.sweepOf([GROUP]);
      await world.detected();
    },
    /Nothing is wrong any more\.$/,
  ],
  [
    'more is open by now',
    (world) => world.change('Authorize', { ...SSH, from: 3306, to: 3306 }, '2026-03-02T09:01:00Z', { seen: false }),
    /The resource has changed since the approval\./,
  ],
])('where %s', async (_, meanwhile, why) => {
  const world = await approved(meanwhile);
  const answers = world.store.events().filter(({ type, note }) => type === 'failed' && note?.includes('lee approved'));
  expect(answers).toHaveLength(1);
  expect(answers[0]?.note).toMatch(/^The plan that lee approved was not carried out\. /);
  expect(answers[0]?.note).toMatch(why);
  expect(world.calls).not.toContain('apply');
  // A copy of the approval says nothing more.
  const approval = world.store.events().find(({ type }) => type === 'approved') ?? expect.fail();
  const before = world.eventTypes();
  await Promise.all([world.act(approval), world.act(approval)]);
  expect(world.eventTypes()).toEqual(before);
});

test.each(['resource', 'read', 'begin'])('where it cannot be begun, because %s fails each time', async (call) => {
  let broken = false;
  const world = await approved(() => (broken = true), {
    fault: (each) => (broken && each === call ? 'throttled' : undefined),
  });
  broken = false;
  const told = world.store.events().filter(({ type }) => type === 'failed');
  expect(told.length + world.dead.length).toBeGreaterThan(0);
});

test('two people approve the same plan: it is carried out once, and nobody is told that it was not', async () => {
  const world = await approved((each) => each.approve('kim'));
  expect(world.eventTypes()).toEqual(['opened', 'proposed', 'approved', 'approved', 'remediated']);
});
