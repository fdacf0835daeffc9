import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Statement } from '../../deploy/cloudformation.ts';
import { forwarderRegion } from '../../deploy/forwarder-names.ts';
import { FUNCTIONS, type FunctionName } from '../../deploy/needs.ts';
import { type Params, paramsFrom } from '../../deploy/params.ts';
import { EVERYTHING } from '../../deploy/scope.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { streamStarting } from '../../deploy/system.ts';
import { eventPatterns } from '../../deploy/template/event-patterns.ts';
import { forwarderTemplate } from '../../deploy/template/forwarder.ts';
import { guard } from '../../deploy/template/remediate-guard.ts';
import declared from '../../generated/roles.json' with { type: 'json' };
import { DETECT, NOTIFY, REMEDIATE, RESPOND, SWEEP } from '../../shared/aws/environment.ts';
import ofParts from '../../shared/resources/own-component/effects.ts';
import { OFF } from './off.ts';

function params(given: Readonly<Record<string, string>> = {}): Params {
  return paramsFrom({ ...OFF, ...given });
}

function template(given: Readonly<Record<string, string>> = {}) {
  return deployedWith(params(given)).resources;
}

function entryOf(name: FunctionName) {
  return deployedWith(params(WHOLE)).functions[name] ?? expect.fail(`${name} is not deployed`);
}

const WHOLE = { remediation: 'auto', slackWebhook: '/plumbline/slack' };

describe('roles', () => {
  test.each(FUNCTIONS)('%s may do what it declares, and no wildcard stands for an action', (name) => {
    const actions = statementsOf(name).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? [Action].flat() : []));
    expect(actions).toEqual(expect.arrayContaining(Object.keys(declared[name]).filter((action) => !isWebhook(action))));
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('everything but remediate only reads what it judges', () => {
    // The parameters are the webhook's and the key of fingerprints, which the first process makes.
    const own =
      /^(dynamodb|sqs|sns|events):|^logs:(CreateLogStream|PutLogEvents|PutRetentionPolicy)$|^ssm:(Get|Put)Parameter$/;
    for (const name of FUNCTIONS.filter((each) => each !== 'remediate')) {
      const others = actionsOf(name).filter((action) => !own.test(action) && action !== 'kms:Decrypt');
      expect(
        others.filter((action) => !/:(Describe|(Batch)?Get|List)/.test(action)),
        name,
      ).toEqual([]);
    }
  });

  test('what stands for every resource is declared so, or lists streams, which IAM cannot narrow', () => {
    for (const name of FUNCTIONS) {
      const everywhere = statementsOf(name).flatMap(({ Effect, Action, Resource }) =>
        Effect === 'Allow' && Resource === '*' ? [Action].flat() : [],
      );
      const said = Object.entries<readonly string[]>(declared[name]).flatMap(([action, where]) =>
        where.includes('*') ? [action] : [],
      );
      expect(new Set(everywhere)).toEqual(
        new Set(streamStarting(entryOf(name)) ? [...said, 'dynamodb:ListStreams'] : said),
      );
    }
  });
});

describe('what remediate may never do', () => {
  const denied = guard(params());
  const withoutCondition = denied.filter(({ Condition, Resource }) => Condition === undefined && Resource === '*');

  test('nothing that an action needs is refused everywhere', () => {
    const shadowed = Object.keys(declared.remediate).filter((action) => refuses(withoutCondition, action));
    expect(shadowed).toEqual([]);
  });

  test.each([
    'iam:CreateUser',
    'iam:CreateAccessKey',
    'iam:CreateLoginProfile',
    'iam:UpdateLoginProfile',
    'iam:CreateRole',
    'iam:CreatePolicyVersion',
    'iam:AddUserToGroup',
    'iam:AddRoleToInstanceProfile',
    'iam:PutRolePermissionsBoundary',
    'sts:AssumeRole',
    'sts:AssumeRoleWithWebIdentity',
    'organizations:LeaveOrganization',
    'lambda:UpdateFunctionCode',
    'lambda:InvokeFunction',
  ])('%s, on anything', (action) => {
    expect(refuses(withoutCondition, action)).toBe(true);
  });

  test.each(['iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:DetachRolePolicy'])(
    '%s, on a role of Plumbline',
    (action) => {
      const own = denied.filter(({ Resource }) => JSON.stringify(Resource).includes(':role/plumbline-*'));
      expect(refuses(own, action)).toBe(true);
      // Elsewhere, an undo has to.
      expect(refuses(withoutCondition, action)).toBe(false);
    },
  );

  test.each([
    'lambda:RemovePermission',
    'lambda:UpdateFunctionConfiguration',
    'dynamodb:DeleteTable',
    'events:DeleteRule',
    'events:PutRule',
    'events:RemoveTargets',
    'sqs:SetQueueAttributes',
  ])('%s, on what is Plumbline’s', (action) => {
    const own = denied.filter(({ Sid }) => Sid === 'NotPlumblineItself');
    expect(refuses(own, action)).toBe(true);
  });

  test('a rule of Plumbline’s can be switched on again, and an undo can switch it off', () => {
    const needed = ofParts.flatMap(({ permissions }) => Object.keys(permissions));
    expect(needed).toEqual(expect.arrayContaining(['events:EnableRule', 'events:DisableRule']));
    // Mappings are no functions, whose names the refusal has.
    const rules = needed.filter((action) => action.startsWith('events:'));
    expect(rules.filter((action) => refuses(denied, action))).toEqual([]);
    expect(declared.remediate['events:DisableRule']).toEqual([
      'events:{forwarder}:{account}:rule/{component}',
      'events:{region}:{account}:rule/{component}',
    ]);
  });

  test('its own table stays writable, but for the kill switch', () => {
    const always = denied.filter(({ Sid }) => Sid !== 'NoPauseLifted');
    for (const action of ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query', 'sqs:SendMessage']) {
      expect(refuses(always, action)).toBe(false);
    }
  });

  test('roles are handed to the services that actions name, and to no other', () => {
    expect(denied.find(({ Action }) => Action === 'iam:PassRole')?.Condition).toEqual({
      StringNotEquals: { 'iam:PassedToService': ['vpc-flow-logs.amazonaws.com'] },
    });
  });
});

const VARIABLES = { detect: DETECT, notify: NOTIFY, remediate: REMEDIATE, respond: RESPOND, sweep: SWEEP };

describe('the environment', () => {
  const environmentWith = (given: Readonly<Record<string, string>>) =>
    Object.keys(deployedWith(params(given)).environment);

  test.each(Object.entries(VARIABLES))('%s gets what it reads', (name, { required }) => {
    const code = readFileSync(new URL(`../../functions/${name}.ts`, import.meta.url), 'utf8');
    expect(code).toContain(`environmentOf(${name.toUpperCase()})`);
    expect(code).not.toContain('process.env');
    // Lambda sets the region itself.
    const set = required.filter((each) => each !== 'AWS_REGION');
    expect(environmentWith(WHOLE)).toEqual(expect.arrayContaining(set));
    expect(set.length).toBeGreaterThan(0);
  });

  test('it says nothing of what is not deployed', () => {
    const names = environmentWith({});
    expect(names.filter((name) => /SLACK|REMEDIATIONS|REMEDIATE_ROLE/.test(name))).toEqual([]);
    expect(environmentWith(WHOLE)).toEqual(expect.arrayContaining(['SLACK_WEBHOOK', 'SLACK_QUEUE_URL']));
  });
});

describe('queues', () => {
  const queues = ['Changes', 'Deliveries', 'Slack', 'Sweeps', 'Remediations'].map((name) => `${name}Queue`);

  test.each(queues)('%s is encrypted by SQS where there is no other key', (id) => {
    expect(template(WHOLE).Resources[id]?.Properties['SqsManagedSseEnabled']).toBe(true);
  });

  test('every queue that things end in has an alarm', () => {
    const all = Object.entries(template(WHOLE).Resources);
    const dlqs = all.filter(([id, { Type }]) => Type === 'AWS::SQS::Queue' && id.endsWith('Dlq'));
    const watched = JSON.stringify(all.filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm'));
    expect(dlqs).toHaveLength(7);
    for (const [id] of dlqs) expect(watched).toContain(`"Fn::GetAtt":["${id}","QueueName"]`);
  });

  /** The statement by which a queue refuses what others send, and the roles that it leaves out. */
  function refusal(id: string, given: Readonly<Record<string, string>> = WHOLE) {
    const { PolicyDocument } = template(given).Resources[`${id}Policy`]?.Properties ?? {};
    const { Statement = [] } = (PolicyDocument ?? {}) as { readonly Statement?: readonly Statement[] };
    const found = Statement.find(({ Effect, Action }) => Effect === 'Deny' && Action === 'sqs:SendMessage');
    const { ArnNotEqualsIfExists: but, ...condition } = (found?.Condition ?? {}) as Readonly<Record<string, unknown>>;
    const roles = (but as { readonly 'aws:PrincipalArn': readonly unknown[] } | undefined)?.['aws:PrincipalArn'] ?? [];
    return { found, condition, roles: roles.map((each) => JSON.stringify(each)) };
  }
  const role = (id: string) => JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] });

  test.each([
    ['ChangesQueue', ['DetectRole', 'SweepRole']],
    ['DeliveriesQueue', ['NotifyRole']],
    ['SlackQueue', ['NotifyRole']],
    ['SweepsQueue', ['SweepRole']],
    ['RemediationsQueue', ['RemediateRole', 'RespondRole']],
    ['ChangesDlq', ['DetectRole']],
    ['DeliveriesDlq', []],
    ['SlackDlq', []],
    ['SweepsDlq', []],
    ['RemediationsDlq', []],
    ['NotifyStreamDlq', ['NotifyRole']],
    ['RemediateStreamDlq', ['RemediateRole']],
  ])('nobody but EventBridge and Plumbline’s own roles sends to %s, whatever IAM allows them', (id, roles) => {
    expect(refusal(id)).toMatchObject({
      found: { Principal: '*', Resource: { 'Fn::GetAtt': [id, 'Arn'] } },
      condition: { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
      roles: roles.map(role),
    });
  });

  test('every queue is among those', () => {
    const all = Object.entries(template(WHOLE).Resources).filter(([, { Type }]) => Type === 'AWS::SQS::Queue');
    expect(all).toHaveLength(12);
    for (const [id] of all) expect(refusal(id).found, id).toBeDefined();
  });

  test('the role that the owner names may put messages of dead-letter queues back, and nowhere else', () => {
    const redriveRole = 'arn:aws:iam::111122223333:role/operators';
    expect(refusal('ChangesQueue', { redriveRole }).roles).toEqual([
      role('DetectRole'),
      role('SweepRole'),
      JSON.stringify(redriveRole),
    ]);
    expect(refusal('ChangesDlq', { redriveRole }).roles).toEqual([role('DetectRole')]);
    expect(() => params({ redriveRole: 'operators' })).toThrow('redriveRole must be the ARN of an IAM role.');
  });

  test('only the rules on changes may put something among the changes', () => {
    const policy = JSON.stringify(template().Resources['ChangesQueuePolicy']);
    const rules = Object.entries(template().Resources).filter(([, { Type }]) => Type === 'AWS::Events::Rule');
    for (const [id] of rules) {
      expect(policy.includes(`"${id}"`), id).toBe(id.endsWith('Changes'));
    }
  });
});

describe('event patterns', () => {
  const patterns = eventPatterns(EVERYTHING);

  test.each(Object.entries(patterns))('%s: short enough, without failed calls', (service, pattern) => {
    expect(JSON.stringify(pattern).length).toBeLessThan(2048);
    expect(pattern.detail.errorCode).toEqual([{ exists: false }]);
    // A service with many events has several.
    expect(pattern.source).toEqual([`aws.${service.replace(/-\d+$/, '')}`]);
  });

  test('Lambda’s events are known with and without the date of the API', () => {
    expect(patterns['lambda']?.detail.eventName).toEqual(
      expect.arrayContaining(['AddPermission', { prefix: 'AddPermission20' }]),
    );
  });

  test('they ask for events of the own account', () => {
    const rules = [template(), { Resources: forwarderTemplate(params()).Resources }].flatMap(({ Resources }) =>
      Object.values(Resources).flatMap(({ Type, Properties }) =>
        Type === 'AWS::Events::Rule' && Properties['EventPattern'] ? [Properties['EventPattern']] : [],
      ),
    );
    expect(rules.length).toBeGreaterThan(15);
    for (const pattern of rules) expect(pattern).toMatchObject({ account: [{ Ref: 'AWS::AccountId' }] });
  });

  test('the heartbeat’s change is among them', () => {
    expect(patterns['logs']?.detail.eventName).toContain('PutRetentionPolicy');
  });
});

describe('global services', () => {
  test('their events are brought in where home is another region, of each partition', () => {
    expect(forwarderRegion(params())).toBe('us-east-1');
    expect(forwarderRegion(params({ region: 'us-east-1' }))).toBeUndefined();
    expect(forwarderRegion(params({ region: 'cn-northwest-1' }))).toBe('cn-north-1');
    expect(forwarderRegion(params({ region: 'us-gov-east-1' }))).toBe('us-gov-west-1');
  });

  test('of buckets, only what is done to the whole account is brought in', () => {
    expect(forwarderTemplate(params()).Resources['S3Forward']?.Properties['EventPattern']).toMatchObject({
      detail: { requestParameters: { bucketName: [{ exists: false }] } },
    });
    // Of IAM, everything is global.
    const iam = forwarderTemplate(params()).Resources['IamForward']?.Properties['EventPattern'];
    expect(iam).not.toHaveProperty('detail.requestParameters');
  });

  test('what is done to the rules that bring them in is brought in as well, and of no other rule', () => {
    const { Resources } = forwarderTemplate(params());
    const named = [{ prefix: 'plumbline-prod-forwarder-eu-west-1-' }];
    expect(Resources['EventsForward']?.Properties).toMatchObject({
      Name: 'plumbline-prod-forwarder-eu-west-1-events',
      EventPattern: {
        source: ['aws.events'],
        detail: {
          eventName: ['DeleteRule', 'DisableRule', 'EnableRule', 'PutRule', 'PutTargets', 'RemoveTargets'],
          requestParameters: { $or: [{ name: named }, { rule: named }] },
        },
      },
    });
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type === 'AWS::Events::Rule') expect(Properties['Name']).toMatch(/^plumbline-prod-forwarder-eu-west-1/);
    }
  });

  test('and what is done to the queue and the topic there, and of no other', () => {
    const { Resources } = forwarderTemplate(params());
    const asked = (id: string) => Resources[id]?.Properties['EventPattern'];
    const detailOf = (id: string) => (asked(id) as { readonly detail?: unknown } | undefined)?.detail;
    expect(detailOf('SqsForward')).toMatchObject({
      eventName: expect.arrayContaining(['DeleteQueue', 'SetQueueAttributes']),
      requestParameters: {
        $or: [
          { queueUrl: [{ suffix: '/plumbline-prod-forwarder-eu-west-1-dlq' }] },
          { queueName: ['plumbline-prod-forwarder-eu-west-1-dlq'] },
        ],
      },
    });
    expect(detailOf('SnsForward')).toMatchObject({
      eventName: ['CreateTopic', 'DeleteTopic', 'SetTopicAttributes'],
      requestParameters: {
        $or: [
          { topicArn: [{ suffix: ':plumbline-prod-forwarder-eu-west-1' }] },
          { name: ['plumbline-prod-forwarder-eu-west-1'] },
        ],
      },
    });
    for (const { Type, Properties } of Object.values(Resources))
      if (Type === 'AWS::Events::Rule') expect(JSON.stringify(Properties['EventPattern']).length).toBeLessThan(2048);
  });

  test('detect may look at those rules, and remediate switch them on again, where there are any', () => {
    const there = ':events:us-east-1:${AWS::AccountId}:rule/plumbline-prod-forwarder-eu-west-1-iam';
    for (const role of ['DetectRole', 'RemediateRole']) {
      expect(rolesText(role, {})).toContain(there);
      expect(rolesText(role, { region: 'us-east-1' })).not.toContain('us-east-1:');
    }
  });

  test('nobody but those rules puts anything into the queue there', () => {
    const policy = JSON.stringify(forwarderTemplate(params()).Resources['DlqPolicy']?.Properties['PolicyDocument']);
    expect(policy).toContain('"Effect":"Deny","Principal":"*","Action":"sqs:SendMessage"');
    expect(policy).not.toContain('aws:PrincipalArn');
  });

  test('to exactly the default bus at home', () => {
    const { Resources } = forwarderTemplate(params());
    const home = { 'Fn::Sub': 'arn:${AWS::Partition}:events:eu-west-1:${AWS::AccountId}:event-bus/default' };
    expect(Resources['IamForward']?.Properties['Targets']).toMatchObject([{ Arn: home }]);
    expect(JSON.stringify(Resources['Role'])).toContain(JSON.stringify(home));
    expect(JSON.stringify(Resources['Role'])).not.toContain('"*"');
  });
});

/** A role with the policies beside it. */
function rolesText(id: string, given: Readonly<Record<string, string>>): string {
  const all = Object.entries(template({ ...WHOLE, ...given }).Resources);
  return JSON.stringify(all.filter(([each]) => each.startsWith(id)));
}

function policiesOf(name: (typeof FUNCTIONS)[number]): {
  readonly inline: readonly Statement[][];
  readonly beside: readonly Statement[][];
} {
  const { Resources } = template(WHOLE);
  const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}Role`;
  const role = Resources[id] ?? expect.fail(`there is no ${id}`);
  const statements = (document: unknown) => (document as { readonly Statement: Statement[] }).Statement;
  return {
    inline: (role.Properties['Policies'] as readonly { readonly PolicyDocument: unknown }[]).map(({ PolicyDocument }) =>
      statements(PolicyDocument),
    ),
    beside: Object.entries(Resources)
      .filter(([each]) => each.startsWith(`${id}Calls`))
      .map(([, { Properties }]) => statements(Properties['PolicyDocument'])),
  };
}

function statementsOf(name: (typeof FUNCTIONS)[number]): readonly Statement[] {
  const { inline, beside } = policiesOf(name);
  return [...inline, ...beside].flat();
}

function actionsOf(name: (typeof FUNCTIONS)[number]): readonly string[] {
  return statementsOf(name).flatMap(({ Action }) => Action);
}

/** Of a secret, where the address is in a parameter. */
function isWebhook(action: string): boolean {
  return action === 'secretsmanager:GetSecretValue';
}

function refuses(statements: readonly Statement[], action: string): boolean {
  return statements
    .flatMap(({ Action }) => Action)
    .some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(action));
}
