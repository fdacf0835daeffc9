import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rules } from '../../generated/rules.ts';
import { defaultSettings, type Settings } from '../../shared/config/settings.ts';
import { swap } from '../../shared/core/action.ts';
import { decodeEvent, UnreadableEvent } from '../../shared/core/event.ts';
import { getFlag, getText, getTexts } from '../../shared/core/json.ts';
import { defineKind, GONE } from '../../shared/core/kind.ts';
import { type AnyRule, defineRule, partly, unknown } from '../../shared/core/rule.ts';
import { findingId } from '../../shared/evaluate/subject.ts';
import { eventsOf } from '../../shared/replay/rules-by-event.ts';
import { createTracker } from '../../shared/replay/track.ts';
import { ACCOUNT, iamUser, REGION, type RecordParts, ssoUser, through, trailRecord } from '../support/events.ts';
import { loadModules } from '../support/load.ts';
import type { RuleCases } from '../support/rule-cases.ts';
import { eventLines, track } from './histories.ts';

const everything = defaultSettings(rules);
const only = (...ids: readonly string[]): Settings => defaultSettings(rules.filter(({ id }) => ids.includes(id)));

const clock = (second: number) => new Date(Date.UTC(2026, 2, 2, 9) + second * 1000).toISOString().replace('.000', '');
const GROUP = 'sg-0123456789abcdef0';
const ingress = (
  call: 'Authorize' | 'Revoke',
  second: number,
  parts: RecordParts & { readonly cidr?: string; readonly group?: string } = {},
) =>
  trailRecord(`ec2:${call}SecurityGroupIngress`, {
    at: clock(second),
    request: {
      groupId: parts.group ?? GROUP,
      ipPermissions: {
        items: [
          { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: parts.cidr ?? '0.0.0.0/0' }] } },
        ],
      },
    },
    ...parts,
  });
const deleteGroup = (second: number) =>
  trailRecord('ec2:DeleteSecurityGroup', { at: clock(second), request: { groupId: GROUP } });

describe('the story of a security group', () => {
  test('one person opens it and another closes it: one finding, with the cause of each event', async () => {
    const jane = ssoUser('jane@example.com', 'Admin');
    const { tracker, events } = await track(everything, [
      ingress('Authorize', 0, { by: through('cloudformation', jane) }),
      ingress('Revoke', 30, { by: iamUser('joe') }),
    ]);
    expect(events.map(({ type, cause }) => [type, cause.actor.name, cause.actor.via])).toEqual([
      ['opened', 'jane@example.com', 'cloudformation'],
      ['resolved', 'joe', undefined],
    ]);
    expect(tracker.findings()).toMatchObject([
      {
        id: findingId('sg-open-ingress', { kind: 'security-group', account: ACCOUNT, region: REGION, id: GROUP }),
        rule: 'sg-open-ingress',
        status: 'resolved',
        severity: 'high',
        resource: {
          kind: 'security-group',
          id: GROUP,
          arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group/${GROUP}`,
        },
        episodes: [{ from: { actor: { name: 'jane@example.com' } }, to: { actor: { name: 'joe' } } }],
        changes: [{ field: 'ingress', before: undefined }],
      },
    ]);
    expect([...tracker.fixable]).toEqual([tracker.findings()[0]?.id]);
  });

  test('opened and closed within one second: the order of delivery does not matter', async () => {
    const [open, close] = [ingress('Authorize', 0, { id: 'z' }), ingress('Revoke', 0, { id: 'a' })];
    for (const records of [
      [open, close],
      [close, open],
    ]) {
      const history = await track(everything, records);
      expect(eventLines(history)).toEqual(['opened sg-open-ingress', 'resolved sg-open-ingress']);
      expect(history.tracker.findings()[0]).toMatchObject({
        firstSeen: Date.parse(clock(0)),
        resolvedAt: Date.parse(clock(0)),
      });
    }
  });

  test('the same id in two accounts and two regions is four groups', async () => {
    const places = [ACCOUNT, '444455556666'].flatMap((account) =>
      ['eu-west-1', 'us-east-1'].map((region) => ({ account, region })),
    );
    const { tracker } = await track(
      everything,
      places.map((place) => ingress('Authorize', 0, place)),
    );
    expect(new Set(tracker.findings().map(({ id }) => id)).size).toBe(4);
  });

  test('the plan is for the current state of the group', async () => {
    const { tracker } = await track(everything, [ingress('Authorize', 0), ingress('Authorize', 9, { cidr: '::/0' })]);
    expect(tracker.findings()).toMatchObject([{ plan: { mode: 'auto', actions: { length: 2 } } }]);
  });

  test('failed calls and unwatched calls change nothing', async () => {
    const history = await track(everything, [
      ingress('Authorize', 0, { errorCode: 'Client.DryRunOperation' }),
      trailRecord('ec2:DescribeInstances', { at: clock(1) }),
      trailRecord('ec2:DescribeVpcs', { at: clock(2), errorCode: 'AccessDenied' }),
    ]);
    expect(history.outcomes).toEqual(['failed-call', 'unwatched', 'unwatched']);
    expect(history.events).toEqual([]);
  });

  test('an event that is delivered three times counts once', async () => {
    const record = ingress('Authorize', 0);
    const { outcomes, events } = await track(everything, [record, record, record]);
    expect(outcomes).toEqual(['followed', 'repeated', 'repeated']);
    expect(events).toHaveLength(1);
  });

  test('an earlier event after a later one is an error', async () => {
    const tracker = createTracker(everything);
    await tracker.accept(decodeEvent(ingress('Authorize', 9)));
    await expect(tracker.accept(decodeEvent(ingress('Revoke', 1)))).rejects.toThrow(
      'events must come in order of time',
    );
  });

  test('what went through a VPC endpoint is not a change of the account that owns the endpoint', async () => {
    const seen = { ...ingress('Authorize', 0), eventCategory: 'NetworkActivity', eventType: 'AwsVpceEvent' };
    const history = await track(everything, [seen]);
    expect(history).toMatchObject({ outcomes: ['unwatched'], events: [] });
  });

  test('a rule that is switched off finds nothing, and its events are unwatched', async () => {
    const history = await track(only('s3-bucket-acl-public'), [ingress('Authorize', 0)]);
    expect(history).toMatchObject({ outcomes: ['unwatched'], events: [] });
    expect(eventsOf(only('s3-bucket-acl-public'))).not.toContain('ec2:AuthorizeSecurityGroupIngress');
    expect(eventsOf(everything)).toContain('ec2:AuthorizeSecurityGroupIngress');
  });

  test('the options of a rule apply', async () => {
    const [setting] = only('sg-open-ingress').rules as [Settings['rules'][number]];
    const { rule } = setting;
    const settings = {
      ...everything,
      rules: [{ ...setting, options: rule.options.parse({ publicPorts: [22] }) }],
    };
    expect(eventLines(await track(settings, [ingress('Authorize', 0)]))).toEqual([]);
  });

  test('a plan that needs a person has the mode approve', async () => {
    const request = {
      groupId: GROUP,
      ipProtocol: 'tcp',
      fromPort: 7777,
      toPort: 7777,
      cidrIp: '0.0.0.0/0',
      ipPermissions: {},
    };
    const { tracker } = await track(everything, [trailRecord('ec2:AuthorizeSecurityGroupIngress', { request })]);
    expect(tracker.findings()).toMatchObject([
      { rule: 'sg-open-ingress', plan: { mode: 'approve' }, severity: 'medium' },
    ]);
  });

  test('deleting the group resolves its finding', async () => {
    expect(eventLines(await track(everything, [ingress('Authorize', 0), deleteGroup(9)]))).toEqual([
      'opened sg-open-ingress',
      'resolved sg-open-ingress',
    ]);
  });
});

describe('the end of a resource', () => {
  test('comes after all other events of the same second, independent of the ids', async () => {
    const bucketName = 'reports';
    const parts = { at: clock(0), request: { bucketName } };
    const records = [
      trailRecord('s3:DeleteBucket', { ...parts, id: 'a' }),
      trailRecord('s3:DeleteBucketPublicAccessBlock', { ...parts, id: 'b' }),
      trailRecord('s3:DeleteBucketPolicy', { ...parts, id: 'c' }),
    ];
    const history = await track(everything, records);
    expect(history.tracker.findings().filter(({ status }) => status === 'open')).toEqual([]);
    const later = trailRecord('s3:DeleteBucketPublicAccessBlock', { at: clock(1), request: { bucketName } });
    const open = (await track(everything, [...records, later])).tracker.findings();
    expect(open.map(({ rule, status }) => [rule, status])).toEqual([['s3-bucket-block-public-access-off', 'open']]);
  });

  test('can be drift', async () => {
    const history = await track(everything, [
      trailRecord('cloudtrail:DeleteTrail', { at: clock(0), request: { name: 'main' } }),
      trailRecord('cloudtrail:CreateTrail', { at: clock(9), request: { name: 'main' } }),
      trailRecord('cloudtrail:StartLogging', { at: clock(10), request: { name: 'main' } }),
    ]);
    expect(eventLines(history)).toEqual([
      'opened cloudtrail-stopped-or-deleted',
      'resolved cloudtrail-stopped-or-deleted',
    ]);
    expect([...history.tracker.fixable]).toEqual([]);
  });
});

describe('aliases', () => {
  const VPC = 'vpc-0aaa0000';
  const makeFlowLog = (id: string, second: number) =>
    trailRecord('ec2:CreateFlowLogs', {
      at: clock(second),
      request: {
        CreateFlowLogsRequest: { ResourceId: { tag: 1, content: VPC }, TrafficType: 'ALL', LogGroupName: 'flow-logs' },
      },
      response: { CreateFlowLogsResponse: { unsuccessful: '', flowLogIdSet: { item: id } } },
    });
  const deleteFlowLogs = (second: number, ...ids: readonly string[]) =>
    trailRecord('ec2:DeleteFlowLogs', {
      at: clock(second),
      request: { DeleteFlowLogsRequest: { FlowLogId: ids.map((content, index) => ({ tag: index + 1, content })) } },
    });

  test('an event with the id of a flow log applies to its VPC', async () => {
    const history = await track(everything, [
      makeFlowLog('fl-1', 0),
      deleteFlowLogs(1, 'fl-1'),
      makeFlowLog('fl-2', 2),
    ]);
    expect(eventLines(history)).toEqual(['opened vpc-flow-logs-disabled', 'resolved vpc-flow-logs-disabled']);
    expect(history.tracker.findings()).toMatchObject([{ resource: { id: VPC }, plan: { mode: 'auto' } }]);
  });

  test('one call for several flow logs of a VPC is one change of the VPC', async () => {
    const made = [makeFlowLog('fl-1', 0), deleteFlowLogs(1, 'fl-1'), makeFlowLog('fl-1', 2), makeFlowLog('fl-2', 3)];
    const history = await track(everything, [...made, deleteFlowLogs(4, 'fl-1', 'fl-2')]);
    expect(eventLines(history).map((line) => line.split(' ')[0])).toEqual(['opened', 'resolved', 'reopened']);
    expect(history.events.at(-1)?.violations[0]?.text).toMatch(/^Flow log fl-2 was deleted/);
  });

  test('a KMS key is found by its alias after the event that creates the alias', async () => {
    const targetKeyId = '0a1b2c3d-1111-4222-8333-444455556666';
    const history = await track(everything, [
      trailRecord('kms:CreateAlias', { at: clock(0), request: { aliasName: 'alias/orders', targetKeyId } }),
      trailRecord('kms:DisableKey', { at: clock(1), request: { keyId: 'alias/orders' } }),
      trailRecord('kms:EnableKey', { at: clock(2), request: { keyId: targetKeyId } }),
    ]);
    expect(eventLines(history)).toEqual(['opened kms-key-disabled', 'resolved kms-key-disabled']);
    expect(history.events.map(({ finding: { resource } }) => resource.id)).toEqual([targetKeyId, targetKeyId]);
  });
});

describe('trusted accounts', () => {
  const shared = trailRecord('ec2:ModifySnapshotAttribute', {
    request: {
      snapshotId: 'snap-0aaa0000',
      createVolumePermission: { add: { items: [{ userId: '444455556666' }] } },
      attributeType: 'CREATE_VOLUME_PERMISSION',
    },
  });

  test('sharing with a trusted account is compliant', async () => {
    expect(eventLines(await track(everything, [shared]))).toEqual(['opened ebs-snapshot-public']);
    const trusting = defaultSettings(rules, { accounts: ['444455556666'], organizations: [] });
    expect(eventLines(await track(trusting, [shared]))).toEqual([]);
  });
});

describe('a secret', () => {
  const SECRET = 'AKIAEXAMPLE-correct-Horse-9-Battery';
  const register = (second: number, environment: readonly object[], parts: RecordParts = {}) =>
    trailRecord('ecs:RegisterTaskDefinition', {
      at: clock(second),
      request: { family: 'web', containerDefinitions: [{ name: 'app', image: 'example/app', environment }] },
      ...parts,
    });
  const shows = (value: unknown) =>
    [
      JSON.stringify(value),
      inspect(value, { depth: null, showHidden: true }),
      String(value),
      inspect(structuredClone(value), { depth: null }),
    ].join('\n');

  test('is found, and no output contains it', async () => {
    const variable = { name: 'DB_PASSWORD', value: SECRET };
    const rule = everything.rules.filter(({ rule: { id } }) => id === 'ecs-secret-in-environment');
    const history = await track({ ...everything, rules: rule }, [
      register(0, [variable]),
      register(1, [variable, { name: 'TOKEN', value: `${SECRET}-2` }]),
      register(2, [{ name: 'DB_PASSWORD', value: 'HIDDEN_DUE_TO_SECURITY_REASONS' }]),
      // These are not lists of containers. They cannot be read, and must not be quoted either.
      register(3, [], {
        request: { family: 'web', containerDefinitions: [{ image: SECRET, environment: [variable] }] },
      }),
      register(4, [], { request: { family: 'web', containerDefinitions: SECRET } }),
    ]);
    expect(eventLines(history)).toEqual(['opened ecs-secret-in-environment', 'changed ecs-secret-in-environment']);
    expect(history.tracker.findings()[0]?.violations.map(({ path }) => path)).toEqual(['app/DB_PASSWORD', 'app/TOKEN']);
    expect(history.tracker.findings()[0]?.changes[0]?.field).toBe('containers');
    expect(history.tracker.undetermined().map(({ rule }) => rule)).toContain('ecs-secret-in-environment');
    expect(history.unreadable).toHaveLength(2);
    for (const output of [
      history.tracker.findings(),
      history.events,
      history.tracker.undetermined(),
      history.unreadable,
      history.tracker,
    ]) {
      const shown = typeof output === 'object' && 'accept' in output ? inspect(output, { depth: null }) : shows(output);
      expect(shown).not.toContain('correct-Horse');
    }
  });

  test('is not in the error of a rule', async () => {
    const spy: AnyRule = {
      ...(rules.find(({ id }) => id === 'ecs-secret-in-environment') ?? expect.fail('there is no such rule')),
      judge: (state) => {
        throw new Error(`Cannot judge ${JSON.stringify(state)} ${inspect(state, { depth: null })}`, { cause: state });
      },
    };
    const failed = track(defaultSettings([spy]), [register(0, [{ name: 'DB_PASSWORD', value: SECRET }])]);
    const error = await failed.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: null, showHidden: true })).toContain('[redacted]');
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('correct-Horse');
  });
});

/** A kind for the test: a house with a door, which may have an alias. */
interface House {
  readonly open?: boolean;
  readonly painted?: string;
}
const idsOf = (event: { readonly requestParameters: unknown }) => getTexts(event.requestParameters, 'houses');
const house = defineKind<House>()({
  name: 'house',
  type: 'AWS::Test::Thing',
  title: 'House',
  blank: {},
  events: {
    'house:Build': { ids: idsOf, creates: true, evolve: () => ({ painted: 'white' }) },
    'house:Put': {
      ids: idsOf,
      evolve(known, { requestParameters }, id) {
        if (id === 'locked') throw new UnreadableEvent('Put shows nothing of a locked house');
        const [open, painted] = [getFlag(requestParameters, 'open'), getText(requestParameters, 'painted')];
        return { ...known, ...(open === undefined ? {} : { open }), ...(painted ? { painted } : {}) };
      },
    },
    'house:Look': { ids: idsOf, evolve: (known) => ({ ...known, open: false }) },
    'house:Raze': { ids: idsOf, evolve: () => GONE },
  },
  aliases: ({ requestParameters }) => {
    const [alias, id] = [getText(requestParameters, 'called'), idsOf({ requestParameters })[0]];
    return alias && id ? [{ alias, id }] : [];
  },
});
/** A global kind that follows the same events. */
const town = defineKind<{ readonly puts?: number }>()({
  name: 'town',
  type: 'AWS::Test::Thing',
  title: 'Town',
  blank: {},
  global: true,
  events: { 'house:Put': { ids: () => ['town'], evolve: () => ({ puts: 1 }) } },
  aliases: ({ requestParameters }) => (getText(requestParameters, 'called') ? [{ alias: 'town', id: 'Old Town' }] : []),
});
const paint = swap<House, string>()({
  type: 'house.paint',
  describe: () => 'Paint it',
  simulate: (state) => ({ ...state, painted: 'white' }),
});
const seen: (House | undefined)[] = [];
const shut = defineRule({
  id: 'house-open',
  title: 'Houses stay shut',
  severity: 'high',
  kind: house,
  watches: ['open'],
  notTriggeredBy: ['house:Build', 'house:Look', 'house:Raze'],
  controls: [],
  options: z.strictObject({}),
  messages: { open: 'It is open.' },
  fix: 'Shut it.',
  judge({ open }, { baseline }) {
    seen.push(baseline);
    if (open === undefined) return unknown('Whether it is open was not shown.');
    return open ? [{ message: 'open', path: 'door', data: {} }] : partly('The windows were not shown.');
  },
  // This plan does not hold: painting does not shut a door.
  remediation: { mode: 'auto', actions: [paint], plan: () => [paint({ before: '', after: '' })] },
});
const anyShut: AnyRule = shut;
const census = defineRule({
  id: 'town-busy',
  title: 'Towns stay quiet',
  severity: 'low',
  kind: town,
  watches: ['puts'],
  controls: [],
  options: z.strictObject({}),
  messages: { busy: 'Somebody moved.' },
  fix: 'Wait.',
  judge: ({ puts }) => (puts ? [{ message: 'busy', path: 'town', data: {} }] : []),
});

describe('any kind', () => {
  const houses = defaultSettings([shut, census]);
  const call = (name: 'Build' | 'Look' | 'Put' | 'Raze', second: number, request: object) =>
    trailRecord(`house:${name}`, { at: clock(second), request: { houses: ['home'], ...request } });

  test('two kinds can follow one event', async () => {
    expect(eventLines(await track(houses, [call('Put', 0, { open: true })]))).toEqual([
      'opened house-open',
      'opened town-busy',
    ]);
  });

  test('an event that one kind cannot read for one resource still counts for other resources and kinds', async () => {
    const history = await track(houses, [call('Put', 0, { houses: ['home', 'locked', 'away'], open: true })]);
    expect(history.events.map(({ finding: { resource } }) => resource.id)).toEqual(['home', 'away', 'town']);
    expect(history.unreadable).toEqual(['Put shows nothing of a locked house']);
  });

  test('an error in a rule is thrown and does not count as an unreadable event', async () => {
    const broken: AnyRule = {
      ...anyShut,
      judge: () => {
        throw new TypeError('oh');
      },
    };
    await expect(track(defaultSettings([broken]), [call('Put', 0, { open: true })])).rejects.toThrow(TypeError);
  });

  test('a plan that would leave something wrong is not offered, and its finding is not fixable', async () => {
    const { tracker } = await track(houses, [call('Put', 0, { open: true })]);
    expect(tracker.findings()[0]).toMatchObject({ rule: 'house-open', plan: { mode: 'manual', actions: [] } });
    expect([...tracker.fixable]).toEqual([]);
  });

  test('an undetermined rule is counted once per change, by reason', async () => {
    const { tracker } = await track(houses, [
      call('Put', 0, { painted: 'red' }),
      call('Put', 1, { painted: 'blue', called: 'villa' }),
      call('Put', 2, { houses: ['villa', 'home'], painted: 'red' }),
      call('Put', 2, { houses: ['villa', 'home'], painted: 'red' }),
      call('Put', 3, { open: false }),
    ]);
    expect(tracker.undetermined()).toEqual([
      { rule: 'house-open', why: 'Whether it is open was not shown.', count: 3 },
      { rule: 'house-open', why: 'The windows were not shown.', count: 1 },
    ]);
  });

  test('an alias of a global resource is known in every region', async () => {
    const far = { ...call('Put', 1, {}), awsRegion: 'ap-southeast-2' };
    const { tracker } = await track(defaultSettings([census]), [call('Put', 0, { called: 'x' }), far]);
    expect(tracker.findings().map(({ resource }) => [resource.id, resource.region])).toEqual([
      ['Old Town', 'us-east-1'],
    ]);
  });

  test('after its end, the state of a resource is forgotten, and its finding is kept', async () => {
    const painted = async (...records: readonly object[]) => {
      const probe: (House | undefined)[] = [];
      const rule: AnyRule = {
        ...anyShut,
        remediation: { mode: 'approve', actions: [], plan: () => [] },
        judge(state: House, context) {
          probe.push(state);
          return anyShut.judge(state, context);
        },
      };
      await track(defaultSettings([rule]), records);
      return probe.at(-1)?.painted;
    };
    const red = call('Put', 0, { painted: 'red' });
    expect(await painted(red, call('Put', 2, { open: false }))).toBe('red');
    expect(await painted(red, call('Raze', 1, {}), call('Put', 2, { open: false }))).toBeUndefined();
    const open = call('Put', 0, { painted: 'red', open: true });
    const history = await track(houses, [open, call('Raze', 1, {}), call('Put', 2, { open: true })]);
    expect(eventLines(history).filter((line) => line.endsWith('house-open'))).toEqual([
      'opened house-open',
      'resolved house-open',
      'reopened house-open',
    ]);
    expect(await painted(open, call('Raze', 1, {}), call('Put', 2, { open: true }))).toBeUndefined();
  });

  test('the baseline is the last state without a violation of the rule', async () => {
    const baselines = async (...records: readonly object[]) => {
      seen.length = 0;
      await track(defaultSettings([shut]), records);
      return seen;
    };
    const put = (second: number, request: object) => call('Put', second, request);
    const last = async (...records: readonly object[]) => (await baselines(...records)).at(-1);
    expect(await last(put(0, { open: true })), 'first event').toEqual({});
    expect(await last(put(0, { open: false }), put(1, { open: true }))).toEqual({ open: false });
    expect(await last(put(0, { open: false }), put(1, { open: true }), put(2, { painted: 'red' }))).toEqual({
      open: false,
    });
    expect(await last(call('Build', 0, {}), put(1, { open: true })), 'created in the log').toEqual({
      painted: 'white',
    });
    expect(
      await last(put(0, { open: false }), call('Build', 1, {}), put(2, { open: true })),
      'created again',
    ).toBeUndefined();
    expect(
      await last(put(0, { open: false }), call('Raze', 1, {}), put(2, { open: true })),
      'another resource with the same id',
    ).toEqual({});
    expect(await last(call('Look', 0, {}), put(1, { open: true })), 'known before it was judged').toEqual({
      open: false,
    });
    seen.length = 0;
    const onBuild: AnyRule = { ...anyShut, triggers: ['house:Build'] };
    await track(defaultSettings([onBuild]), [call('Look', 0, {}), call('Build', 1, {})]);
    expect(seen, 'created again, and known before it was judged').toEqual([undefined]);
    const razed = [put(0, { open: true }), put(1, { open: false }), call('Raze', 2, {}), put(3, { open: true })];
    expect(await last(...razed), 'another resource with the same id, with a finding').toEqual({});
  });
});

describe('all events of all rules in one log', async () => {
  const cases = await loadModules<{ default: RuleCases }>('test/rules', '.cases.ts');
  const all = [...cases.values()].flatMap(({ default: { events } }) => events.flatMap((given) => given.events));
  const records = [...new Map(all.map((record) => [record.eventID, record])).values()];
  const resultOf = ({ tracker, events, unreadable }: Awaited<ReturnType<typeof track>>) =>
    JSON.stringify([tracker.findings(), events, tracker.undetermined(), [...tracker.fixable], unreadable]);
  const once = await track(everything, records);

  test('most rules have a finding, and each unreadable event has a reason', () => {
    expect(new Set(once.tracker.findings().map(({ rule }) => rule)).size).toBeGreaterThan(rules.length * 0.7);
    for (const why of once.unreadable) expect(why).toMatch(/^.{10,120}$/);
  });

  test('the result is the same, byte for byte, for any order and for repeated records', async () => {
    const delivery = fc.shuffledSubarray([...records, ...records], { minLength: records.length * 2 });
    await fc.assert(
      fc.asyncProperty(delivery, async (shuffled) => {
        expect(resultOf(await track(everything, shuffled)) === resultOf(once)).toBe(true);
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  test('findings are JSON, with every placeholder filled in', () => {
    for (const finding of once.tracker.findings()) {
      const stored = JSON.stringify(finding);
      expect(JSON.stringify(JSON.parse(stored))).toBe(stored);
      expect(stored).not.toMatch(/\{\{|"text":"[^"]*(undefined|\[object)/);
    }
  });

  test('every finding has an id of its own, made of its rule and its resource', () => {
    const findings = once.tracker.findings();
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    for (const { id, rule, resource } of findings) expect(id).toBe(findingId(rule, resource));
    for (const { finding } of once.events)
      expect(findings.find(({ id }) => id === finding.id)?.rule).toBe(finding.rule);
  });
});
