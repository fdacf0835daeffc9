import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { exactly } from '../../shared/core/listing.ts';
import { factsOf } from '../../shared/respond/facts.ts';
import { attestation } from '../checklists/facts.ts';
import { ACCOUNT, REGION } from '../support/events.ts';
import { answer, createSweepWorld, DENIED, LONGEST_GAP } from '../support/sweep-world.ts';
import { createWorld, SSH } from '../support/world.ts';

const GROUPS = 'security-group';
const RULE = 'sg-open-ingress';
const onGroups = rules.filter(({ kind }) => kind.name === GROUPS);
const QUIET = { name: 'web', ingress: exactly([]), egress: exactly([]) };
const OPEN = { ...QUIET, ingress: exactly([{ protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' }]) };

function worldOf(count: number, options: Parameters<typeof createSweepWorld>[0] = {}) {
  const world = createSweepWorld({ rules: onGroups, ...options });
  for (let nth = 0; nth < count; nth += 1) world.put(GROUPS, `sg-${nth}`, QUIET);
  return {
    ...world,
    async sweep() {
      await world.request(GROUPS);
      await world.run();
    },
    async place() {
      const facts = await factsOf({
        home: { account: ACCOUNT, region: REGION },
        settings: defaultSettings(onGroups),
        store: world.store,
        now: () => world.clock.now,
      });
      return facts.places.find(({ rule }) => rule === RULE) ?? expect.fail('no facts');
    },
  };
}

describe('what the state of statements rests on', () => {
  test('of a rule that nothing was judged by, the region is given, and that nothing is known', async () => {
    expect(await worldOf(1).place()).toEqual({
      rule: RULE,
      region: REGION,
      open: 0,
      exempt: 0,
      rest: 'undetermined',
      reason: 'No sweep of these resources has ended yet.',
    });
  });

  test('after a sweep all is kept, since the sweep began', async () => {
    const world = worldOf(2);
    const began = world.clock.now;
    await world.sweep();
    expect(await world.place()).toMatchObject({ rest: 'kept', open: 0, since: began });
    world.clock.now += LONGEST_GAP + 1;
    expect(await world.place()).toMatchObject({
      rest: 'undetermined',
      reason: 'The last sweep ended too long ago.',
    });
    expect(await world.place()).not.toHaveProperty('since');
  });

  test('without resources there are none, since then', async () => {
    const world = worldOf(0);
    const began = world.clock.now;
    await world.sweep();
    expect(await world.place()).toMatchObject({ rest: 'no resources', since: began });
  });

  test('what is open is counted apart from the rest', async () => {
    const world = worldOf(1);
    world.put(GROUPS, 'sg-9', OPEN);
    await world.sweep();
    expect(await world.place()).toMatchObject({ open: 1, rest: 'kept' });
  });

  test('what may not be read leaves the rest undetermined, also beside what is open', async () => {
    const world = worldOf(1, {
      onRead: ({ id }) => {
        if (id === 'sg-8') throw DENIED;
      },
    });
    world.put(GROUPS, 'sg-8', QUIET);
    world.put(GROUPS, 'sg-9', OPEN);
    await world.sweep();
    expect(await world.place()).toMatchObject({ open: 1, rest: 'undetermined', reason: /denies/ });
  });

  test('a sweep that failed proves nothing', async () => {
    const world = worldOf(1, {
      onRead: () => {
        throw answer('InternalError', 500);
      },
    });
    await world.sweep();
    expect(await world.place()).toMatchObject({ rest: 'undetermined' });
  });

  test('global kinds and kinds that have resources elsewhere, too, are expected where they are', async () => {
    const { store, clock } = createSweepWorld();
    const facts = await factsOf({
      home: { account: ACCOUNT, region: 'eu-west-1' },
      settings: defaultSettings(rules),
      store,
      now: () => clock.now,
    });
    const regionsOf = (id: string) => facts.places.filter(({ rule }) => rule === id).map(({ region }) => region);
    expect(regionsOf('iam-full-admin-policy')).toEqual(['us-east-1']);
    expect(regionsOf(RULE)).toEqual(['eu-west-1']);
    const both = rules.filter(({ kind }) => kind.alsoGlobal);
    expect(both.length).toBeGreaterThan(0);
    for (const { id } of both) expect([id, regionsOf(id)]).toEqual([id, ['eu-west-1', 'us-east-1']]);
  });

  test('a person who asks for the facts gets them, with the options and the attestations of the settings', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    const { ok, facts } = await world.ask({ do: 'facts' });
    expect(ok).toBe(true);
    expect(facts).toMatchObject({
      rules: { [RULE]: { publicPorts: [80, 443] } },
      places: expect.arrayContaining([expect.objectContaining({ rule: RULE, open: 1 })]),
      attestations: [],
    });
    const attestations = [attestation('ED-L32.1')];
    const given = await factsOf({
      home: { account: ACCOUNT, region: REGION },
      settings: { ...defaultSettings(rules), attestations },
      store: world.store,
      now: () => 0,
    });
    expect(given.attestations).toEqual(attestations);
  });
});
