import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings, type Settings } from '../../shared/config/settings.ts';
import type { NoticeEvent } from '../../shared/core/notice.ts';
import { type DetectPorts, detect } from '../../shared/evaluate/detect.ts';
import { watchFor } from '../../shared/evaluate/notices.ts';
import { byRoot, denied, fromEventBridge, HIDDEN, signIn } from '../support/activity.ts';
import { byKind } from '../support/by-kind.ts';
import {
  assumedRole,
  DETECT,
  DETECT_ROLE,
  HOME,
  iamUser,
  root,
  type TrailRecord,
  through,
  trailRecord,
} from '../support/events.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { OWN_ROLE } from '../support/world.ts';

const DEFAULTS = defaultSettings(rules);
const NOW = Date.parse('2026-03-02T10:00:00Z');

/** Every notice is on. */
const ALL = Object.fromEntries(
  [
    'iam-policy-changed',
    'trail-changed',
    'key-disabled',
    'bucket-policy-changed',
    'config-changed',
    'security-group-changed',
    'network-acl-changed',
    'gateway-changed',
    'route-changed',
    'vpc-changed',
    'organization-changed',
  ].map((name) => [name, { name, count: 1, withinMinutes: 5, quietMinutes: 60 }]),
);

interface Options {
  readonly settings?: Partial<Settings>;
  readonly sender?: string;
  readonly slow?: boolean;
  /** Whether rules judge what the records change. */
  readonly judged?: boolean;
}

/** A deployment, and how it takes records. */
function deployed({ settings = {}, sender, slow = false, judged = false }: Options = {}) {
  const memory = createMemoryStore();
  const writes: string[] = [];
  const reads: string[] = [];
  const late = async () => {
    if (slow) await turn();
  };
  const store: DetectPorts['store'] = {
    ...memory,
    async notice(key) {
      await late();
      const record = await memory.notice(key);
      await late();
      return record;
    },
    async saveNotice(record, events, now) {
      await late();
      await memory.saveNotice(record, events, now);
      writes.push('saveNotice');
    },
    async countNotice(record, further, now) {
      await late();
      writes.push('countNotice');
      return memory.countNotice(record, further, now);
    },
  };
  const reported: NoticeEvent[] = [];
  const ports: DetectPorts = {
    settingsByKind: byKind(judged ? DEFAULTS : { ...DEFAULTS, rules: [] }),
    home: HOME,
    roleId: DETECT_ROLE,
    watch: watchFor({ ...DEFAULTS, ...settings }, OWN_ROLE),
    store,
    async read({ id }) {
      reads.push(id);
      return {};
    },
    tagsOf: async () => ({}),
    listAll: async () => [],
    refsOf: async () => [],
    judgeAgain: async () => undefined,
    now: () => NOW,
    onReported: (events) => void reported.push(...events),
  };
  const messages = (records: readonly TrailRecord[]) =>
    records.map((record, index) => ({
      id: `m${index}`,
      body: fromEventBridge(record),
      ...(sender === undefined ? {} : { sender }),
    }));
  return {
    memory,
    writes,
    reads,
    ports,
    /** One invocation after the other, with ten messages each. */
    async take(...records: readonly TrailRecord[]) {
      for (let from = 0; from < records.length; from += 10)
        expect([...(await detect(messages(records.slice(from, from + 10)), ports))]).toEqual([]);
      return memory.noticeEvents();
    },
    /** As many invocations at once as it takes, each of ten messages or of `size`. */
    async takeAtOnce(records: readonly TrailRecord[], size = 10) {
      const batches = Array.from({ length: Math.ceil(records.length / size) }, (_, index) =>
        messages(records.slice(index * size, (index + 1) * size)),
      );
      const failed = await Promise.all(batches.map((batch) => detect(batch, ports)));
      expect(failed.flatMap((each) => [...each])).toEqual([]);
      return memory.noticeEvents();
    },
    reported: () => reported,
  };
}

const minute = (number: number) => `2026-03-02T09:${String(number).padStart(2, '0')}:00Z`;
const many = (count: number, make: (index: number) => TrailRecord) =>
  Array.from({ length: count }, (_, index) => make(index));
const names = (events: readonly NoticeEvent[]) => events.map(({ notice }) => notice.name);

describe('what is reported by default', () => {
  test('a call by the root user: who, from where and what', async () => {
    const { take } = deployed();
    const [event, ...others] = await take(byRoot({ at: minute(0), sourceIp: '203.0.113.9' }));
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: 'reported',
      notice: {
        name: 'root-used',
        severity: 'high',
        account: '111122223333',
        count: 1,
        seen: [
          {
            actor: { type: 'root', name: 'root', sourceIp: '203.0.113.9' },
            service: 'iam',
            eventName: 'CreateAccessKey',
            region: 'us-east-1',
            count: 1,
          },
        ],
      },
    });
  });

  test('the root user from another address is reported at once', async () => {
    const { take } = deployed();
    const from = (sourceIp: string, at: number) => byRoot({ sourceIp, at: minute(at) });
    expect(await take(from('203.0.113.9', 0), from('203.0.113.9', 1), from('198.51.100.1', 2))).toHaveLength(2);
  });

  test('what a service does as root, and by itself, is not reported', async () => {
    const { take } = deployed();
    const service = { ...byRoot({ at: minute(1) }), eventType: 'AwsServiceEvent' };
    expect(await take(byRoot({ by: through('support', root) }), service)).toEqual([]);
  });

  test('a sign-in of an IAM user with a password alone, and none with MFA or of a federated user', async () => {
    const { take } = deployed();
    const federated = signIn({ mfa: false, by: assumedRole('Admin', 'jane@example.com') });
    expect(names(await take(signIn({ mfa: true }), federated))).toEqual([]);
    expect(names(await take(signIn({ mfa: false })))).toEqual(['sign-in-without-mfa']);
  });

  test('a sign-in of the root user without MFA is two notices', async () => {
    expect(names(await deployed().take(signIn({ mfa: false, by: root })))).toEqual([
      'root-used',
      'sign-in-without-mfa',
    ]);
  });

  test('five failed sign-ins within a quarter of an hour, of any users from any addresses', async () => {
    const { take } = deployed();
    const failed = (index: number) =>
      signIn({ failed: true, mfa: false, at: minute(index * 3), sourceIp: `198.51.100.${index}`, by: HIDDEN });
    expect(await take(...many(4, failed))).toEqual([]);
    expect(await take(failed(4))).toMatchObject([{ notice: { name: 'sign-in-failures', count: 5 } }]);
  });

  test('ten denied calls of one user within five minutes, and none of several users', async () => {
    const { take } = deployed();
    const of = (user: string) => (index: number) =>
      denied({ by: iamUser(user), at: `2026-03-02T09:00:0${index}Z`, id: `${user}-${index}` });
    expect(await take(...many(9, of('jane')), ...many(9, of('lee')))).toEqual([]);
    expect(await take(of('jane')(9))).toMatchObject([
      { notice: { name: 'denied-calls', count: 10, seen: [{ count: 10 }] } },
    ]);
  });

  test('sessions of one role are one actor: the caller chooses the name of a session', async () => {
    const { take } = deployed();
    const call = (index: number) =>
      denied({
        by: assumedRole('reader', `session-${index}`),
        errorCode: 'Client.UnauthorizedOperation',
        id: `s${index}`,
      });
    expect(await take(...many(10, call))).toMatchObject([{ notice: { count: 10 } }]);
  });

  test('calls that fail for another reason, and those of services on behalf of somebody, are not reported', async () => {
    const { take } = deployed();
    const other = (index: number) => denied({ errorCode: 'ThrottlingException', id: `t${index}` });
    const behalf = (index: number) => denied({ by: through('athena', iamUser('jane')), id: `b${index}` });
    const object = (index: number) => ({
      ...denied({ event: 's3:GetObject', id: `o${index}` }),
      eventCategory: 'Data',
    });
    expect(await take(...many(20, other), ...many(20, behalf), ...many(20, object))).toEqual([]);
  });

  test('changes are not reported, and a denied change is no change', async () => {
    const { take, reads } = deployed({
      judged: true,
      settings: { notices: [...DEFAULTS.notices, ...Object.values(ALL)] },
    });
    expect(await deployed().take(trailRecord('iam:PutUserPolicy'))).toEqual([]);
    const refused = denied({ event: 'ec2:AuthorizeSecurityGroupIngress', request: { groupId: 'sg-1' } });
    expect(await take(refused)).toEqual([]);
    expect(reads).toEqual([]);
  });
});

describe('changes that are reported where somebody wants it', () => {
  const on = (trustedDeployers: readonly string[] = []) =>
    deployed({ settings: { notices: Object.values(ALL), trustedDeployers } });

  test.each([
    ['iam:AttachRolePolicy', 'iam-policy-changed'],
    ['cloudtrail:StopLogging', 'trail-changed'],
    ['kms:ScheduleKeyDeletion', 'key-disabled'],
    ['s3:PutBucketPolicy', 'bucket-policy-changed'],
    ['config:StopConfigurationRecorder', 'config-changed'],
    ['ec2:AuthorizeSecurityGroupIngress', 'security-group-changed'],
    ['ec2:CreateNetworkAclEntry', 'network-acl-changed'],
    ['ec2:AttachInternetGateway', 'gateway-changed'],
    ['ec2:ReplaceRoute', 'route-changed'],
    ['ec2:CreateVpcPeeringConnection', 'vpc-changed'],
    ['organizations:LeaveOrganization', 'organization-changed'],
  ] as const)('%s is %s', async (event, name) => {
    const { take } = on();
    expect(names(await take(trailRecord(event, { by: iamUser('jane') })))).toEqual([name]);
  });

  test('trusted deployers, Plumbline and services by themselves are left out', async () => {
    const call = (by: object) => trailRecord('iam:PutRolePolicy', { by: by as Readonly<Record<string, unknown>> });
    const { take } = on(['deploy', 'cloudformation']);
    expect(
      await take(
        call(assumedRole('deploy', 'pipeline')),
        call(through('cloudformation', iamUser('jane'))),
        call(assumedRole(OWN_ROLE, 'plumbline')),
        call({ type: 'AWSService', invokedBy: 'support.amazonaws.com' }),
      ),
    ).toEqual([]);
    expect(names(await take(call(assumedRole('Admin', 'deploy'))))).toEqual(['iam-policy-changed']);
  });
});

describe('what is believed', () => {
  test('a message that EventBridge did not send counts for nothing', async () => {
    const { take } = deployed({ sender: DETECT });
    expect(await take(byRoot())).toEqual([]);
  });

  test('an event of another account counts for nothing', async () => {
    const { ports, memory } = deployed();
    await detect([{ id: 'm', body: fromEventBridge(byRoot({ account: '444455556666' })) }], ports);
    expect(memory.noticeEvents()).toEqual([]);
  });

  test('nothing of the request is stored', async () => {
    const { take, memory } = deployed();
    const request = { secretId: 'prod/payments', name: 'hunter2' };
    await take(...many(12, (index) => denied({ request, response: request, userAgent: 'agent-7', id: `d${index}` })));
    const text = JSON.stringify([await memory.notices(), memory.noticeEvents()]);
    expect(text).toContain('GetSecretValue');
    for (const secret of ['payments', 'hunter2', 'secretId', 'agent-7']) expect(text).not.toContain(secret);
  });
});

describe('a flood', () => {
  const flood = many(10_000, (index) =>
    denied({ at: `2026-03-02T09:00:${String(index % 60).padStart(2, '0')}Z`, id: `flood-${index}` }),
  );

  test('10,000 denied calls in a minute are one notice, one message and one write for each ten calls', async () => {
    const { take, writes, reported, memory } = deployed();
    expect(await take(...flood)).toHaveLength(1);
    expect(reported()).toHaveLength(1);
    expect(writes).toHaveLength(1000);
    expect(writes.filter((each) => each === 'saveNotice').length).toBeLessThanOrEqual(10);
    const [record] = await memory.notices();
    expect(record?.notice?.count).toBe(10_000);
    expect(JSON.stringify(record).length).toBeLessThan(8_000);
  });

  test('by two hundred processes at once, too', async () => {
    const { takeAtOnce, reported, memory } = deployed({ slow: true });
    expect(await takeAtOnce(flood.slice(0, 2000))).toHaveLength(1);
    expect(reported()).toHaveLength(1);
    expect((await memory.notices())[0]?.notice?.count).toBe(2000);
  });

  test('of processes that each bring one call, exactly one reaches the threshold', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { takeAtOnce, reported } = deployed({ slow: true });
      const calls = many(10, (index) => denied({ id: `r${round}-${index}` }));
      expect(await takeAtOnce([...calls, ...calls], 1)).toMatchObject([{ notice: { count: 10 } }]);
      expect(reported()).toHaveLength(1);
    }
  });

  test('one call fewer is not reported, however often each is delivered', async () => {
    const { takeAtOnce } = deployed({ slow: true });
    const calls = many(9, (index) => denied({ id: `n${index}` }));
    expect(await takeAtOnce([...calls, ...calls, ...calls], 1)).toEqual([]);
  });

  test('a message whose count could not be stored is delivered again, and others are not', async () => {
    const { ports } = deployed();
    const broken = { ...ports, store: { ...ports.store, saveNotice: async () => Promise.reject(new Error('no')) } };
    const quiet = trailRecord('ec2:DeleteSecurityGroup', { request: { groupId: 'sg-1' } });
    const failed = await detect(
      [
        { id: 'root', body: fromEventBridge(byRoot()) },
        { id: 'quiet', body: fromEventBridge(quiet) },
      ],
      broken,
    );
    expect([...failed]).toEqual(['root']);
  });
});
