import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { UnreadableEvent } from '../../shared/core/event.ts';
import { GONE } from '../../shared/core/kind.ts';
import { exactly } from '../../shared/core/listing.ts';
import type { Ref } from '../../shared/core/ref.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { type ChangeMessage, type DetectPorts, detect } from '../../shared/evaluate/detect.ts';
import { ownComponent } from '../../shared/resources/own-component/kind.ts';
import { securityGroup } from '../../shared/resources/security-group/kind.ts';
import sgOpenIngress from '../../shared/rules/ec2/sg-open-ingress.ts';
import { byKind } from '../support/by-kind.ts';
import { ACCOUNT, iamUser, REGION, trailRecord } from '../support/events.ts';
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

  test('for another reason, such as a denied call, is delivered again at the usual time', async () => {
    const { ports, soon } = failing(Object.assign(new Error('no'), { name: 'AccessDenied' }));
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
    expect([...new Set(read)]).toEqual(['own-component queue/plumbline-prod-changes']);
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
