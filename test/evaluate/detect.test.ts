import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { UnreadableEvent } from '../../shared/core/event.ts';
import { GONE } from '../../shared/core/kind.ts';
import { exactly } from '../../shared/core/listing.ts';
import type { Ref } from '../../shared/core/ref.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { type DetectPorts, detect } from '../../shared/evaluate/detect.ts';
import type { ChangeMessage } from '../../shared/evaluate/messages.ts';
import { ownComponent } from '../../shared/resources/own-component/kind.ts';
import { securityGroup } from '../../shared/resources/security-group/kind.ts';
import sgOpenIngress from '../../shared/rules/ec2/sg-open-ingress.ts';
import { byKind } from '../support/by-kind.ts';
import { ACCOUNT, DETECT, DETECT_ROLE, HOME, iamUser, REGION, trailRecord } from '../support/events.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const QUIET = { name: 'web', ingress: exactly([]), egress: exactly([]) };
const group = (id: string): Ref => ({ kind: 'security-group', account: ACCOUNT, region: REGION, id });

function event(id: string, groupId: string): ChangeMessage {
  const detail = trailRecord('ec2:DeleteSecurityGroup', { request: { groupId }, id });
  const envelope = { 'detail-type': 'AWS API Call via CloudTrail', account: ACCOUNT, region: REGION };
  return { id, body: JSON.stringify({ ...envelope, detail }) };
}

function sweep(id: string, ...groups: readonly string[]): ChangeMessage {
  return { id, body: JSON.stringify({ refs: groups.map(group) }) };
}

function portsWith(more: Partial<DetectPorts> = {}) {
  const read: string[] = [];
  const soon: string[] = [];
  const ports: DetectPorts = {
    settingsByKind: byKind(defaultSettings(rules)),
    home: HOME,
    roleId: DETECT_ROLE,
    watch: () => [],
    store: createMemoryStore(),
    async read({ id }) {
      read.push(id);
      return QUIET;
    },
    tagsOf: async () => ({}),
    listAll: async () => [],
    refsOf: async () => [],
    judgeAgain: async () => undefined,
    now: () => Date.parse('2026-03-02T09:00:05Z'),
    againSoon: async (messages) => void soon.push(...messages),
    ...more,
  };
  return { ports, read, soon };
}

describe('a sweep never delays live events', () => {
  test('in one batch, resources of events are read before resources of a sweep', async () => {
    const { ports, read } = portsWith();
    await detect([sweep('a', ...Array.from({ length: 20 }, (_, nth) => `sg-${nth}`)), event('b', 'sg-live')], ports);
    expect(read[0]).toBe('sg-live');
    expect(read).toHaveLength(21);
  });

  test('when time runs out, only the messages that are not done are delivered again, and soon', async () => {
    let reads = 0;
    const { ports, read, soon } = portsWith({ hasTime: () => (reads += 1) <= 2 });
    const failed = await detect(
      [event('a', 'sg-1'), sweep('b', 'sg-2'), sweep('c', 'sg-3'), sweep('d', 'sg-4')],
      ports,
    );
    expect(read).toEqual(['sg-1', 'sg-2']);
    expect([...failed]).toEqual(['c', 'd']);
    expect(soon).toEqual(['c', 'd']);
  });
});

test('what went through a VPC endpoint is not a change of the account that owns the endpoint', async () => {
  const { ports, read } = portsWith();
  const seen = event('a', 'sg-1');
  const body = seen.body.replaceAll('"eventCategory":"Management"', '"eventCategory":"NetworkActivity"');
  expect(body).not.toBe(seen.body);
  expect([...(await detect([{ ...seen, body }], ports))]).toEqual([]);
  expect(read).toEqual([]);
});

describe('only the deployment’s own account and region', () => {
  const OTHER = '999988887777';
  /** Delivers an event; gives what was read and what was not judged. */
  async function delivered(record: object, envelope: object = {}) {
    const foreign: string[] = [];
    const { ports, read } = portsWith({
      read: async ({ id }) => {
        read.push(id);
        return GONE;
      },
      onForeign: ({ account, region }) => void foreign.push(`${account} ${region}`),
    });
    const body = JSON.stringify({
      'detail-type': 'AWS API Call via CloudTrail',
      account: ACCOUNT,
      region: REGION,
      ...envelope,
      detail: record,
    });
    expect([...(await detect([{ id: 'a', body }], ports))]).toEqual([]);
    return { read, foreign };
  }
  const role = (parts: object) =>
    trailRecord('iam:UpdateAssumeRolePolicy', {
      region: 'us-east-1',
      request: { roleName: 'admin', policyDocument: '{}' },
      ...parts,
    });
  const bucket = (region: string) => trailRecord('s3:DeleteBucketPolicy', { region, request: { bucketName: 'site' } });

  test('another account’s event on a role does not touch the own role of the same name, and is counted', async () => {
    const { read, foreign } = await delivered(role({ account: OTHER }), { account: OTHER });
    expect({ read, foreign }).toEqual({ read: [], foreign: [`${OTHER} us-east-1`] });
  });

  test('nor does an event that another account’s bus has sent on in an own record', async () => {
    expect(await delivered(role({}), { account: OTHER })).toMatchObject({ read: [], foreign: [expect.any(String)] });
  });

  test('the own role is judged, also where global services are in another region', async () => {
    expect(await delivered(role({}))).toMatchObject({ read: expect.arrayContaining(['role/admin']), foreign: [] });
  });

  test('a bucket of another region is left to that region, and counted', async () => {
    expect(await delivered(bucket('us-east-1'))).toEqual({ read: [], foreign: [`${ACCOUNT} us-east-1`] });
    expect(await delivered(bucket(REGION))).toEqual({ read: expect.arrayContaining(['site']), foreign: [] });
  });

  test('a message that names a resource of another account or region is dropped, and the others are read', async () => {
    const foreign: string[] = [];
    const { ports, read } = portsWith({ onForeign: ({ account }) => void foreign.push(account) });
    const refs = [{ ...group('sg-1'), account: OTHER }, { ...group('sg-2'), region: 'us-east-1' }, group('sg-3')];
    expect([...(await detect([{ id: 'a', body: JSON.stringify({ refs }) }], ports))]).toEqual([]);
    expect(read).toEqual(['sg-3']);
    expect(foreign).toEqual([OTHER, ACCOUNT]);
  });
});

describe('who caused a change is believed of EventBridge only', () => {
  const SSH = { protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' };
  /** Who is said to have opened a group, after a message from some sender. */
  async function blamed(message: Omit<ChangeMessage, 'id'>) {
    const { ports } = portsWith({ read: async () => ({ name: 'web', ingress: exactly([SSH]), egress: exactly([]) }) });
    await detect([sweep('a', 'sg-1')], { ...ports, read: async () => QUIET });
    await detect([{ id: 'b', ...message }], ports);
    const { findings } = await ports.store.resource(group('sg-1'));
    return findings.find(({ finding }) => finding.rule === 'sg-open-ingress')?.finding.cause.actor.name;
  }

  const record = trailRecord('ec2:AuthorizeSecurityGroupIngress', {
    by: iamUser('mallory'),
    request: {
      groupId: 'sg-1',
      ipPermissions: {
        items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
      },
    },
  });
  const ENVELOPE = { 'detail-type': 'AWS API Call via CloudTrail', account: ACCOUNT, region: REGION };
  const body = JSON.stringify({ ...ENVELOPE, detail: record });
  const NOBODY = 'unknown (found by a scan)';

  test('an event of EventBridge names the author', async () => {
    expect(await blamed({ body, sender: 'AIDAJXNJGGKNS7OSV23OI' })).toBe('mallory');
  });

  test.each([
    ['that a role put into the queue', { body, sender: 'AROAMALLORY000000000:session' }],
    ['that Plumbline itself put into the queue', { body, sender: DETECT }],
    ['without the envelope of EventBridge', { body: JSON.stringify(record) }],
    ['in the envelope of a log file', { body: JSON.stringify({ Records: [record] }) }],
  ])('an event %s is a reason to look, and names nobody', async (_, message) => {
    expect(await blamed(message)).toBe(NOBODY);
  });

  test('a heartbeat that a role put into the queue is none', async () => {
    const beats: object[] = [];
    const name = '/plumbline/test/heartbeat';
    const { ports } = portsWith({ heartbeat: name });
    const store = { ...ports.store, beat: async (beat: object) => void beats.push(beat) };
    const body = JSON.stringify({
      ...ENVELOPE,
      detail: trailRecord('logs:PutRetentionPolicy', { request: { logGroupName: name, retentionInDays: 1 } }),
    });
    await detect([{ id: 'a', body, sender: 'AROAMALLORY000000000:session' }], { ...ports, store });
    expect(beats).toEqual([]);
    await detect([{ id: 'a', body }], { ...ports, store });
    expect(beats).toHaveLength(1);
  });
});

describe('a message that fails', () => {
  const failing = (error: Error) =>
    portsWith({
      async read() {
        throw error;
      },
    });

  test('for a temporary reason, such as throttling, is delivered again soon', async () => {
    const { ports, soon } = failing(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
    expect([...(await detect([event('a', 'sg-1')], ports))]).toEqual(['a']);
    expect(soon).toEqual(['a']);
  });

  test('for another reason, such as a refused call, is delivered again at the usual time', async () => {
    const { ports, soon } = failing(
      Object.assign(new Error('no'), { name: 'ValidationException', $metadata: { httpStatusCode: 400 } }),
    );
    expect([...(await detect([event('a', 'sg-1')], ports))]).toEqual(['a']);
    expect(soon).toEqual([]);
  });
});

describe('a message that can be read only in part', () => {
  test('with an invalid ref: the other resources of the sweep are read, and the message fails', async () => {
    const { ports, read } = portsWith();
    const body = JSON.stringify({ refs: [{ kind: 'security-group' }, group('sg-1')] });
    expect([...(await detect([{ id: 'a', body }], ports))]).toEqual(['a']);
    expect(read).toEqual(['sg-1']);
  });

  test('with an event that one kind cannot read: the other kinds follow it, and the message fails', async () => {
    const { ports, read } = portsWith({
      read: async ({ kind, id }) => {
        read.push(`${kind} ${id}`);
        return { ...ownComponent.blank, exists: true };
      },
    });
    // Only two kinds follow this event: the one below, and own-component, because the queue is one of Plumbline's.
    const failing: AnyRule = {
      ...sgOpenIngress,
      kind: {
        ...securityGroup,
        name: 'unreadable',
        events: {
          'sqs:DeleteQueue': {
            ids: () => {
              throw new UnreadableEvent('it shows nothing');
            },
          },
        },
      },
    };
    const settings = defaultSettings(rules);
    const setting = {
      rule: failing,
      options: {},
      remediation: 'off',
      remediationByAccount: {},
      existing: 'propose',
      existingByAccount: {},
      graceSeconds: 0,
      revertTrustedDeployers: false,
    } as const;
    const detail = trailRecord('sqs:DeleteQueue', {
      request: { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/plumbline-prod-changes' },
    });
    const body = JSON.stringify({
      'detail-type': 'AWS API Call via CloudTrail',
      account: ACCOUNT,
      region: REGION,
      detail,
    });
    const failed = await detect([{ id: 'a', body }], {
      ...ports,
      settingsByKind: byKind({ ...settings, rules: [setting, ...settings.rules] }),
    });
    expect([...failed]).toEqual(['a']);
    expect([...new Set(read)]).toEqual([
      'own-component queue/plumbline-prod-changes',
      'sqs-queue plumbline-prod-changes',
    ]);
  });
});

describe('an event that has only an alias of a resource', () => {
  const vpc = (id: string): Ref => ({ kind: 'vpc', account: ACCOUNT, region: REGION, id });
  const log = (id: string) => ({
    id,
    settings: { traffic: 'ALL', logGroup: 'flows', destinationType: 'cloud-watch-logs' },
  });
  const state = (...logs: readonly string[]) => ({
    flowLogs: exactly(logs.map(log)),
    deletedFlowLogs: [],
    internetGateway: null,
  });

  test('is the cause for the resource that had the alias, and for no other', async () => {
    const states = new Map([
      ['vpc-1', state('fl-1')],
      ['vpc-2', state('fl-2')],
      ['vpc-3', state()],
    ]);
    const store = createMemoryStore();
    const { ports } = portsWith({
      store,
      read: async ({ id }) => structuredClone(states.get(id)) ?? GONE,
      listAll: async () => [...states.keys()],
    });
    await detect([{ id: 's', body: JSON.stringify({ refs: [vpc('vpc-1'), vpc('vpc-2')] }) }], ports);
    states.set('vpc-1', state());
    const detail = trailRecord('ec2:DeleteFlowLogs', {
      request: { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-1' } } },
      response: { DeleteFlowLogsResponse: { unsuccessful: '' } },
    });
    const body = JSON.stringify({
      'detail-type': 'AWS API Call via CloudTrail',
      account: ACCOUNT,
      region: REGION,
      detail,
    });
    expect((await detect([{ id: 'e', body }], ports)).size).toBe(0);
    const opened = store
      .events()
      .map(({ type, finding: { resource }, cause }) => [resource.id, type, cause.actor.name]);
    expect(opened.sort()).toEqual([
      ['vpc-1', 'opened', 'jane@example.com'],
      ['vpc-3', 'opened', 'unknown (found by a scan)'],
    ]);
  });

  test('is followed by its own alias, if there are two such events', async () => {
    const states = new Map([['vpc-1', state()]]);
    const store = createMemoryStore();
    const { ports } = portsWith({
      store,
      read: async ({ id }) => states.get(id) ?? GONE,
      listAll: async () => ['vpc-1'],
    });
    states.set('vpc-1', state('fl-1'));
    await detect([{ id: 's', body: JSON.stringify({ refs: [vpc('vpc-1')] }) }], ports);
    states.set('vpc-1', state());
    const messages = ['fl-9', 'fl-1'].map((content, nth) => {
      const detail = trailRecord('ec2:DeleteFlowLogs', {
        at: `2026-03-02T09:00:0${nth}Z`,
        by: iamUser(content),
        request: { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content } } },
        response: { DeleteFlowLogsResponse: { unsuccessful: '' } },
      });
      return {
        id: content,
        body: JSON.stringify({
          'detail-type': 'AWS API Call via CloudTrail',
          account: ACCOUNT,
          region: REGION,
          detail,
        }),
      };
    });
    await detect(messages, ports);
    expect(store.events().map(({ cause }) => cause.actor.name)).toEqual(['fl-1']);
  });
});
