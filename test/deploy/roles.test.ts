import { describe, expect, test } from 'vitest';
import type { Statement } from '../../deploy/cloudformation.ts';
import { FUNCTIONS } from '../../deploy/needs.ts';
import { paramsFrom } from '../../deploy/params.ts';
import { callStatements } from '../../deploy/parts/calls.ts';
import { roleOf } from '../../deploy/parts/needed.ts';
import { EVERYTHING } from '../../deploy/scope.ts';
import { effects } from '../../generated/effects.ts';
import { readers } from '../../generated/readers.ts';
import declared from '../../generated/roles.json' with { type: 'json' };
import { rules } from '../../generated/rules.ts';
import { createAws } from '../../shared/aws/clients.ts';
import type { Permissions } from '../../shared/aws/permissions.ts';
import { tagPermissions } from '../../shared/aws/tags.ts';
import { describeWithMoto, listed, motoAws } from '../support/aws.ts';
import { OFF } from './off.ts';

const all = (await Promise.all(Object.values(readers).map((load) => load()))).map(({ default: reader }) => reader);
const acting = (await Promise.all(Object.values(effects).map((load) => load()))).flatMap(({ default: each }) => each);

function actionsOf(...permissions: readonly Permissions[]): readonly string[] {
  return [...new Set(permissions.flatMap((each) => Object.keys(each)))].sort();
}

/** IAM's prefix of a service, where it is not the name of the client. */
const SERVICES: Readonly<Record<string, string>> = { CloudWatchLogs: 'logs', EventBridge: 'events', S3Control: 's3' };

/** What IAM allows on every resource or on none, by service. */
const UNDIVIDED: Readonly<Record<string, readonly string[]>> = {
  acm: ['ListCertificates'],
  cloudtrail: ['ListTrails'],
  dynamodb: ['ListTables'],
  ec2: [
    'DescribeClientVpnEndpoints',
    'DescribeFlowLogs',
    'DescribeImages',
    'DescribeInternetGateways',
    'DescribeRouteTables',
    'DescribeSecurityGroups',
    'DescribeSnapshots',
    'DescribeTags',
    'DescribeVolumes',
    'DescribeVpcs',
    'DisableEbsEncryptionByDefault',
    'EnableEbsEncryptionByDefault',
    'GetEbsEncryptionByDefault',
  ],
  ecs: ['DescribeTaskDefinition', 'ListTaskDefinitionFamilies', 'ListTaskDefinitions'],
  events: ['ListRules'],
  iam: [
    'DeleteAccountPasswordPolicy',
    'GetAccountPasswordPolicy',
    'GetAccountSummary',
    'ListGroups',
    'ListPolicies',
    'ListRoles',
    'ListUsers',
    'UpdateAccountPasswordPolicy',
  ],
  kms: ['ListAliases', 'ListKeys'],
  lambda: ['ListEventSourceMappings', 'ListFunctions'],
  logs: ['CreateLogDelivery', 'DeleteLogDelivery'],
  s3: ['GetAccountPublicAccessBlock', 'ListAllMyBuckets', 'PutAccountPublicAccessBlock'],
  sns: ['ListTopics'],
  sqs: ['ListQueues'],
  tag: ['GetResources'],
};

/** Asked for by whoever judges: a tag may exempt. That of all others is left out with `tag:`. */
const { others: _any, ...tags } = tagPermissions;

/** Of a role, what has to do with the resources that are judged. */
function inspecting(name: keyof typeof declared): readonly string[] {
  const own = /^(dynamodb:(?!DescribeTable|ListTables)|logs:PutRetentionPolicy$|tag:)/;
  return Object.keys(declared[name]).filter((action) => !own.test(action));
}

describe('each function may do what it calls, and nothing else', () => {
  test('sweep lists, and cannot read what it lists', () => {
    expect(inspecting('sweep')).toEqual(actionsOf(...all.map(({ permissions }) => permissions.list)));
    expect(inspecting('sweep')).not.toEqual(expect.arrayContaining(['s3:GetBucketPolicy']));
    expect(inspecting('sweep').filter((action) => /:Get|Policy/.test(action))).toEqual([]);
  });

  test('detect reads, and lists only kinds of which an event may know a second name', () => {
    const lists = all.filter(({ kind }) => (kind as { readonly isAlias?: unknown }).isAlias);
    expect(lists.map(({ kind }) => (kind as { readonly name: string }).name)).toEqual(['kms-key', 'vpc']);
    expect(inspecting('detect')).toEqual(
      actionsOf(
        ...Object.values(tags),
        ...all.map(({ permissions }) => permissions.read),
        ...lists.map(({ permissions }) => permissions.list),
      ),
    );
    expect(inspecting('detect')).not.toContain('iam:ListUsers');
  });

  test('remediate reads what may be put right, acts, and lists nothing', () => {
    const actedOn = all.filter(({ kind }) => rules.some((rule) => rule.kind === kind && rule.remediation));
    expect(actedOn.length).toBeLessThan(all.length);
    const wanted = actionsOf(
      ...Object.values(tags),
      ...actedOn.map(({ permissions }) => permissions.read),
      ...acting.map(({ permissions }) => permissions),
    );
    expect(inspecting('remediate')).toEqual(wanted.filter((action) => action !== 'logs:PutRetentionPolicy'));
    expect(inspecting('remediate')).not.toContain('lambda:ListFunctions');
  });
});

describeWithMoto('what listing calls', () => {
  /** IAM's name of a call, where it is another. */
  const NAMES: Readonly<Record<string, string>> = { 's3:ListBuckets': 's3:ListAllMyBuckets' };

  test.each(all.map((reader) => [(reader.kind as { readonly name: string }).name, reader] as const))(
    '%s: is what it declares',
    async (_, reader) => {
      motoAws();
      const called = new Set<string>();
      const aws = createAws({
        maxAttempts: 1,
        onCall: ({ service, command }) => {
          const name = `${SERVICES[service] ?? service.toLowerCase()}:${command.replace(/Command$/, '')}`;
          called.add(NAMES[name] ?? name);
        },
      });
      // What moto has not implemented was called all the same.
      await listed(reader, aws).catch(() => undefined);
      expect([...called].sort()).toEqual(actionsOf(reader.permissions.list));
    },
  );
});

describe('what a resource cannot narrow, a condition does', () => {
  const statements = callStatements(roleOf('remediate', EVERYTHING), paramsFrom({ ...OFF, remediation: 'auto' }));
  const statementWith = (action: string): Statement =>
    statements.find(({ Action }) => Action.includes(action)) ?? expect.fail(`nothing allows ${action}`);

  test('mappings are switched only where they start a function of Plumbline', () => {
    expect(statementWith('lambda:UpdateEventSourceMapping').Condition).toEqual({
      ArnLike: {
        'lambda:FunctionArn': FUNCTIONS.map((name) => ({
          'Fn::Sub': `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:plumbline-prod-${name}`,
        })),
      },
    });
  });

  test('buckets are changed in this account only', () => {
    for (const action of ['s3:PutBucketPolicy', 's3:GetBucketAcl']) {
      expect(statementWith(action).Condition).toEqual({
        StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } },
      });
    }
  });

  test('what IAM allows on everything or nothing is allowed at home and where global services are', () => {
    const everywhere = statements.filter(({ Resource }) => Resource === '*');
    expect(everywhere.flatMap(({ Action }) => Action)).toEqual(
      expect.arrayContaining(['ec2:DisableEbsEncryptionByDefault', 's3:PutAccountPublicAccessBlock']),
    );
    for (const { Condition } of everywhere) {
      expect(Condition).toEqual({ StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } });
    }
  });
});

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html */
test('nothing is allowed on every resource that IAM could narrow', () => {
  const everywhere = Object.values(declared).flatMap((role) =>
    Object.entries<readonly string[]>(role).flatMap(([action, where]) => (where.includes('*') ? [action] : [])),
  );
  expect([...new Set(everywhere)].sort()).toEqual(
    Object.entries(UNDIVIDED).flatMap(([service, actions]) => actions.map((action) => `${service}:${action}`)),
  );
});
