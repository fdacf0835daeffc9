import { describe, expect, test } from 'vitest';
import { exactly } from '../../shared/core/listing.ts';
import { refKey } from '../../shared/core/ref.ts';
import { BUCKET, bucketWorld, OWN } from '../support/bucket-world.ts';
import { trailRecord } from '../support/events.ts';
import { createWorld, GROUP, OFFICE, SSH, type World } from '../support/world.ts';

/* An undo belongs to the life of a resource, and is judged against the state before the remediation. */

const RDP = { ...SSH, from: 3389, to: 3389 };
const DAY = 24 * 3_600_000;
const ports = (world: World) => world.ingress().map(({ from }) => from);
const last = (world: World) => world.store.events().at(-1) ?? expect.fail('nothing was recorded');
const now = (world: World) => new Date(world.clock.now).toISOString();

async function undo(world: World) {
  world.clock.now += 60_000;
  const answer = await world.ask({ do: 'undo', finding: (await world.finding())?.id, by: 'lee' });
  await world.settle();
  return answer;
}

async function open(world: World, permission = SSH) {
  world.clock.now += 60_000;
  world.change('Authorize', permission, now(world));
  await world.settle();
}

describe('several remediations of one finding', () => {
  test('are undone in reverse order, and a third undo has nothing left', async () => {
    const world = createWorld({ remediation: 'auto' });
    await open(world, SSH);
    await open(world, RDP);
    expect(world.ingress()).toEqual([OFFICE]);
    await undo(world);
    expect(ports(world)).toEqual([22, 3389]);
    await undo(world);
    expect(ports(world)).toEqual([22, 3389, 22]);
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
    await world.sweep();
    expect(ports(world)).toEqual([22, 3389, 22]);
    expect(await undo(world)).toMatchObject({ ok: false, error: expect.stringContaining('nothing') });
    expect(world.eventTypes()).toEqual(['opened', 'remediated', 'reopened', 'remediated', 'undone', 'undone']);
  });

  test('two workers with a copy of each request undo each once', async () => {
    const world = createWorld({ remediation: 'auto' });
    await open(world, SSH);
    await open(world, RDP);
    for (let round = 0; round < 2; round += 1) {
      world.clock.now += 60_000;
      await world.ask({ do: 'undo', finding: (await world.finding())?.id, by: 'lee' });
      await world.turnTwice();
      await world.settle();
    }
    expect(ports(world)).toEqual([22, 3389, 22]);
    expect(world.eventTypes().filter((type) => type === 'undone')).toHaveLength(2);
  });
});

describe('a bucket that was deleted and made anew under its name', () => {
  const events = [
    trailRecord('s3:DeleteBucket', { at: '2026-03-02T10:00:00Z', request: { bucketName: BUCKET.id } }),
    trailRecord('s3:CreateBucket', { at: '2026-03-02T10:00:30Z', request: { bucketName: BUCKET.id } }),
  ];

  test.each([
    ['a read between saw that it was gone', true, []],
    ['only its events say so', false, events],
    ['only the event of the new one arrives', false, events.slice(1)],
  ] as const)('does not get the old public policy back: %s', async (_, seenGone, delivered) => {
    const { world, setPolicy, sweep, sids, storedFinding } = await bucketWorld();
    await world.act(await sweep());
    expect(sids()).toEqual(['own']);
    if (seenGone) {
      world.cloud.delete(refKey(BUCKET));
      world.clock.now += 60_000;
      world.sweepOf([BUCKET]);
      await world.detected();
    }
    setPolicy(OWN);
    world.clock.now = Date.parse('2026-03-02T10:01:00Z');
    for (const each of delivered) world.deliver(each);
    world.sweepOf([BUCKET]);
    await world.settle();
    const ask = async () => world.ask({ do: 'undo', finding: (await storedFinding()).finding.id, by: 'lee' });
    await ask();
    await world.turnTwice();
    await world.settle();
    expect(sids()).toEqual(['own']);
    expect(world.eventTypes().filter((type) => type === 'failed')).toHaveLength(1);
    expect(last(world)).toMatchObject({
      type: 'failed',
      note: 'The undo that lee requested was not carried out. The resource was deleted since then. What has its name now is another resource.',
    });
  });
});

describe('the rule has other options by now', () => {
  test('the undo brings the earlier state back, and is told as done', async () => {
    const options = { publicPorts: [80, 443] };
    const world = createWorld({
      remediation: 'auto',
      settings: (all) => ({
        ...all,
        rules: all.rules.map((each) =>
          each.rule.id === 'sg-open-ingress' ? { ...each, options: Object.assign(options, each.options) } : each,
        ),
      }),
    });
    await open(world, SSH);
    options.publicPorts = [80, 443, 22];
    await undo(world);
    expect(ports(world)).toEqual([22, 22]);
    expect(last(world)).toMatchObject({
      type: 'undone',
      note: 'The rule, with its options of today, does not object to the earlier state.',
      finding: { status: 'resolved' },
    });
    expect(await world.finding()).not.toHaveProperty('exemption');
    await world.sweep();
    expect(ports(world)).toEqual([22, 22]);
  });
});

test.each([
  [6, 'undone'],
  [8, 'failed'],
] as const)('an undo after %i days ends as %s', async (days, type) => {
  const world = createWorld({ remediation: 'auto' });
  await open(world, SSH);
  world.clock.now += days * DAY;
  await undo(world);
  expect(last(world).type).toBe(type);
  if (type === 'failed')
    expect(last(world).note).toBe(
      'The undo that lee requested was not carried out. The remediation was on 2026-03-02, and it can be undone for 7 days.',
    );
});

test.each([
  [2, 'failed'],
  [4, 'undone'],
] as const)('where the settings say %i days, an undo after three days ends as %s', async (undoWithinDays, type) => {
  const world = createWorld({
    remediation: 'auto',
    settings: (all) => ({ ...all, limits: { ...all.limits, undoWithinDays } }),
  });
  await open(world, SSH);
  world.clock.now += 3 * DAY;
  await undo(world);
  expect(last(world).type).toBe(type);
});

test('an undo whose write has no effect is told as failed', async () => {
  const world = createWorld({ remediation: 'auto' });
  await open(world, SSH);
  const set = world.cloud.set.bind(world.cloud);
  world.cloud.set = () => world.cloud;
  await undo(world);
  world.cloud.set = set;
  expect(last(world).type).toBe('failed');
  world.cloud.set(refKey(GROUP), { name: 'web', ingress: exactly([OFFICE]), egress: exactly([]) });
});
