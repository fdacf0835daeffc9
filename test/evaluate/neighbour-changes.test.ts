import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { decodeEvent } from '../../shared/core/event.ts';
import type { Finding } from '../../shared/core/finding.ts';
import { GONE } from '../../shared/core/kind.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import { type DetectPorts, detect } from '../../shared/evaluate/detect.ts';
import { createTracker } from '../../shared/replay/track.ts';
import { byKind } from '../support/by-kind.ts';
import { ACCOUNT, DETECT, DETECT_ROLE, HOME, REGION, ssoUser, trailRecord } from '../support/events.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { awsError } from '../support/mend.ts';
import { refIn } from '../support/neighbourhood-world.ts';

const settings = defaultSettings(rules);

const account = refIn('s3-account', 'account');
const bucket = (id: string) => refIn('s3-bucket', id);
const off = { blockPublicAcls: false, ignorePublicAcls: false, blockPublicPolicy: false, restrictPublicBuckets: false };
const blocking = (restrictPublicBuckets: boolean) => ({ blockPublicAccess: { ...off, restrictPublicBuckets } });
const publicBucket = {
  acl: [],
  policy: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::site/*' }],
  },
  blockPublicAccess: { ...off, blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true },
  encryption: { algorithm: 'AES256', bucketKey: false },
};
const bob = ssoUser('bob@example.com', 'Administrator');
const putAccount = (isOn: boolean, at: string) =>
  trailRecord('s3:PutAccountPublicAccessBlock', {
    at,
    by: bob,
    request: { PublicAccessBlockConfiguration: { RestrictPublicBuckets: isOn } },
  });

/** An account whose messages are handled one after the other. */
function createAccount(states: readonly (readonly [Ref, object])[]) {
  const cloud = new Map(states.map(([ref, state]) => [refKey(ref), state]));
  const store = createMemoryStore({ pageSize: 2 });
  const queue: string[] = [];
  const reads: string[] = [];
  const sent: number[] = [];
  const ports: DetectPorts = {
    settingsByKind: byKind(settings),
    home: HOME,
    roleId: DETECT_ROLE,
    watch: () => [],
    store,
    async read(ref) {
      reads.push(ref.kind);
      return structuredClone(cloud.get(refKey(ref))) ?? GONE;
    },
    refsOf: async () => [],
    tagsOf: async () => ({}),
    listAll: async () => [],
    now: () => Date.parse('2026-03-02T12:00:00Z'),
    async judgeAgain(refs, because) {
      sent.push(refs.length);
      queue.push(JSON.stringify({ refs, because }));
    },
  };
  const handle = async (
    bodies: readonly string[],
    more: Partial<DetectPorts> = {},
    { isRepeated = false, sender = DETECT }: { readonly isRepeated?: boolean; readonly sender?: string } = {},
  ) =>
    detect(
      bodies.map((body, index) => ({
        id: `m${index}`,
        body,
        isRepeated,
        ...(body.startsWith('{"refs"') ? { sender } : {}),
      })),
      { ...ports, ...more },
    );
  return {
    cloud,
    queue,
    ports,
    reads,
    sent,
    handle,
    bodyOf: (detail: object) =>
      JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', account: ACCOUNT, region: REGION, detail }),
    async settle() {
      while (queue.length > 0) expect(await handle(queue.splice(0, 10))).toEqual(new Set());
    },
    async policyFinding(id: string): Promise<Finding | undefined> {
      const { findings } = await store.resource(bucket(id));
      return findings.find(({ finding }) => finding.rule === 's3-bucket-policy-public')?.finding;
    },
  };
}

const sweepOf = (...refs: readonly Ref[]) => JSON.stringify({ refs });
const change = (isOn: boolean, at: string) => putAccount(isOn, at);

describe('when a neighbour changes', () => {
  test('its dependents are judged again at once, and its event is their cause', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const world = createAccount([[account, blocking(true)], ...ids.map((id) => [bucket(id), publicBucket] as const)]);
    await world.handle([sweepOf(...ids.map(bucket))]);
    expect(await world.policyFinding('a')).toBeUndefined();

    world.cloud.set(refKey(account), blocking(false));
    await world.handle([world.bodyOf(change(false, '2026-03-02T11:59:00Z'))]);
    await world.settle();
    for (const id of ids) {
      expect(await world.policyFinding(id)).toMatchObject({
        status: 'open',
        cause: {
          eventName: 'PutAccountPublicAccessBlock',
          actor: { name: 'bob@example.com' },
          on: { type: 'AWS::S3::AccountPublicAccessBlock', id: 'account' },
        },
      });
    }
    expect(world.sent, 'in pages of the index').toEqual([2, 2, 2, 1]);

    world.cloud.set(refKey(account), blocking(true));
    await world.handle([world.bodyOf(change(true, '2026-03-02T11:59:30Z'))]);
    await world.settle();
    const finding = await world.policyFinding('g');
    expect(finding).toMatchObject({ status: 'resolved', resolvedAt: Date.parse('2026-03-02T11:59:30Z') });
    expect(finding?.episodes.at(-1)?.to).toMatchObject({ eventName: 'PutAccountPublicAccessBlock' });
  });

  test.each([
    ['detect', DETECT, 'bob@example.com'],
    ['another role', 'AROAMALLORY000000000:plumbline-test-detect', 'unknown (found by a scan)'],
    ['a user', 'AIDAMALLORY000000000', 'unknown (found by a scan)'],
    ['a role whose id begins alike', `${DETECT_ROLE}X:session`, 'unknown (found by a scan)'],
  ])('the cause is believed of detect alone: in a message of %s', async (_, sender, expected) => {
    const world = createAccount([
      [account, blocking(true)],
      [bucket('a'), publicBucket],
    ]);
    await world.handle([sweepOf(bucket('a'))]);
    world.cloud.set(refKey(account), blocking(false));
    await world.handle([world.bodyOf(change(false, '2026-03-02T11:59:00Z'))]);
    await world.handle(world.queue.splice(0), {}, { sender });
    expect((await world.policyFinding('a'))?.cause.actor.name).toBe(expected);
  });

  test('a resource that is right without it is not judged again', async () => {
    const closed = { ...publicBucket, policy: null };
    const world = createAccount([
      [account, blocking(true)],
      [bucket('a'), closed],
    ]);
    await world.handle([sweepOf(bucket('a'))]);
    expect(world.reads).not.toContain('s3-account');
    await world.handle([world.bodyOf(change(false, '2026-03-02T11:59:00Z'))]);
    expect(world.sent).toEqual([]);
  });

  test('while its dependent is judged, the dependent is judged again', async () => {
    const world = createAccount([
      [account, blocking(true)],
      [bucket('a'), publicBucket],
    ]);
    let reads = 0;
    const read = async (ref: Ref) => {
      const state = await world.ports.read(ref);
      if (ref.kind === 's3-account' && (reads += 1) === 1) {
        // Another process handles the event before this one has written that its bucket depends on the account.
        world.cloud.set(refKey(account), blocking(false));
        await world.handle([world.bodyOf(change(false, '2026-03-02T11:59:00Z'))]);
        expect(world.sent).toEqual([]);
      }
      return state;
    };
    expect(await world.handle([sweepOf(bucket('a'))], { read })).toEqual(new Set());
    expect(await world.policyFinding('a')).toMatchObject({ status: 'open' });
  });

  test('without an event, a sweep that reads it tells its dependents', async () => {
    const world = createAccount([
      [account, blocking(true)],
      [bucket('a'), publicBucket],
    ]);
    await world.handle([sweepOf(account, bucket('a'))]);
    world.cloud.set(refKey(account), blocking(false));
    await world.handle([sweepOf(account)]);
    await world.settle();
    expect(await world.policyFinding('a')).toMatchObject({ status: 'open', cause: { eventName: 'scan' } });
  });

  test('a sweep whose process ended before its dependents were told tells them when its message comes again', async () => {
    const world = createAccount([
      [account, blocking(true)],
      [bucket('a'), publicBucket],
    ]);
    await world.handle([sweepOf(account, bucket('a'))]);
    world.cloud.set(refKey(account), blocking(false));
    const judgeAgain = async () => {
      throw awsError('InternalError');
    };
    expect(await world.handle([sweepOf(account)], { judgeAgain })).toEqual(new Set(['m0']));
    await world.handle([sweepOf(account)], {}, { isRepeated: true });
    await world.settle();
    expect(await world.policyFinding('a')).toMatchObject({ status: 'open' });
  });

  test('that is also judged by others, its dependents are told although the others changed while it was judged', async () => {
    const trail = (id: string) => refIn('cloudtrail-trail', id);
    const whole = { included: true, readWrite: 'All', excludedSources: [] };
    const recording = { logging: true, multiRegion: true, globalServices: true, kmsKey: null, managementEvents: whole };
    const stopped = { ...recording, logging: false };
    const world = createAccount([
      [trail('a'), recording],
      [trail('b'), stopped],
      [trail('c'), recording],
    ]);
    const refsOf = async () => [trail('a'), trail('b'), trail('c')];
    await world.handle([sweepOf(trail('a'), trail('b'), trail('c'))], { refsOf });
    world.sent.length = 0;
    world.cloud.set(refKey(trail('a')), stopped);
    let reads = 0;
    const read = async (ref: Ref) => {
      // Its third read confirms what was stored. By then another trail has stopped.
      if (ref.id === 'a' && (reads += 1) === 3) world.cloud.set(refKey(trail('c')), stopped);
      return world.ports.read(ref);
    };
    await world.handle([sweepOf(trail('a'))], { refsOf, read });
    expect(world.sent).not.toEqual([]);
  });

  test('in a log, after an event on it that cannot be read, what depends on it is no longer acquitted by it', async () => {
    const tracker = createTracker(settings);
    const seen = [];
    const unreadable = [];
    for (const record of [
      putAccount(true, '2026-03-02T09:00:00Z'),
      trailRecord('s3:PutBucketPolicy', {
        at: '2026-03-02T09:01:00Z',
        request: { bucketName: 'a', bucketPolicy: publicBucket.policy },
      }),
      trailRecord('s3:PutAccountPublicAccessBlock', { at: '2026-03-02T09:02:00Z', request: {} }),
    ]) {
      const accepted = await tracker.accept(decodeEvent(record));
      seen.push(...accepted.events);
      unreadable.push(...accepted.unreadable);
    }
    expect(unreadable).toEqual([expect.stringMatching(/shows no configuration/)]);
    const ours = seen.filter(({ finding: { rule } }) => rule === 's3-bucket-policy-public');
    expect(ours.map(({ violations: [one] }) => one?.text)).toEqual([
      expect.stringMatching(/, unless the account blocks public access \(not known\)\.$/),
    ]);
  });

  test("in a log of the caller's account, its settings do not count for another account's bucket", async () => {
    const tracker = createTracker(settings);
    const seen = [];
    for (const record of [
      putAccount(true, '2026-03-02T09:00:00Z'),
      trailRecord('s3:PutBucketPolicy', {
        at: '2026-03-02T09:01:00Z',
        request: { bucketName: 'a', bucketPolicy: publicBucket.policy },
        resources: [{ accountId: '444455556666', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::a' }],
      }),
    ])
      seen.push(...(await tracker.accept(decodeEvent(record))).events);
    const ours = seen.filter(({ finding: { rule } }) => rule === 's3-bucket-policy-public');
    expect(ours.map(({ type, finding: { resource } }) => [type, resource.account])).toEqual([
      ['opened', '444455556666'],
    ]);
  });

  test('in a log of several accounts, a prefix list counts for the groups of those with whom it is shared', async () => {
    const tracker = createTracker(settings);
    const list = (event: `ec2:${string}`, minute: number, parts: object) =>
      trailRecord(event, { at: `2026-03-02T09:0${minute}:00Z`, ...parts });
    const named = { prefixListId: 'pl-0aaa0000' };
    const events = [
      list('ec2:CreateManagedPrefixList', 0, {
        request: { CreateManagedPrefixListRequest: { Entry: { tag: 1, Cidr: '10.0.0.0/8' } } },
        response: { CreateManagedPrefixListResponse: { prefixList: named } },
      }),
      list('ec2:AuthorizeSecurityGroupIngress', 1, {
        account: '444455556666',
        request: {
          groupId: 'sg-0aaa0000',
          ipPermissions: {
            items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, prefixListIds: { items: [named] } }],
          },
        },
      }),
      list('ec2:ModifyManagedPrefixList', 2, {
        request: { ModifyManagedPrefixListRequest: { PrefixListId: 'pl-0aaa0000', AddEntry: { Cidr: '0.0.0.0/0' } } },
      }),
    ];
    const seen = [];
    for (const record of events) seen.push(...(await tracker.accept(decodeEvent(record))).events);
    expect(seen.map(({ type, finding: { resource } }) => [type, resource.account, resource.id])).toEqual([
      ['opened', '444455556666', 'sg-0aaa0000'],
    ]);
  });

  test('in a log, the event on it opens and resolves what depends on it', async () => {
    const tracker = createTracker(settings);
    const events = [
      putAccount(true, '2026-03-02T09:00:00Z'),
      trailRecord('s3:PutBucketPolicy', {
        at: '2026-03-02T09:01:00Z',
        request: { bucketName: 'a', bucketPolicy: publicBucket.policy },
      }),
      putAccount(false, '2026-03-02T09:02:00Z'),
      putAccount(true, '2026-03-02T09:03:00Z'),
    ];
    const seen = [];
    for (const record of events) seen.push(...(await tracker.accept(decodeEvent(record))).events);
    expect(
      seen
        .filter(({ finding }) => finding.rule === 's3-bucket-policy-public')
        .map(({ type, cause: { eventName, actor } }) => [type, eventName, actor.name]),
    ).toEqual([
      ['opened', 'PutAccountPublicAccessBlock', 'bob@example.com'],
      ['resolved', 'PutAccountPublicAccessBlock', 'bob@example.com'],
    ]);
  });
});

describe('a neighbour', () => {
  test('is read once for all resources of a batch', async () => {
    const ids = ['a', 'b', 'c', 'd'];
    const world = createAccount([[account, blocking(true)], ...ids.map((id) => [bucket(id), publicBucket] as const)]);
    // The check after the first write reads it once more for each.
    await world.handle([sweepOf(...ids.map(bucket))]);
    world.reads.length = 0;
    await world.handle([sweepOf(...ids.map(bucket))]);
    expect(world.reads.filter((kind) => kind === 's3-account')).toEqual(['s3-account']);
  });

  test('that may not be read is unknown: the finding says so, and nothing is remediated without approval', async () => {
    const world = createAccount([[bucket('a'), publicBucket]]);
    const unknown: string[] = [];
    const read = async (ref: Ref) => {
      if (ref.kind === 's3-account') throw awsError('AccessDenied');
      return world.ports.read(ref);
    };
    await world.handle([sweepOf(bucket('a'))], {
      read,
      onUnknown: (kind, why) => void unknown.push(`${kind}: ${why}`),
    });
    const finding = await world.policyFinding('a');
    expect(finding?.violations.map(({ text }) => text)).toEqual([
      expect.stringMatching(/, unless the account blocks public access \(not known\)\.$/),
    ]);
    expect(finding?.plan.mode).toBe('approve');
    expect(unknown).toContain('s3-account: It could not be read as a neighbour: AccessDenied.');
  });

  test('that is throttled fails the message, which is delivered again', async () => {
    const world = createAccount([[bucket('a'), publicBucket]]);
    const read = async (ref: Ref) => {
      if (ref.kind === 's3-account') throw awsError('ThrottlingException');
      return world.ports.read(ref);
    };
    expect(await world.handle([sweepOf(bucket('a'))], { read })).toEqual(new Set(['m0']));
    expect(await world.policyFinding('a')).toBeUndefined();
  });

  test.each([
    { eventName: 'Forged' },
    { eventId: 'e', eventName: 'Forged', occurredAt: 1, actor: {} },
    { eventId: 'e', eventName: 'Forged', occurredAt: 1e300, actor: { type: 'user', name: 'eve' } },
    { eventId: 'e', eventName: 'Forged', occurredAt: 1, actor: { type: 'user', name: 'eve' }, on: 'account' },
    'PutAccountPublicAccessBlock',
    null,
  ])('a message whose cause is malformed is refused: %j', async (because) => {
    const world = createAccount([[bucket('a'), publicBucket]]);
    const body = JSON.stringify({ refs: [bucket('a')], because });
    expect(await world.handle([body])).toEqual(new Set(['m0']));
  });
});
