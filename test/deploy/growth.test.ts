import { describe, expect, test, vi } from 'vitest';
import type { Resource, Statement } from '../../deploy/cloudformation.ts';
import { FUNCTIONS, roleId } from '../../deploy/needs.ts';
import { inManagedPolicies } from '../../deploy/template/policy-length.ts';
import type { DeployedPolicy } from '../../scripts/check-permissions/policies.ts';
import { twice } from './twice.ts';

// What follows from the declarations is loaded anew here, and again by the files after this one.
vi.resetModules();
vi.doMock('../../deploy/declared.ts', async (original) => {
  const { declared: today } = await original<typeof import('../../deploy/declared.ts')>();
  return { declared: twice(today) };
});
const { declared } = await import('../../deploy/declared.ts');
const { paramsFrom } = await import('../../deploy/params.ts');
const { EVERYTHING, kindsFollowed, kindsJudged } = await import('../../deploy/scope.ts');
const { defaultParameters, deployedWith } = await import('../../deploy/serverless-yml.ts');
const { callStatements } = await import('../../deploy/template/call-statements.ts');
const { eventPatterns } = await import('../../deploy/template/event-patterns.ts');
const { forwarderTemplate } = await import('../../deploy/template/forwarder.ts');
const { roleOf } = await import('../../deploy/template/needed-permissions.ts');
const { policiesWith } = await import('../../scripts/check-permissions/policies.ts');
vi.doUnmock('../../deploy/declared.ts');
vi.resetModules();

/** All that can be long is: names, the partition, the region, and what may be done. */
const LONG = {
  ...defaultParameters(),
  name: 'plumblineofacme',
  stage: 'production-ab',
  region: 'us-gov-west-1',
  remediation: 'auto',
  slackWebhook: '/plumbline/slack',
};
const HOMES = [homeIn('us-gov-west-1'), homeIn('ap-southeast-1')] as const;
const policies = policiesWith(LONG);

function homeIn(region: string) {
  const params = paramsFrom({ ...LONG, region });
  return { region, params, system: deployedWith(params), forwarder: forwarderTemplate(params) };
}

/** Each action with each resource and the condition. */
function pairsOf(statements: readonly Statement[]): readonly string[] {
  return statements
    .flatMap(({ Action, Resource, Condition = {} }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((on) => JSON.stringify([action, on, Condition]))),
    )
    .sort();
}

/** Of a role or of a managed policy, those that allow something. */
function statementsIn(properties: Resource['Properties']): readonly Statement[] {
  const { Policies = [], PolicyDocument } = properties as {
    readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
    readonly PolicyDocument?: { readonly Statement: readonly Statement[] };
  };
  return [...Policies.map((each) => each.PolicyDocument), ...(PolicyDocument ? [PolicyDocument] : [])]
    .flatMap(({ Statement }) => Statement)
    .filter(({ Effect }) => Effect === 'Allow');
}

function textOf({ document }: DeployedPolicy): string {
  return JSON.stringify(document);
}

test('it is about 100 kinds and 200 rules', () => {
  expect(Object.keys(declared.kinds).length).toBeGreaterThanOrEqual(70);
  expect(Object.keys(declared.rules).length).toBeGreaterThanOrEqual(120);
});

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
describe('with twice as many kinds, a role', () => {
  test.each(FUNCTIONS)('of %s has policies as long and as many as IAM takes', (name) => {
    const own = policies.filter(({ of }) => of === roleId(name));
    const inline = own.filter(({ kind }) => kind === 'inline');
    const managed = own.filter(({ kind }) => kind === 'managed');
    expect(inline.length).toBeGreaterThan(0);
    expect(inline.map(textOf).join('').length).toBeLessThanOrEqual(10_240);
    for (const each of managed) expect(textOf(each).length, each.name).toBeLessThanOrEqual(6144);
    expect(managed.length).toBeLessThanOrEqual(10);
  });

  test.each(FUNCTIONS)('of %s allows every declared call on every declared resource', (name) => {
    const [home] = HOMES;
    const held = Object.entries(home.system.resources.Resources).filter(([id]) =>
      new RegExp(`^${roleId(name)}(Calls\\d+)?$`).test(id),
    );
    const allowed = new Set(held.flatMap(([, { Properties }]) => pairsOf(statementsIn(Properties))));
    const needed = pairsOf(callStatements(roleOf(name, EVERYTHING), home.system, home.params));
    expect(needed.length).toBeGreaterThan(3);
    expect(needed.filter((pair) => !allowed.has(pair))).toEqual([]);
  });

  test('that would need more policies than it can have is no template', () => {
    const many = Array.from({ length: 600 }, (_, index) => ({
      Effect: 'Allow' as const,
      Action: `service:Call${index}`,
      Resource: `arn:aws:service:::${'x'.repeat(80)}${index}`,
    }));
    expect(() => inManagedPolicies('plumbline-prod-detect', many)).toThrow(
      /^plumbline-prod-detect needs 1\d managed policies\. A role can have 10\./,
    );
  });
});

describe('a statement that is longer than a policy', () => {
  const numbered = (text: string) => Array.from({ length: 120 }, (_, index) => `${text}${index}`);

  test.each([
    ['actions', { Action: numbered(`service:${'Describe'.repeat(10)}`), Resource: '*' }],
    ['resources', { Action: ['service:Call'], Resource: numbered(`arn:aws:service:::${'x'.repeat(80)}`) }],
    ['both', { Action: numbered('s:Describe'), Resource: numbered(`arn:aws:service:::${'x'.repeat(80)}`) }],
  ])('%s: is divided, and allows the same', (_, given) => {
    const whole = { Effect: 'Allow' as const, Condition: { Bool: { 'aws:SecureTransport': 'true' } }, ...given };
    const parts = inManagedPolicies('a role', [whole]);
    expect(parts.length).toBeGreaterThan(1);
    for (const each of parts)
      expect(JSON.stringify({ Version: '2012-10-17', Statement: each }).length).toBeLessThanOrEqual(6144);
    for (const each of parts.flat()) expect(each.Condition).toEqual(whole.Condition);
    expect(pairsOf(parts.flat())).toEqual(pairsOf([whole]));
  });
});

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
describe('with twice as many kinds, EventBridge', () => {
  const patterns = Object.entries(eventPatterns(EVERYTHING));

  test('takes every pattern', () => {
    for (const { Resources } of HOMES.flatMap(({ system, forwarder }) => [system.resources, forwarder]))
      for (const [id, { Properties }] of Object.entries(Resources))
        expect(JSON.stringify(Properties['EventPattern'] ?? {}).length, id).toBeLessThanOrEqual(2048);
  });

  test('sends each event that is followed, by one rule', () => {
    const heard = patterns.flatMap(([, { source, detail }]) =>
      detail.eventName.flatMap((name) => (typeof name === 'string' ? [`${source[0]?.slice(4)}:${name}`] : [])),
    );
    const followed = [
      ...kindsFollowed(EVERYTHING).flatMap(({ events }) => events),
      ...kindsJudged(EVERYTHING).flatMap(({ tagging = [] }) => tagging),
    ];
    expect(heard.toSorted()).toEqual([...new Set([...followed, 'logs:PutRetentionPolicy'])].sort());
    // That of one service is divided.
    expect(patterns.map(([name]) => name)).toContain('ec2-2');
  });

  test('has room for the rules also where it takes 100, and each has a name of its own', () => {
    for (const { Resources } of HOMES.flatMap(({ system, forwarder }) => [system.resources, forwarder])) {
      const rules = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Events::Rule');
      const names = rules.map(({ Properties }) => String(Properties['Name']));
      expect(names.length).toBeLessThan(100);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name.length, name).toBeLessThanOrEqual(64);
    }
  });
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
describe('with twice as many kinds, CloudFormation', () => {
  test.each(HOMES)('takes the templates in $region', ({ system: { resources, environment }, forwarder }) => {
    expect(Object.keys(resources.Resources).length).toBeLessThanOrEqual(450);
    expect(JSON.stringify(resources).length).toBeLessThan(900_000);
    // This one is sent with the call.
    expect(JSON.stringify(forwarder).length).toBeLessThanOrEqual(51_200);
    // Lambda takes 4 kB of environment.
    expect(JSON.stringify(environment).length).toBeLessThan(4096);
  });
});

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
test('with twice as many kinds, SQS takes the policies of the queues', () => {
  const ofQueues = policies.filter(({ kind }) => kind === 'resource');
  expect(ofQueues.length).toBeGreaterThan(5);
  for (const each of ofQueues) expect(textOf(each).length, each.name).toBeLessThanOrEqual(8192);
});
