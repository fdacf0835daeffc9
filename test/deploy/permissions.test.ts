import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BY_TYPE } from '../../deploy/deployer.ts';
import { paramsFrom } from '../../deploy/params.ts';
import { EVERYTHING } from '../../deploy/scope.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { forwarderTemplate } from '../../deploy/template/forwarder.ts';
import { objectionsTo } from '../../scripts/check-permissions/objections.ts';
import { type DeployedPolicy, type PolicyStatement, policiesWith } from '../../scripts/check-permissions/policies.ts';
import { MODES } from '../../scripts/check-templates/modes.ts';
import { deployerFiles } from '../../scripts/generate/deployer.ts';
import { expectByHand } from '../support/by-hand.ts';
import { changesAllowedBy } from '../support/changes-allowed.ts';
import { allows } from '../support/decision.ts';
import { OFF } from './off.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const AUTO = policiesWith({ remediation: 'auto', kmsKey: KEY, slackWebhook: '/plumbline/slack' });

function ofRole(policies: readonly DeployedPolicy[], role: string): readonly DeployedPolicy[] {
  const id = `${role[0]?.toUpperCase()}${role.slice(1)}Role`;
  const its = policies.filter(({ of, kind }) => of === id && (kind === 'inline' || kind === 'managed'));
  expect(its.length, role).toBeGreaterThan(0);
  return its;
}

function policyWith(statement: PolicyStatement): DeployedPolicy {
  return { of: 'Role', name: 'calls', kind: 'inline', document: { Version: '2012-10-17', Statement: [statement] } };
}

describe('every policy fits the service authorization reference', () => {
  test.each(Object.entries(MODES).filter(([, { config }]) => !config))('of the mode %s', async (_, given) => {
    const objections = await Promise.all(policiesWith(given).map(objectionsTo));
    expect(objections.flat()).toEqual([]);
  });

  test('in the docs', async () => {
    const blocks = readFileSync('docs/deploy.md', 'utf8').matchAll(/```json\n(\{\n {2}"Effect"[^`]*)```/g);
    const statements = [...blocks].flatMap(([, text]) => JSON.parse(`[${text}]`) as PolicyStatement[]);
    expect(statements.length).toBeGreaterThan(1);
    expect((await Promise.all(statements.map(policyWith).map(objectionsTo))).flat()).toEqual([]);
  });

  const allow = (Action: string, Resource: string, Condition?: PolicyStatement['Condition']) =>
    policyWith({ Effect: 'Allow', Action, Resource, ...(Condition ? { Condition } : {}) });

  test.each([
    ['a misspelt action', allow('s3:PutBucketPolicies', 'arn:aws:s3:::*'), 's3:PutBucketPolicies is no action.'],
    ['a misspelt service', allow('cloudtrails:GetTrail', '*'), 'cloudtrails:GetTrail is no action.'],
    ['a pattern that names nothing', allow('s3:Erase*', 'arn:aws:s3:::*'), 's3:Erase* is no action.'],
    [
      'a Deny of nothing',
      policyWith({ Effect: 'Deny', Action: 'iam:Make*', Resource: '*' }),
      'iam:Make* is no action.',
    ],
    [
      'a call that takes no resource',
      allow('logs:DescribeLogGroups', 'arn:aws:logs:eu-west-1:111122223333:log-group:*'),
      'logs:DescribeLogGroups takes no resource, so',
    ],
    ['all resources', allow('s3:PutBucketPolicy', '*'), 's3:PutBucketPolicy is allowed on *, though'],
    [
      'a resource of another type',
      allow('kms:PutKeyPolicy', 'arn:aws:kms:eu-west-1:111122223333:alias/*'),
      'kms:PutKeyPolicy takes no resource such as',
    ],
    [
      'an account in the ARN of a bucket',
      allow('s3:PutBucketPolicy', 'arn:aws:s3::111122223333:*'),
      's3:PutBucketPolicy takes no resource such as',
    ],
    [
      'a type that is missing',
      allow('ec2:AttachInternetGateway', 'arn:aws:ec2:eu-west-1:111122223333:vpc/*'),
      'ec2:AttachInternetGateway needs a resource of the type internet-gateway, too.',
    ],
    [
      'a condition key of another action',
      allow('kms:PutKeyPolicy', 'arn:aws:kms:eu-west-1:111122223333:key/*', {
        StringEquals: { 'iam:PolicyARN': 'x' },
      }),
      'Requests for kms:PutKeyPolicy carry no iam:PolicyARN.',
    ],
    [
      'a tag that a request cannot carry',
      allow('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:q', { StringEquals: { 'aws:TagKeys': 'x' } }),
      'Requests for sqs:SendMessage carry no aws:TagKeys.',
    ],
  ])('%s is found', async (_, policy, sentence) => {
    expect((await objectionsTo(policy)).join('\n')).toContain(`Role, calls: ${sentence}`);
  });
});

describe('the attacks of docs/permissions.md have the answers that it promises', () => {
  const page = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8');
  const [, table = ''] = /<!-- attacks -->([^]*)<!-- \/attacks -->/.exec(page) ?? [];
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/^[`*]+|[`*]+$/g, '')),
    );

  test('all of them are read', () => {
    expect(rows.length).toBeGreaterThan(50);
    expect(new Set(rows.map((row) => row.at(-1)))).toEqual(new Set(['allowed', 'refused']));
  });

  test.each(rows)('%s (%s, %s on %s with %s): %s', (_, role = '', action = '', on = '', request = '', answer = '') => {
    const [key = '', value = ''] = request.split('=');
    const region = on.split(':')[3] || 'us-east-1';
    const keys = {
      'aws:RequestedRegion': region,
      'aws:PrincipalAccount': '111122223333',
      ...(key ? { [key]: value } : {}),
    };
    const documents = ofRole(AUTO, role).map(({ document }) => document);
    expect(allows(documents, { action, on, keys })).toBe(answer === 'allowed');
  });

  test('without the guard, the role could do what it refuses', () => {
    const guarded = ofRole(AUTO, 'remediate').map(({ document }) => document);
    const without = ofRole(AUTO, 'remediate').filter(({ name }) => name !== 'guard');
    const call = {
      action: 'iam:AttachUserPolicy',
      on: 'arn:aws:iam::111122223333:user/mallory',
      keys: { 'iam:PolicyARN': 'arn:aws:iam::111122223333:policy/plumbline-prod-RemediateRoleCalls1-1' },
    };
    expect(allows(guarded, call)).toBe(false);
    expect(
      allows(
        without.map(({ document }) => document),
        call,
      ),
    ).toBe(true);
  });
});

describe('the deployer', () => {
  const files = deployerFiles();

  /** What the framework adds to what `serverless.yml` names. */
  const BY_FRAMEWORK = [
    'Lambda::Function',
    'Lambda::EventSourceMapping',
    'Logs::LogGroup',
    'S3::Bucket',
    'S3::BucketPolicy',
  ];

  test('has rights for each type of the templates, and for no other', () => {
    const params = paramsFrom({ ...OFF, remediation: 'auto', kmsKey: KEY, alertEmail: 'a@b', slackWebhook: '/x' });
    const all = [deployedWith(params).resources.Resources, forwarderTemplate(params).Resources];
    const types = [
      ...all.flatMap((resources) => Object.values(resources).map(({ Type }) => Type)),
      ...BY_FRAMEWORK.map((type) => `AWS::${type}`),
    ];
    expectByHand(
      {
        place: 'deploy/deployer.ts, BY_TYPE',
        when: 'with the actions of the handlers in the schema of the type',
        line: (type) => `'${type}'`,
      },
      Object.keys(BY_TYPE),
      types,
    );
  });

  test.each(Object.entries(files))('%s fits the reference and is not too long', async (file, document) => {
    expect(await objectionsTo({ of: 'deployer', name: file, kind: 'managed', document })).toEqual([]);
    expect(JSON.stringify(document).length).toBeLessThan(0.98 * 6_144);
  });

  test('has no rights on others’ roles, functions, buckets and queues', () => {
    const documents = Object.values(files);
    const call = (action: string, on: string) => allows(documents, { action, on });
    expect(call('iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/plumbline-prod-DetectRole-1')).toBe(true);
    expect(call('iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/orders')).toBe(false);
    expect(call('iam:PassRole', 'arn:aws:iam::111122223333:role/admin')).toBe(false);
    expect(call('lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-west-1:111122223333:function:payroll')).toBe(false);
    expect(call('s3:PutBucketPolicy', 'arn:aws:s3:::payroll')).toBe(false);
    expect(call('sqs:CreateQueue', 'arn:aws:sqs:us-east-1:111122223333:plumbline-prod-forwarder-eu-west-1-dlq')).toBe(
      true,
    );
  });
});

describe('what the roles may change', () => {
  const OWN = /plumbline-prod|^arn:aws:logs:[\w-]+:111122223333:log-group:\/plumbline\/prod\/heartbeat/;
  /** On nothing or on everything: IAM's name for a read is a write here. */
  const others = async (role: string, policies: readonly DeployedPolicy[]) =>
    (await changesAllowedBy(ofRole(policies, role))).filter(({ on }) => !on.every((arn) => OWN.test(arn)));

  test.each(['detect', 'notify', 'respond', 'sweep'])('%s changes nothing but Plumbline', async (role) => {
    const foreign = (await others(role, AUTO)).map(({ action, on }) => [action.toLowerCase(), on]);
    // With the customer's key, what Plumbline itself stores is encrypted and decrypted.
    const onKey = foreign.filter(([, on]) => JSON.stringify(on) === JSON.stringify([KEY]));
    expect(foreign.filter((each) => !onKey.includes(each))).toEqual(
      role === 'notify' ? [['kms:decrypt', ['arn:aws:kms:eu-west-1:111122223333:key/*']]] : [],
    );
  });

  test('without the IAM rules, remediate cannot change IAM', async () => {
    const scope = { ...EVERYTHING, rules: EVERYTHING.rules.filter(({ id }) => !id.startsWith('iam-')) };
    const policies = policiesWith({ remediation: 'auto' }, scope);
    const onIam = (await others('remediate', policies)).filter(({ action }) => action.startsWith('iam:'));
    // A flow log that is made again may write through a role.
    expect(onIam.map(({ action }) => action)).toEqual(['iam:PassRole']);
    const all = await others('remediate', policiesWith({ remediation: 'auto' }));
    expect(all.map(({ action }) => action)).toContain('iam:AttachUserPolicy');
  });

  test('remediate changes more, so the test above can fail', async () => {
    expect((await others('remediate', AUTO)).length).toBeGreaterThan(30);
  });
});

describe('policies are shorter than IAM takes, with room to spare', () => {
  const LONGEST = { name: 'abcdefghijklmnopqrst', stage: 'uvwxyz-12' };
  const everything = {
    ...LONGEST,
    remediation: 'auto',
    slackWebhook: `/${'a'.repeat(200)}`,
    alertEmail: 'security@example.com',
  };
  /** IAM counts no white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  const lengthOf = (policies: readonly DeployedPolicy[]) =>
    policies.reduce((sum, { document }) => sum + JSON.stringify(document).length, 0);

  test.each([
    ['aws', 'ap-southeast-1'],
    ['aws-us-gov', 'us-gov-east-1'],
    ['aws-cn', 'cn-northwest-1'],
  ])('with the longest names, in %s', (partition, region) => {
    const kmsKey = `arn:${partition}:kms:${region}:111122223333:key/mrk-${'0'.repeat(32)}`;
    const policies = policiesWith({ ...everything, region, kmsKey });
    const roles = new Set(policies.filter(({ kind }) => kind === 'inline').map(({ of }) => of));
    expect(roles.size).toBe(6);
    for (const role of roles) {
      const its = policies.filter(({ of }) => of === role);
      expect(lengthOf(its.filter(({ kind }) => kind === 'inline')), role).toBeLessThan(0.95 * 10_240);
      const managed = its.filter(({ kind }) => kind === 'managed');
      // A role takes ten.
      expect(managed.length, role).toBeLessThanOrEqual(8);
      // The generator fills them up to the limit, with the longest names there are.
      for (const each of managed) expect(lengthOf([each]), each.name).toBeLessThanOrEqual(6_144);
      expect(lengthOf(its.filter(({ kind }) => kind === 'trust')), role).toBeLessThan(2_048);
    }
  });
});
