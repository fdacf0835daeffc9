import { describe, expect, test, vi } from 'vitest';
import type { Resources } from '../../deploy/cloudformation.ts';
import { forwarderStack } from '../../deploy/forwarder-names.ts';
import { type Params, paramsFrom } from '../../deploy/params.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { functionsOf } from '../../deploy/system.ts';
import { forwarderTemplate } from '../../deploy/template/forwarder.ts';
import { forwards } from '../../deploy/template/own-components.ts';
import { guard } from '../../deploy/template/remediate-guard.ts';
import { globCovers } from '../../shared/policy/glob.ts';
import { OFF } from './off.ts';

const WHOLE = { remediation: 'auto', slackWebhook: '/plumbline/slack' };
/** The longest that may be chosen, far from where global services are. */
const LONGEST = { name: 'plumbline', stage: 'a-stage-of-20-letter', region: 'ap-southeast-1' };

function params(given: Readonly<Record<string, string>> = {}): Params {
  return paramsFrom({ ...OFF, ...WHOLE, ...given });
}

/** Characters that AWS takes, by the property that holds a name. */
const LIMITS: Readonly<Record<string, number>> = {
  QueueName: 80,
  TopicName: 256,
  // Of rules; of buses, 256.
  Name: 64,
  AlarmName: 255,
  DashboardName: 255,
  LogGroupName: 512,
};

/** Every name that a deployment has in the account, each with its limit. */
function names(given: Readonly<Record<string, string>> = {}): ReadonlyMap<string, number> {
  const own = params(given);
  const system = deployedWith(own);
  const all = [system.resources, forwarderTemplate(own)].flatMap(({ Resources }) => Object.values(Resources));
  return new Map([
    ...all.flatMap(({ Properties }) =>
      Object.entries(LIMITS).flatMap(([property, limit]): readonly (readonly [string, number])[] =>
        typeof Properties[property] === 'string' ? [[Properties[property], limit]] : [],
      ),
    ),
    ...functionsOf(system).map(([, { name }]) => [name, 64] as const),
    [forwarderStack(own), 128],
  ]);
}

describe('two deployments in one account', () => {
  test.each([
    ['of two stages', { stage: 'dev' }],
    ['of two names', { name: 'acme' }],
  ])('%s share no name', (_, other) => {
    const [one, two] = [names(), names(other)];
    expect(one.size).toBeGreaterThan(50);
    expect([...one.keys()].filter((name) => two.has(name))).toEqual([]);
  });

  test('of two home regions bring in their events by stacks of their own', () => {
    expect(forwarderStack(params())).not.toBe(forwarderStack(params({ region: 'eu-central-1' })));
  });

  test('every name begins with those of the deployment and its stage', () => {
    for (const name of names({ name: 'acme', stage: 'dev' }).keys())
      expect(name).toMatch(/^(\/acme\/dev\/|acme-dev\b)/);
  });

  test('nothing in a template of another name says plumbline but what is no name', () => {
    const { environment, functions, resources } = deployedWith(params({ name: 'acme' }));
    const text = JSON.stringify([resources, functions, environment]);
    expect(text.match(/plumbline[-/:](?!slack)[\w*]+/g) ?? []).toEqual([]);
  });

  test('no name is longer than AWS takes', () => {
    for (const [name, limit] of names(LONGEST)) expect(name.length, name).toBeLessThanOrEqual(limit);
  });

  test('each counts for itself, so that the silence of one raises its alarm', () => {
    const watched = (given: Readonly<Record<string, string>>) =>
      deployedWith(params(given)).resources.Resources['HeartbeatAlarm']?.Properties['Dimensions'];
    expect(watched({ name: 'acme' })).toEqual([{ Name: 'service', Value: 'acme-prod' }]);
    expect(deployedWith(params({ name: 'acme' })).environment['PLUMBLINE_PREFIX']).toBe('acme-prod');
  });

  test.each([
    ['a stage whose name begins alike', { stage: 'prod-eu' }],
    ['a stage named like the parts of another', { stage: 'prod-forwarder' }],
    ['the same stage of another region', { region: 'eu-central-1' }],
    ['the same stage where global services are', { region: 'us-east-1' }],
  ])('%s is out of reach of every role, both ways', (_, other) => {
    for (const [one, two] of [
      [params(), params(other)],
      [params(other), params()],
    ] as const) {
      const theirs = partsOf(two);
      expect(theirs.length).toBeGreaterThan(30);
      const allowed = allowedIn(one);
      const isReached = (arn: string) => allowed.some((pattern) => covers(pattern, arn));
      expect(theirs.filter(isReached)).toEqual([]);
      expect(partsOf(one).filter((arn) => !isReached(arn))).toEqual([]);
    }
  });

  test('each may look at its own parts, and remediate may not change those of another stage', () => {
    const { Resources } = deployedWith(params({ name: 'acme' })).resources;
    // A long role has its calls in policies beside it.
    const role = (id: string) => JSON.stringify(Object.entries(Resources).filter(([each]) => each.startsWith(id)));
    expect(role('DetectRole')).toContain(':rule/acme-prod-ec2');
    expect(role('DetectRole')).not.toMatch(/:rule\/acme-[\w-]*[*]/);
    expect(role('RemediateRole')).toContain(':function:acme-*');
    expect(role('RemediateRole')).toContain(':role/acme-*');
  });
});

const SERVICES: Readonly<Record<string, (name: string) => string>> = {
  'AWS::Events::Rule': (name) => `events:rule/${name}`,
  'AWS::SQS::Queue': (name) => `sqs:${name}`,
  'AWS::SNS::Topic': (name) => `sns:${name}`,
};

/** Parts that have names, as `<service>:<region>:<resource>`. */
function partsOf(own: Params): readonly string[] {
  const named = (resources: Resources, region: string) =>
    Object.values(resources).flatMap(({ Type, Properties }) => {
      const name = Properties['Name'] ?? Properties['QueueName'] ?? Properties['TopicName'];
      const [service, resource] = SERVICES[Type]?.(String(name)).split(/:(.*)/s) ?? [];
      return service ? [`${service}:${region}:${resource}`] : [];
    });
  const system = deployedWith(own);
  return [
    ...named(system.resources.Resources, own.region),
    ...(forwards(own) ? named(forwarderTemplate(own).Resources, 'us-east-1') : []),
    ...functionsOf(system).map(([, { name }]) => `lambda:${own.region}:function:${name}`),
    // CloudFormation makes the end of it.
    `dynamodb:${own.region}:table/${own.prefix}-FindingsTable-1ABCDEFGHIJK`,
  ];
}

/** What roles allow of these services that says what it is, and is not whatever there is, as parts are written. */
function allowedIn(own: Params): readonly string[] {
  const text = JSON.stringify(
    Object.values(deployedWith(own).resources.Resources).filter(({ Type }) => /IAM/.test(Type)),
  );
  const denied = JSON.stringify(guard(own));
  return (
    [
      ...text.matchAll(
        /arn:\$\{AWS::Partition\}:(events|sqs|sns|lambda|dynamodb):(\$\{AWS::Region\}|[\w-]+):\$\{AWS::AccountId\}:([^"]+)/g,
      ),
    ]
      .filter(([arn]) => !denied.includes(`"${arn}"`))
      .map(
        ([, service, region = '', resource]) =>
          `${service}:${region.replace('${AWS::Region}', own.region)}:${resource}`,
      )
      // All of a type, because those of the owner are judged, or because they have no names, as mappings.
      .filter((pattern) => !/:(?:[\w-]+[:/])?\*$/.test(pattern))
  );
}

function covers(pattern: string, arn: string): boolean {
  return globCovers(pattern, arn);
}

const TYPES: Readonly<Record<string, 'rule' | 'queue' | 'topic' | 'function' | 'table'>> = {
  events: 'rule',
  sqs: 'queue',
  sns: 'topic',
  lambda: 'function',
  dynamodb: 'table',
};

describe('what watches Plumbline itself', () => {
  const NAMES = ['plumbline-prod-iam', 'plumbline-dev-iam', 'plumbline-prod-eu-iam', 'acme-prod-iam', 'other'];

  /** As the functions of a deployment know it. */
  const namesIn = async (own?: Params) => {
    vi.resetModules();
    const environment = own ? deployedWith(own).environment : {};
    vi.stubEnv('PLUMBLINE_PREFIX', environment['PLUMBLINE_PREFIX'] as string | undefined);
    vi.stubEnv('PLUMBLINE_COMPONENTS', environment['PLUMBLINE_COMPONENTS'] as string | undefined);
    const loaded = await import('../../shared/resources/own-component/names.ts');
    vi.unstubAllEnvs();
    return loaded;
  };
  const idsWith = async (own?: Params) => {
    const { idsOf } = await namesIn(own);
    return NAMES.flatMap((name) => idsOf('rule', name, 'eu-west-1'));
  };

  test('of a deployment minds its own parts', async () => {
    expect(await idsWith(params())).toEqual(['rule/plumbline-prod-iam']);
    expect(await idsWith(params({ name: 'acme' }))).toEqual(['rule/acme-prod-iam']);
    expect(await idsWith(params({ stage: 'prod-eu' }))).toEqual(['rule/plumbline-prod-eu-iam']);
  });

  test.each([
    ['prod', 'eu-west-1'],
    ['prod-eu', 'eu-west-1'],
    ['prod-forwarder', 'eu-west-1'],
    ['prod', 'us-east-1'],
    ['prod', 'eu-central-1'],
  ])('of %s in %s knows every part of its own, and none of all the others', async (stage, region) => {
    const { idsOf } = await namesIn(params({ stage, region }));
    const known = (arn: string) => {
      const [service = '', where = '', ...rest] = arn.split(':');
      const name = rest.at(-1)?.split('/').at(-1) ?? '';
      return idsOf(TYPES[service] ?? expect.fail(arn), name, where).length === 1;
    };
    expect(partsOf(params({ stage, region })).filter((arn) => !known(arn))).toEqual([]);
    const others = [
      ['prod', 'eu-west-1'],
      ['prod-eu', 'eu-west-1'],
      ['prod-forwarder', 'eu-west-1'],
      ['prod', 'us-east-1'],
      ['prod', 'eu-central-1'],
    ].filter(([other, there]) => other !== stage || there !== region);
    const theirs = others.flatMap(([other = '', there = '']) => partsOf(params({ stage: other, region: there })));
    expect(theirs.filter(known)).toEqual([]);
  });

  test('a mapping is of whoever has what it reads', async () => {
    const { idsOf } = await namesIn(params());
    const ids = ['changes', 'eu-changes', 'FindingsTable-1ABC', 'eu-FindingsTable-1ABC'].flatMap((name) =>
      idsOf('mapping', `plumbline-prod-${name}`, 'eu-west-1', 'uuid'),
    );
    expect(ids).toEqual(['mapping/plumbline-prod-changes/uuid', 'mapping/plumbline-prod-FindingsTable-1ABC/uuid']);
  });

  test('what was once taken for a part is gone for this deployment, and AWS is not asked of it', async () => {
    await namesIn(params());
    const { default: reader } = await import('../../shared/resources/own-component/reader.ts');
    const { GONE } = await import('../../shared/core/kind.ts');
    const aws = { client: () => expect.fail('AWS was asked') } as never;
    const ref = { kind: 'own-component', account: '123456789012', region: 'eu-west-1' } as const;
    for (const id of [
      'rule/plumbline-prod-eu-iam',
      'queue/plumbline-prod-eu-changes',
      'mapping/plumbline-prod-eu-changes/1',
    ])
      expect(await reader.read({ ...ref, id }, aws), id).toBe(GONE);
    await expect(reader.read({ ...ref, id: 'rule/plumbline-prod-iam' }, aws)).rejects.toThrow('AWS was asked');
  });

  test('what all functions are told leaves room in what AWS takes of it, with the longest names', () => {
    const parts = String(deployedWith(params(LONGEST)).environment['PLUMBLINE_COMPONENTS']);
    expect(parts).toContain('function/detect');
    expect(parts.length).toBeLessThan(2_500);
  });

  test('of a deployment knows the heartbeats of its name, and no log group of anybody else', async () => {
    vi.resetModules();
    vi.stubEnv('PLUMBLINE_PREFIX', 'acme-a-stage-2');
    const { isHeartbeatGroup } = await import('../../shared/resources/own-component/names.ts');
    vi.unstubAllEnvs();
    const names = [
      '/acme/a-stage-2/heartbeat',
      '/acme/prod/heartbeat',
      '/plumbline/prod/heartbeat',
      '/my/app/heartbeat',
    ];
    expect(names.filter(isHeartbeatGroup)).toEqual(names.slice(0, 2));
  });

  test('of logs minds every stage of the usual name', async () => {
    expect(await idsWith()).toEqual(['prod', 'dev', 'prod-eu'].map((stage) => `rule/plumbline-${stage}-iam`));
  });
});

describe('a name', () => {
  test.each(['Acme', 'my-plumbline', '1st', '', 'a'.repeat(21)])('“%s” is refused with a sentence', (name) => {
    expect(() => params({ name })).toThrow(
      'name must be 1 to 20 lowercase letters and digits, beginning with a letter.',
    );
  });

  test('and a stage are refused where both are long', () => {
    expect(() => params({ name: 'a'.repeat(15), stage: 'b'.repeat(15) })).toThrow(
      'name and stage must have at most 29 characters together, since names of EventBridge rules are limited to 64.',
    );
  });
});
