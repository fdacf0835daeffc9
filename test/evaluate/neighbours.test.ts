import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareEvents, decodeEvent } from '../../shared/core/event.ts';
import type { Finding } from '../../shared/core/finding.ts';
import { evolve, GONE, type Neighbours, refsOf } from '../../shared/core/kind.ts';
import { usedBy } from '../../shared/core/neighbour.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import { isUnknown } from '../../shared/core/rule.ts';
import { kindsFollowed } from '../../shared/replay/rules-by-event.ts';
import { createTracker } from '../../shared/replay/track.ts';
import { refOfKey } from '../../shared/store/items.ts';
import { ACCOUNT, REGION } from '../support/events.ts';
import {
  createNeighbourhoodWorld,
  type Place,
  type Random,
  refIn,
  rulesBeside,
  settings,
} from '../support/neighbourhood-world.ts';

type World = ReturnType<typeof createNeighbourhoodWorld>;

const off = { blockPublicAcls: false, ignorePublicAcls: false, blockPublicPolicy: false, restrictPublicBuckets: false };
const statement = (Principal: unknown) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::site/*' }],
});
const everything = { included: true, readWrite: 'All', excludedSources: [] };
const nothing = { included: false, readWrite: 'All', excludedSources: [] };
const selectors = (includeManagementEvents: boolean) => [{ readWriteType: 'All', includeManagementEvents }];

/** What can happen to the account: each changes one resource, with its event. */
const CHANGES: readonly ((world: World, random: Random, place: Place) => void)[] = [
  (world, random, place) => {
    const bucketName = `site${random(2)}`;
    const policy = statement(random(2) === 0 ? '*' : { AWS: `arn:aws:iam::${ACCOUNT}:root` });
    const state = { acl: [], policy, blockPublicAccess: off, encryption: { algorithm: 'AES256', bucketKey: false } };
    return world.change(refIn('s3-bucket', bucketName, place), state, 's3:PutBucketPolicy', {
      bucketName,
      bucketPolicy: policy,
    });
  },
  (world, random, place) => {
    const restrictPublicBuckets = random(2) === 0;
    const PublicAccessBlockConfiguration = { RestrictPublicBuckets: restrictPublicBuckets };
    return world.change(
      refIn('s3-account', 'account', place),
      { blockPublicAccess: { ...off, restrictPublicBuckets } },
      's3:PutAccountPublicAccessBlock',
      { PublicAccessBlockConfiguration },
    );
  },
  (world, random, place) => {
    const PrefixListId = `pl-${random(2)}`;
    const [added, removed] = random(2) === 0 ? ['0.0.0.0/0', '10.0.0.0/8'] : ['10.0.0.0/8', '0.0.0.0/0'];
    return world.change(
      refIn('prefix-list', PrefixListId, place),
      { blocks: { items: [added], complete: true } },
      'ec2:ModifyManagedPrefixList',
      { ModifyManagedPrefixListRequest: { PrefixListId, AddEntry: { Cidr: added }, RemoveEntry: { Cidr: removed } } },
    );
  },
  (world, random, place) => {
    const groupId = `sg-${random(2)}`;
    const list = `pl-${random(2)}`;
    const permission = { protocol: 'tcp', from: 22, to: 22, prefixList: list };
    const ref = refIn('security-group', groupId, place);
    const known = world.cloud.get(refKey(ref)) as { ingress: { items: readonly (typeof permission)[] } } | undefined;
    const others = (known?.ingress.items ?? []).filter(({ prefixList }) => prefixList !== list);
    const isAdded = random(3) > 0;
    const items = isAdded ? [...others, permission] : others;
    return world.change(
      ref,
      { ingress: { items, complete: true }, egress: { items: [], complete: true } },
      `ec2:${isAdded ? 'Authorize' : 'Revoke'}SecurityGroupIngress`,
      {
        groupId,
        ipPermissions: {
          items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, prefixListIds: { items: [{ prefixListId: list }] } }],
        },
      },
    );
  },
  (world, random, place) => {
    const isShared = random(2) === 0;
    return world.change(
      refIn('ebs-snapshot', 'snap-1', place),
      { sharedWith: { items: isShared ? ['all'] : [], complete: true } },
      'ec2:ModifySnapshotAttribute',
      {
        snapshotId: 'snap-1',
        createVolumePermission: { [isShared ? 'add' : 'remove']: { items: [{ group: 'all' }] } },
        attributeType: 'CREATE_VOLUME_PERMISSION',
      },
    );
  },
  (world, random, place) => {
    const mode = random(2) === 0 ? 'block-all-sharing' : 'block-new-sharing';
    return world.change(
      refIn('snapshot-block-public-access', place.region, place),
      { mode },
      'ec2:EnableSnapshotBlockPublicAccess',
      { EnableSnapshotBlockPublicAccessRequest: { State: mode } },
    );
  },
  (world, random, place) => {
    const trailName = `trail${random(3)}`;
    const whole = random(2) === 0;
    const ref = refIn('cloudtrail-trail', trailName, place);
    const { logging = true }: { readonly logging?: boolean } = world.cloud.get(refKey(ref)) ?? {};
    const state = {
      bucket: 'site0',
      logging,
      multiRegion: true,
      kmsKey: null,
      managementEvents: whole ? everything : nothing,
    };
    return world.change(ref, state, 'cloudtrail:PutEventSelectors', { trailName, eventSelectors: selectors(whole) });
  },
  (world, random, place) => {
    const name = `trail${random(3)}`;
    const ref = refIn('cloudtrail-trail', name, place);
    const known = world.cloud.get(refKey(ref)) ?? {
      bucket: 'site0',
      multiRegion: true,
      kmsKey: null,
      managementEvents: everything,
    };
    const logging = random(2) === 0;
    return world.change(ref, { ...known, logging }, `cloudtrail:${logging ? 'Start' : 'Stop'}Logging`, { name });
  },
  (world, random, place) => {
    const name = `trail${random(3)}`;
    return world.change(refIn('cloudtrail-trail', name, place), undefined, 'cloudtrail:DeleteTrail', { name });
  },
  (world, random, place) => {
    const name = `trail${random(3)}`;
    const isMultiRegionTrail = random(3) > 0;
    const state = {
      bucket: 'site0',
      logging: true,
      multiRegion: isMultiRegionTrail,
      kmsKey: null,
      managementEvents: everything,
    };
    const ref = refIn('cloudtrail-trail', name, place);
    if (world.cloud.has(refKey(ref))) return world.change(ref, undefined, 'cloudtrail:DeleteTrail', { name });
    world.change(ref, { ...state, logging: false }, 'cloudtrail:CreateTrail', {
      name,
      s3BucketName: 'site0',
      isMultiRegionTrail,
    });
    return world.change(ref, state, 'cloudtrail:StartLogging', { name });
  },
  (world, random, place) => {
    const bucketName = `site${random(2)}`;
    return world.change(refIn('s3-bucket', bucketName, place), undefined, 's3:DeleteBucket', { bucketName });
  },
];

/** Two accounts and two regions: what is in one place is no neighbour in another, but for what is of the whole account. */
const PLACES: readonly Place[] = [
  { account: ACCOUNT, region: REGION },
  { account: ACCOUNT, region: REGION },
  { account: ACCOUNT, region: 'us-west-2' },
  { account: '444455556666', region: REGION },
];

function changeOne(world: World, random: Random): void {
  const place = PLACES[random(PLACES.length)];
  if (place) CHANGES[random(CHANGES.length)]?.(world, random, place);
}

/** The paths of the violations by rule and resource, from all states at once. Written without the code under test. */
function verdicts(states: ReadonlyMap<string, object>, isWhole: boolean) {
  const found: Record<string, readonly string[]> = {};
  const undetermined = new Set<string>();
  for (const [key, state] of states) {
    const ref = refOfKey(key);
    for (const { rule, options } of settings.rules.filter((each) => each.rule.kind.name === ref.kind)) {
      const besides = Object.entries(usedBy(rule)).map(([name, { kind, of }]): [string, Neighbours<object>] => {
        const ids = of?.(ref, state);
        const items = [...states]
          .map(([other, its]) => ({ ref: refOfKey(other), state: its }))
          .filter((other) => other.ref.kind === kind.name && isBeside(other.ref, ref, ids));
        const isKnown = ids?.every((id) => items.some((item) => item.ref.id === id)) ?? false;
        return [name, { items, complete: isWhole || isKnown }];
      });
      const neighbours = Object.fromEntries(besides);
      const judged = rule.judge(state, {
        ref,
        options,
        baseline: undefined,
        now: 0,
        trusted: settings.trusted,
        neighbours,
      });
      const name = nameOf(rule.id, ref);
      if (isUnknown(judged)) undetermined.add(name);
      else if (judged.length > 0) found[name] = judged.map(({ message, path }) => `${message} ${path}`).sort();
    }
  }
  return { found, undetermined };
}

/** Neighbours with ids are in the same region, but for what is global. Others are anywhere in the account. */
function isBeside(other: Ref, ref: Ref, ids: readonly string[] | undefined): boolean {
  if (other.account !== ref.account && other.kind !== 'prefix-list') return false;
  return ids === undefined || (ids.includes(other.id) && (other.region === ref.region || other.kind === 's3-account'));
}

const nameOf = (rule: string, { account, region, id }: Pick<Ref, 'account' | 'region' | 'id'>) =>
  `${rule} ${account} ${region} ${id}`;

/** The same, as the findings say. What was deleted is told for its end, not for its state. */
function findingsOf(all: readonly Finding[], undetermined: ReadonlySet<string> = new Set()) {
  const open = all.filter(
    ({ rule, resource, status, violations }) =>
      status === 'open' && !undetermined.has(nameOf(rule, resource)) && violations.some(({ path }) => path !== 'trail'),
  );
  return Object.fromEntries(
    open.map(({ rule, resource, violations }) => [
      nameOf(rule, resource),
      violations.map(({ message, path }) => `${message} ${path}`).sort(),
    ]),
  );
}

const seeded = (seed: number): Random => {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

describe('a verdict with neighbours', () => {
  test('has rules for every sort of neighbour', () => {
    const kinds = new Set(rulesBeside.flatMap((rule) => Object.values(usedBy(rule)).map(({ kind }) => kind.name)));
    expect([...kinds].sort()).toEqual([
      'cloudtrail-trail',
      // These decide where a plan may lead, and no verdict.
      'iam-administrators',
      'kms-key',
      'prefix-list',
      's3-account',
      'snapshot-block-public-access',
    ]);
  });

  test('is the one from all final states, in any order of events, reads and processes', async () => {
    let opened = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(2 ** 31), fc.integer({ min: 4, max: 14 }), async (seed, length) => {
        const random = seeded(seed);
        const world = createNeighbourhoodWorld(random);
        const running = new Set<Promise<void>>();
        const start = () => {
          const work = world.process().finally(() => running.delete(work));
          running.add(work);
        };
        for (let left = length; left > 0; ) {
          if (random(2) === 0) {
            changeOne(world, random);
            left -= 1;
          } else if (running.size < 5) start();
          // Some processes end before the next change, others are in the middle of their calls.
          for (let ticks = random(12); ticks > 0; ticks -= 1) await new Promise(setImmediate);
        }
        while (world.queue.length > 0 || running.size > 0) {
          if (world.queue.length > 0 && running.size < 5) start();
          else await Promise.race(running);
        }
        expect(world.dead).toEqual([]);
        const findings = [];
        const undecided: string[] = [];
        for (const key of world.cloud.keys()) {
          const ref = refOfKey(key);
          const { findings: stored, undetermined: rules = [] } = await world.store.resource(ref);
          findings.push(...stored.map(({ finding }) => finding));
          undecided.push(...rules.map((rule) => nameOf(rule, ref)));
        }
        opened += findings.length;
        const { found, undetermined } = verdicts(world.cloud, true);
        expect(findingsOf(findings, undetermined)).toEqual(found);
        // What a rule cannot decide is recorded as that. What it found before stays as it was.
        expect(undecided).toEqual(expect.arrayContaining([...undetermined]));
      }),
      { numRuns: 150 },
    );
    expect(opened, 'nothing was ever found').toBeGreaterThan(100);
  });

  test('is undetermined for a group that names a prefix list which does not exist: what was open is not told as closed', async () => {
    const world = createNeighbourhoodWorld(seeded(1));
    const place = { account: '444455556666', region: REGION };
    const group = refIn('security-group', 'sg-1', place);
    const open = (list: string) =>
      world.change(
        group,
        {
          ingress: { items: [{ protocol: 'tcp', from: 22, to: 22, prefixList: list }], complete: true },
          egress: { items: [], complete: true },
        },
        'ec2:AuthorizeSecurityGroupIngress',
        {
          groupId: group.id,
          ipPermissions: {
            items: [
              { ipProtocol: 'tcp', fromPort: 22, toPort: 22, prefixListIds: { items: [{ prefixListId: list }] } },
            ],
          },
        },
      );
    world.cloud.set(refKey(refIn('prefix-list', 'pl-0', place)), { blocks: { items: ['0.0.0.0/0'], complete: true } });
    for (const list of ['pl-0', 'pl-1']) {
      open(list);
      while (world.queue.length > 0) await world.process();
    }
    const record = await world.store.resource(group);
    expect(record.undetermined).toContain('sg-open-ingress');
    expect(record.findings.map(({ finding }) => finding.status)).toEqual(['open']);
    expect(verdicts(world.cloud, true).undetermined).toContain(nameOf('sg-open-ingress', group));
  });

  test('is the same when a log is replayed, as far as the log shows it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(2 ** 31), fc.integer({ min: 4, max: 25 }), async (seed, length) => {
        const random = seeded(seed);
        const world = createNeighbourhoodWorld(random);
        for (let left = length; left > 0; left -= 1) changeOne(world, random);
        const events = world.records.map((record) => decodeEvent(record)).sort(compareEvents);
        const tracker = createTracker(settings);
        const states = new Map<string, object>();
        for (const event of events) {
          await tracker.accept(event);
          for (const kind of kindsFollowed(settings.rules)) {
            for (const ref of refsOf(kind, event)) {
              const after = await evolve<object>(kind, states.get(refKey(ref)), event, ref.id);
              if (after === GONE) states.delete(refKey(ref));
              else states.set(refKey(ref), after);
            }
          }
        }
        const { found, undetermined } = verdicts(states, false);
        expect(findingsOf(tracker.findings(), undetermined)).toEqual(found);
      }),
      { numRuns: 150 },
    );
  });
});
