import { describe, expect, test, vi } from 'vitest';
import { forwarderStack, forwarderTemplate } from '../../deploy/forwarder.ts';
import { functions } from '../../deploy/functions.ts';
import { type Params, paramsFrom } from '../../deploy/params.ts';
import { resources } from '../../deploy/resources.ts';
import { OFF } from './off.ts';

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
  >;
}

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
  const all = [resources(own), forwarderTemplate(own)].flatMap((each) => Object.values((each as Template).Resources));
  const ofFunctions = Object.values(functions(own)) as readonly { readonly name: string }[];
  return new Map([
    ...all.flatMap(({ Properties }) =>
      Object.entries(LIMITS).flatMap(([property, limit]): readonly (readonly [string, number])[] =>
        typeof Properties[property] === 'string' ? [[Properties[property], limit]] : [],
      ),
    ),
    ...ofFunctions.map(({ name }) => [name, 64] as const),
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
    const text = JSON.stringify([resources(params({ name: 'acme' })), functions(params({ name: 'acme' }))]);
    expect(text.match(/plumbline[-/:](?!slack)[\w*]+/g) ?? []).toEqual([]);
  });

  test('no name is longer than AWS takes', () => {
    for (const [name, limit] of names(LONGEST)) expect(name.length, name).toBeLessThanOrEqual(limit);
  });

  test('each counts for itself, so that the silence of one raises its alarm', () => {
    const watched = (given: Readonly<Record<string, string>>) =>
      (resources(params(given)) as Template).Resources['HeartbeatAlarm']?.Properties['Dimensions'];
    expect(watched({ name: 'acme' })).toEqual([{ Name: 'service', Value: 'acme-prod' }]);
    expect(JSON.stringify(functions(params({ name: 'acme' })))).toContain('"PLUMBLINE_PREFIX":"acme-prod"');
  });

  test('each may look at its own parts, and remediate may not change those of another stage', () => {
    const role = (id: string) => JSON.stringify((resources(params({ name: 'acme' })) as Template).Resources[id]);
    expect(role('DetectRole')).toContain(':rule/acme-prod-*');
    expect(role('DetectRole')).not.toContain(':rule/acme-*');
    expect(role('RemediateRole')).toContain(':function:acme-*');
    expect(role('RemediateRole')).toContain(':role/acme-*');
  });
});

describe('what watches Plumbline itself', () => {
  const idsWith = async (prefix?: string) => {
    vi.resetModules();
    vi.stubEnv('PLUMBLINE_PREFIX', prefix);
    const { idsOf } = await import('../../shared/kinds/parts/monitor-names.ts');
    vi.unstubAllEnvs();
    return ['plumbline-prod-iam', 'plumbline-dev-iam', 'acme-prod-iam', 'other'].flatMap((name) => idsOf('rule', name));
  };

  test('of a deployment minds its own parts', async () => {
    expect(await idsWith('plumbline-prod')).toEqual(['rule/plumbline-prod-iam']);
    expect(await idsWith('acme-prod')).toEqual(['rule/acme-prod-iam']);
  });

  test('of a deployment knows the heartbeats of its name, and no log group of anybody else', async () => {
    vi.resetModules();
    vi.stubEnv('PLUMBLINE_PREFIX', 'acme-a-stage-2');
    const { isHeartbeatGroup } = await import('../../shared/kinds/parts/monitor-names.ts');
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
    expect(await idsWith(undefined)).toEqual(['rule/plumbline-prod-iam', 'rule/plumbline-dev-iam']);
  });
});

describe('a name', () => {
  test.each(['Acme', 'my-plumbline', '1st', '', 'a'.repeat(21)])('“%s” is refused with a sentence', (name) => {
    expect(() => params({ name })).toThrow('name is 1 to 20 small letters and digits, with a letter first.');
  });

  test('and a stage are refused where both are long', () => {
    expect(() => params({ name: 'a'.repeat(15), stage: 'b'.repeat(15) })).toThrow(
      'name and stage have at most 29 characters together, since AWS takes no longer names of rules and roles.',
    );
  });
});
