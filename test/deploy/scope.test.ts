import { describe, expect, test } from 'vitest';
import type { Resources } from '../../deploy/cloudformation.ts';
import { FUNCTIONS } from '../../deploy/needs.ts';
import { paramsFrom } from '../../deploy/params.ts';
import { EVERYTHING, type Scope } from '../../deploy/scope.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { callStatements } from '../../deploy/template/call-statements.ts';
import { eventPatterns, forwardedPatterns } from '../../deploy/template/event-patterns.ts';
import { forwarderTemplate } from '../../deploy/template/forwarder.ts';
import { roleOf } from '../../deploy/template/needed-permissions.ts';
import { forwards } from '../../deploy/template/own-components.ts';
import { readers } from '../../generated/readers.ts';
import { rules } from '../../generated/rules.ts';
import { scopeIn, settingsIn } from '../../scripts/build/settings.ts';
import { loadConfig } from '../../shared/config/load.ts';
import { eventsFollowedBy, eventsWatchedBy } from '../../shared/core/kind.ts';
import { usedBy } from '../../shared/core/neighbour.ts';
import { notices } from '../../shared/notices/notices.ts';
import { OFF } from './off.ts';

/** What settings leave. */
function scopeOf(yaml: string): Scope {
  return scopeIn(loadConfig(yaml, 'plumbline.yml', rules));
}

/** Every rule switched off but these. */
function only(ids: readonly string[], more: Readonly<Record<string, string>> = {}): Scope {
  const lines = rules.map(({ id }) =>
    ids.includes(id) ? `  ${id}: { ${more[id] ?? ''} }` : `  ${id}: { enabled: false }`,
  );
  const off = notices.map(({ name }) => `  ${name}: { enabled: false }`);
  return scopeOf(['rules:', ...lines, 'notices:', ...off].join('\n'));
}

function params(scope: Scope, given: Readonly<Record<string, string>> = {}) {
  return paramsFrom({ ...OFF, remediation: 'auto', ...given }, scope);
}

function template(scope: Scope, given: Readonly<Record<string, string>> = {}): Resources {
  return deployedWith(params(scope, given)).resources.Resources;
}

function rulesIn(all: Resources): readonly string[] {
  return Object.keys(all).filter((id) => all[id]?.Type === 'AWS::Events::Rule');
}

const ofFunction = (name: (typeof FUNCTIONS)[number], scope: Scope) => Object.keys(roleOf(name, scope));

test('settings that say nothing leave everything', () => {
  expect(scopeOf('')).toEqual(EVERYTHING);
});

describe('one rule at a time', () => {
  const one = rules.map((rule) => [rule.id, rule] as const);

  test('events on tags are followed only where tags may exempt', () => {
    const patterns = (tags: boolean) => JSON.stringify(eventPatterns({ ...EVERYTHING, tags }));
    expect(patterns(true)).toContain('CreateTags');
    expect(patterns(false)).not.toMatch(/Tags|(?:Un)?TagResource|Tagging/);
  });

  test.each(one)('%s: what its kind and its neighbours follow and need, and nothing else', async (id, rule) => {
    const { kind } = rule;
    const beside = Object.values(usedBy(rule));
    const scope = only([id]);
    const followed = [...eventsWatchedBy(kind), ...beside.flatMap((each) => eventsFollowedBy(each.kind))];
    const heard = Object.entries(eventPatterns(scope)).flatMap(([service, { detail }]) =>
      detail.eventName.flatMap((name) => (typeof name === 'string' ? [`${service}:${name}`] : [])),
    );
    expect(new Set(heard)).toEqual(new Set([...followed, 'logs:PutRetentionPolicy']));
    const { permissions } = (await readers[kind.name]?.())?.default ?? expect.fail('there is no reader');
    expect(ofFunction('detect', scope)).toEqual(expect.arrayContaining(Object.keys(permissions.read)));
    expect(ofFunction('sweep', scope)).toEqual(expect.arrayContaining(Object.keys(permissions.list)));
    const others =
      /^(dynamodb:(?!DescribeTable|ListTables)|ssm:|logs:PutRetentionPolicy$|organizations:DescribeOrganization$|tag:|ec2:DescribeTags$|iam:List\w+Tags$)/;
    const neighbours = await Promise.all(beside.map(async (each) => (await readers[each.kind.name]?.())?.default));
    const observed = [permissions, ...neighbours.flatMap((reader) => reader?.permissions ?? [])].flatMap(
      ({ read, list }) => [...Object.keys(read), ...Object.keys(list)],
    );
    for (const name of ['detect', 'sweep'] as const)
      expect(ofFunction(name, scope).filter((action) => !others.test(action) && !observed.includes(action))).toEqual(
        [],
      );
  });
});

describe('remediation', () => {
  const acts = (scope: Scope) =>
    ofFunction('remediate', scope).filter((action) =>
      /:(Revoke|Put(?!Item|Parameter)|Enable|Update(?!Item))/.test(action),
    );

  test('off for a rule: neither what it does nor what only it reads', () => {
    const scope = scopeOf(
      'rules: { s3-bucket-acl-public: { remediation: off }, secret-deletion-scheduled: { remediation: off }, secret-policy-public: { remediation: off }, secret-rotation-off: { remediation: off } }',
    );
    expect(acts(EVERYTHING)).toContain('s3:PutBucketAcl');
    expect(acts(scope)).not.toContain('s3:PutBucketAcl');
    // Another rule of buckets still acts, and looks at them first.
    expect(ofFunction('remediate', scope)).toContain('s3:GetBucketAcl');
    expect(ofFunction('remediate', scope).filter((action) => action.startsWith('secretsmanager:'))).toEqual([]);
    expect(ofFunction('detect', scope)).toContain('secretsmanager:DescribeSecret');
  });

  test('what a rule does, the role may undo', () => {
    const scope = only(['kms-rotation-off']);
    expect(acts(scope)).toEqual(['kms:EnableKeyRotation']);
    expect(ofFunction('remediate', scope)).toContain('kms:DisableKeyRotation');
  });

  test.each([
    ['off for all', 'remediation: { default: off }'],
    [
      'off for the only rule that could',
      `rules: { ${rules.map(({ id, remediation }) => `${id}: { ${remediation ? 'remediation: off' : ''} }`).join(', ')} }`,
    ],
  ])('%s: nothing is deployed that could', (_, yaml) => {
    const all = template(scopeOf(yaml));
    expect(Object.keys(all).filter((id) => /remediat/i.test(id))).toEqual([]);
    expect(params(scopeOf(yaml)).remediation).toBe('off');
    expect(rulesIn(all)).toEqual(rulesIn(template(EVERYTHING)));
  });

  test.each(['approve', 'auto'])('one rule set to %s: the others’ actions are not allowed', (mode) => {
    const scope = scopeOf(`remediation: { default: off }\nrules: { sg-open-ingress: { remediation: ${mode} } }`);
    expect(acts(scope)).toEqual(['ec2:RevokeSecurityGroupIngress']);
  });

  test('off in one account: there, the role allows it not', () => {
    const scope = scopeOf(`rules:
  s3-bucket-acl-public: { remediationByAccount: { '111111111111': off, '222222222222': approve } }
  s3-bucket-policy-public: { remediationByAccount: { '111111111111': off } }`);
    const statements = callStatements(roleOf('remediate', scope), deployedWith(params(scope)), params(scope));
    const conditionOf = (action: string) => statements.find(({ Action }) => Action.includes(action))?.Condition;
    expect(conditionOf('s3:PutBucketAcl')).toEqual({
      StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } },
      StringNotEquals: { 'aws:PrincipalAccount': ['111111111111'] },
    });
    // Other rules put policies right there, and reading is no remediation.
    for (const action of ['s3:PutBucketPolicy', 's3:GetBucketAcl'])
      expect(JSON.stringify(conditionOf(action))).not.toContain('PrincipalAccount');
  });
});

describe('tags', () => {
  const tags = (scope: Scope) => ofFunction('detect', scope).filter((action) => /Tags$|^tag:/.test(action));

  test('are asked for where the judged kinds have them', () => {
    expect(tags(only(['sg-open-ingress']))).toEqual(['ec2:DescribeTags']);
    expect(tags(only(['kms-key-disabled']))).toEqual(['tag:GetResources']);
    expect(tags(only(['iam-full-admin-policy']))).toEqual([
      'iam:ListPolicyTags',
      'iam:ListRoleTags',
      'iam:ListUserTags',
    ]);
  });

  test('and nowhere where none exempts', () => {
    expect(tags(scopeOf('exemptionTag: false'))).toEqual([]);
  });
});

describe('what brings in the events of global services', () => {
  const forwarded = (scope: Scope) => rulesIn(forwarderTemplate(params(scope)).Resources);

  test('brings in those that are judged', () => {
    expect(forwarded(only(['iam-full-admin-policy']))).toEqual(['IamForward']);
    expect(forwarded(only(['iam-full-admin-policy', 'monitor-rule-tampered']))).toContain('EventsForward');
  });

  test('is not there where none is', () => {
    expect(forwards(params(EVERYTHING))).toBe(true);
    expect(forwards(params(only(['sg-open-ingress', 'monitor-rule-tampered'])))).toBe(false);
    expect(forwardedPatterns(only(['sg-open-ingress']))).toEqual({});
  });
});

describe('global services that another deployment of the account judges', () => {
  const left = scopeIn(settingsIn('', 'off'));

  test('none of their rules is left, and all others are', () => {
    const global = rules.filter(({ kind }) => kind.global).map(({ id }) => id);
    expect(global).toEqual(expect.arrayContaining(['iam-full-admin-policy', 's3-account-block-public-access-off']));
    expect(left.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id).filter((id) => !global.includes(id)));
  });

  test('only what decides about resources here is brought in', () => {
    expect(Object.keys(forwardedPatterns(EVERYTHING))).toEqual(['iam', 's3']);
    // The account's Block Public Access decides about buckets.
    expect(Object.keys(forwardedPatterns(left))).toEqual(['s3']);
    expect(ofFunction('remediate', left).filter((action) => action.startsWith('iam:'))).toEqual(['iam:PassRole']);
  });

  test('what is brought in is of no single bucket', () => {
    expect(forwardedPatterns(EVERYTHING)['s3']?.detail.requestParameters).toEqual({ bucketName: [{ exists: false }] });
  });
});

describe('whatever is switched off', () => {
  const nothing = only([]);

  test('the heartbeat comes through', () => {
    expect(rulesIn(template(nothing))).toEqual(['LogsChanges', 'SweepSchedule', 'SweepRequests', 'HeartbeatSchedule']);
    expect(JSON.stringify(template(nothing)['ChangesQueuePolicy'])).toContain('"LogsChanges"');
    expect(ofFunction('sweep', nothing)).toContain('logs:PutRetentionPolicy');
  });

  test('what a rule found before can be resolved', () => {
    expect(ofFunction('detect', nothing)).toEqual(
      ofFunction('detect', EVERYTHING).filter((action) =>
        /^(?:dynamodb:(?!Describe)|ssm:[GP][eu]tParameter$|organizations:)/.test(action),
      ),
    );
    expect(ofFunction('sweep', nothing)).toContain('dynamodb:Query');
  });

  test('Plumbline’s own parts are followed, read and listed where that rule is on', () => {
    const scope = only(['monitor-rule-tampered']);
    expect(Object.keys(eventPatterns(scope))).toEqual(['dynamodb', 'events', 'lambda', 'logs', 'sns', 'sqs']);
    expect(ofFunction('detect', scope)).toEqual(
      expect.arrayContaining(['events:DescribeRule', 'sqs:GetQueueAttributes']),
    );
    expect(ofFunction('remediate', scope)).toEqual(expect.arrayContaining(['events:EnableRule', 'events:DisableRule']));
  });

  test('no statement is empty, and no policy', () => {
    for (const scope of [nothing, only(['sg-open-ingress']), EVERYTHING]) {
      const granting = Object.values(template(scope)).filter(({ Type }) => Type.startsWith('AWS::IAM'));
      for (const { Properties } of granting)
        expect(JSON.stringify(Properties)).not.toMatch(/"(Statement|Action|Resource)":\[\]/);
    }
  });
});
