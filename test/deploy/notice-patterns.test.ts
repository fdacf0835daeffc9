import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, test } from 'vitest';
import { paramsFrom } from '../../deploy/params.ts';
import { EVERYTHING, type Scope } from '../../deploy/scope.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { forwarderTemplate } from '../../deploy/template/forwarder.ts';
import { forwardedNoticeRules, type NoticeRules, noticeRules } from '../../deploy/template/notice-patterns.ts';
import { forwards, ownNames } from '../../deploy/template/own-components.ts';
import { rules } from '../../generated/rules.ts';
import { scopeIn } from '../../scripts/build/settings.ts';
import { loadConfig } from '../../shared/config/load.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { decodeEvent } from '../../shared/core/event.ts';
import { watchFor } from '../../shared/evaluate/notices.ts';
import { notices } from '../../shared/notices/notices.ts';
import { byRoot, denied, fromEventBridge, HIDDEN, signIn } from '../support/activity.ts';
import { describeWithMoto, MOTO_ACCOUNT, motoAws, PLACE } from '../support/aws.ts';
import { assumedRole, iamUser, root, through, trailRecord } from '../support/events.ts';
import { OFF } from './off.ts';

const PREFIX = 'plumbline-prod';
const NONE: Scope = { ...EVERYTHING, rules: [], notices: [] };
const ALL: Scope = { ...EVERYTHING, notices: notices.map(({ name }) => name) };
const template = (scope: Scope) => deployedWith(paramsFrom(OFF, scope)).resources.Resources;
const namesIn = (all: object) => Object.keys(all).sort();

describe('only what a notice that is on needs is received', () => {
  test('by default, sign-ins, denied calls and the root user', () => {
    expect(namesIn(noticeRules(EVERYTHING, PREFIX))).toEqual(['denied', 'no-mfa', 'root', 'sign-in']);
  });

  test('nothing where all are off', () => {
    expect(noticeRules(NONE, PREFIX)).toEqual({});
    expect(forwardedNoticeRules(NONE, PREFIX)).toEqual({});
    expect(forwards(paramsFrom(OFF, NONE))).toBe(false);
  });

  test.each(notices)('$name alone has its own rule', ({ name, watched }) => {
    const one = noticeRules({ notices: [name] }, PREFIX);
    const wanted = 'calls' in watched ? [...new Set(watched.calls.map((call) => call.split(':')[0]))] : [watched.rule];
    expect(namesIn(one)).toEqual(wanted);
  });

  test('one line of the settings switches a notice on', () => {
    const scope = scopeIn(loadConfig('notices: { iam-policy-changed: { enabled: true } }', 'plumbline.yml', rules));
    expect(namesIn(noticeRules(scope, PREFIX))).toEqual(['denied', 'iam', 'no-mfa', 'root', 'sign-in']);
  });

  test('where another deployment judges what is global, nothing is brought in', () => {
    expect(forwardedNoticeRules({ ...ALL, global: false }, PREFIX)).toEqual({});
  });
});

describe('the rules that are deployed', () => {
  const all = { ...noticeRules(ALL, PREFIX), ...forwardedNoticeRules(ALL, PREFIX) };

  test.each(Object.entries(all))('%s: short enough, and of the own account', (_, { pattern }) => {
    expect(JSON.stringify(pattern).length).toBeLessThan(2048);
    expect(pattern).toMatchObject({ account: [{ Ref: 'AWS::AccountId' }] });
  });

  test('calls that only read are received where somebody may try what they are allowed', () => {
    const state = (id: string) => template(ALL)[id]?.Properties['State'];
    expect(state('NoticeDeniedChanges')).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    expect(state('NoticeRootChanges')).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    expect(state('NoticeIamChanges')).toBeUndefined();
    const { Resources } = forwarderTemplate(paramsFrom(OFF, ALL));
    expect(Resources['DeniedForward']?.Properties['State']).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
  });

  test('they are watched as own components, at home and in the region of global services', () => {
    const params = paramsFrom(OFF, ALL);
    const { home, forwarder } = ownNames(deployedWith(params), params);
    expect(home.rule).toEqual(expect.arrayContaining(['plumbline-prod-notice-root', 'plumbline-prod-notice-ec2']));
    expect(forwarder.rule).toEqual(
      expect.arrayContaining(['plumbline-prod-forwarder-eu-west-1-root', 'plumbline-prod-forwarder-eu-west-1-changes']),
    );
  });

  test('the longest names fit into 64 characters', () => {
    const longest = { ...OFF, name: 'a'.repeat(20), stage: 'b'.repeat(9), region: 'ap-northeast-3' };
    const params = paramsFrom(longest, ALL);
    const { home, forwarder } = ownNames(deployedWith(params), params);
    for (const name of [...home.rule, ...forwarder.rule]) expect(name.length, name).toBeLessThanOrEqual(64);
  });
});

interface Example {
  readonly record: ReturnType<typeof trailRecord>;
  readonly of: string;
  /** Only the deployed patterns leave it out. */
  readonly isOwn?: true;
}

const example = (of: string, record: Example['record'], isOwn?: true): Example => ({
  of,
  record,
  ...(isOwn ? { isOwn } : {}),
});
const EXAMPLES: readonly Example[] = [
  example('a call by root', byRoot()),
  example('a read by root', { ...byRoot({ event: 'ec2:DescribeInstances', region: 'eu-west-1' }), readOnly: true }),
  example('a service as root', byRoot({ by: through('support', root) })),
  example('an event of a service as root', { ...byRoot(), eventType: 'AwsServiceEvent' }),
  example('a sign-in of root without MFA', signIn({ by: root, mfa: false })),
  example('a sign-in with MFA', signIn()),
  example('a sign-in without MFA', signIn({ mfa: false })),
  example('a federated sign-in', signIn({ mfa: false, by: assumedRole('Admin', 'jane@example.com') })),
  example('a failed sign-in', signIn({ failed: true, mfa: false, by: HIDDEN })),
  example('a denied call', denied()),
  example(
    'a denied call of EC2',
    denied({ event: 'ec2:DescribeInstances', errorCode: 'Client.UnauthorizedOperation' }),
  ),
  example('a denied call of a role', denied({ by: assumedRole('reader', 'x'), errorCode: 'AccessDeniedException' })),
  example('a denied call of IAM', denied({ event: 'iam:ListUsers', region: 'us-east-1' })),
  example('a denied call on behalf', denied({ by: through('athena', iamUser('jane')) })),
  example('a denied call of Plumbline', denied({ by: assumedRole('plumbline-prod-SweepRole-1A2B', 'sweep') }), true),
  example('a throttled call', denied({ errorCode: 'ThrottlingException' })),
  example('a denied call for an object', { ...denied({ event: 's3:GetObject' }), eventCategory: 'Data' }),
  example('a change in IAM', trailRecord('iam:PutRolePolicy', { by: iamUser('jane'), region: 'us-east-1' })),
  example('a denied change in IAM', denied({ event: 'iam:PutRolePolicy', region: 'us-east-1' })),
  example('a new security group', trailRecord('ec2:CreateSecurityGroup', { by: iamUser('jane') })),
  example('a new instance', trailRecord('ec2:RunInstances', { by: iamUser('jane') })),
].map((each, index) => ({ ...each, record: { ...each.record, eventID: `example-${index}` } }));

const settings = { ...defaultSettings([]), notices: notices.map((each) => ({ ...each })) };
const watch = watchFor(settings);

/** The notices for which a record counts. */
function counts(record: object): readonly string[] {
  return watch(decodeEvent(record), record).map(({ naming }) => naming.name);
}

/** Deploys rules to moto, sends it records as CloudTrail does, and tells which rules matched each. */
async function matched(
  all: NoticeRules,
  records: readonly Example['record'][],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const events = motoAws().client(EventBridgeClient, PLACE);
  const sqs = motoAws().client(SQSClient, PLACE);
  const unique = randomUUID().slice(0, 8);
  const queues = Object.entries(all).map(async ([name, { pattern }]) => {
    const Name = `${unique}-${name}`;
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: Name }));
    const EventPattern = JSON.stringify({ ...pattern, account: [MOTO_ACCOUNT] });
    await events.send(new PutRuleCommand({ Name, EventPattern }));
    const Arn = `arn:aws:sqs:${PLACE.region}:${MOTO_ACCOUNT}:${Name}`;
    await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'queue', Arn }] }));
    return { name, Name, QueueUrl };
  });
  const deployed = await Promise.all(queues);
  for (let from = 0; from < records.length; from += 10) {
    const Entries = records.slice(from, from + 10).map((record) => {
      const {
        source,
        'detail-type': DetailType,
        detail,
      } = JSON.parse(fromEventBridge(record)) as {
        readonly source: string;
        readonly 'detail-type': string;
        readonly detail: object;
      };
      return { Source: source, DetailType, Detail: JSON.stringify(detail) };
    });
    const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries }));
    expect(FailedEntryCount).toBe(0);
  }
  const found = new Map<string, string[]>();
  for (const { name, Name, QueueUrl } of deployed) {
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) break;
      for (const { Body = '{}' } of Messages) {
        const { eventID } = (JSON.parse(Body) as { readonly detail: { readonly eventID: string } }).detail;
        found.set(eventID, [...(found.get(eventID) ?? []), name].sort());
      }
    }
    await events.send(new RemoveTargetsCommand({ Rule: Name, Ids: ['queue'] }));
    await events.send(new DeleteRuleCommand({ Name }));
  }
  return found;
}

/** The rules that have to bring in what counts for these notices. */
function rulesFor(names: readonly string[], record: object): readonly string[] {
  return [
    ...new Set(
      notices.flatMap(({ name, watched }) => {
        if (!names.includes(name)) return [];
        return 'calls' in watched ? [(record as { eventSource: string }).eventSource.split('.')[0]] : [watched.rule];
      }),
    ),
  ].sort() as readonly string[];
}

describeWithMoto('moto matches with the deployed patterns what counts for notices, and nothing else', () => {
  const home = noticeRules(ALL, PREFIX);
  let found: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    found = await matched(
      home,
      EXAMPLES.map(({ record }) => record),
    );
  });

  test.each(EXAMPLES)('$of', ({ record, isOwn }) => {
    const wanted = isOwn ? [] : rulesFor(counts(record), record);
    expect(found.get(record.eventID) ?? []).toEqual(wanted);
  });

  test('of what is denied in the region of global services, only their calls are brought in', async () => {
    const records = {
      denied: denied({ event: 'iam:ListUsers', region: 'us-east-1' }),
      ofEc2: denied({ event: 'ec2:DescribeInstances', region: 'us-east-1' }),
      root: byRoot({ event: 'ec2:DescribeInstances', region: 'us-east-1' }),
      'sign-in': signIn({ failed: true, by: HIDDEN }),
      changes: trailRecord('organizations:CreateAccount', { region: 'us-east-1' }),
    };
    const there = await matched(forwardedNoticeRules(ALL, PREFIX), Object.values(records));
    for (const [name, { eventID }] of Object.entries(records))
      expect(there.get(eventID) ?? []).toEqual(name === 'ofEc2' ? [] : [name]);
  });

  /** Real records, which are kept beside the project. */
  const CORPUS = fileURLToPath(new URL('../../../shared/corpus/aws_dataset', import.meta.url));

  test.runIf(existsSync(CORPUS))('real records', async () => {
    const records = readdirSync(CORPUS)
      .filter((file) => file.endsWith('.json'))
      .flatMap(
        (file) => (JSON.parse(readFileSync(join(CORPUS, file), 'utf8')) as { Records: Example['record'][] }).Records,
      );
    const counted = records.filter((record) => counts(record).length > 0);
    const names = Map.groupBy(counted.flatMap(counts), (name) => name);
    expect(Object.fromEntries([...names].map(([name, each]) => [name, each.length]))).toMatchObject({
      'sign-in-without-mfa': 1,
      'denied-calls': 60,
    });
    const others = records.filter((record, index) => record['errorCode'] !== undefined || index % 31 === 0);
    const told = counted.filter((record, index) => index % 4 === 0 || record['errorCode'] !== undefined);
    const some = [...new Map([...told, ...others].map((record) => [record.eventID, record])).values()];
    const matches = await matched(home, some);
    for (const record of some) expect(matches.get(record.eventID) ?? []).toEqual(rulesFor(counts(record), record));
  });
});
