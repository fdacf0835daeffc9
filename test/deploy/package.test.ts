import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chosen } from '../../deploy/chosen.ts';
import { logicalId } from '../../deploy/cloudformation.ts';
import { costs, costText } from '../../deploy/cost.ts';
import { BY_TYPE } from '../../deploy/deployer.ts';
import { paramsFrom } from '../../deploy/params.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { functionsOf } from '../../deploy/system.ts';
import { forwarderTemplate } from '../../deploy/template/forwarder.ts';
import { CONFIGS, MODES } from '../../scripts/check-templates/modes.ts';
import { paramFlags, serverless } from '../../scripts/check-templates/project.ts';
import { costsOf } from '../../scripts/generate/cost.ts';
import { copyThatBundlesOnce } from '../support/project.ts';
import { OFF } from './off.ts';
import { type Packaged, templateIn } from './packaged.ts';

const LONG = 600_000;
/** What allows to write the key of fingerprints, a parameter of Plumbline's own, and no other parameter. */
const OWN_KEY =
  /"Action":\["(?:ssm:GetParameter","|)ssm:PutParameter"\],"Resource":\{"Fn::Sub":"arn:[^"]*:parameter\/plumbline-prod\/fingerprint-key"\}/g;
/** What each function loads at its start, at most, in kB: no rule and no client, so that it does not grow with them. */
const AT_START = { detect: 260, notify: 160, remediate: 300, respond: 240, sweep: 270 };
const FUNCTIONS = Object.keys(AT_START);

let project = '';
const templates = new Map<string, Packaged>();
/** What the command said. */
const told = new Map<string, string>();

beforeAll(async () => {
  project = copyThatBundlesOnce();
  for (const [file, text] of Object.entries(CONFIGS)) writeFileSync(join(project, file), text);
  for (const [mode, params] of Object.entries(MODES)) {
    const { code, output } = await serverless(project, ['package', '--package', folderOf(mode), ...paramFlags(params)]);
    expect(code, output).toBe(0);
    told.set(mode, output);
    templates.set(mode, templateIn(join(project, folderOf(mode))));
  }
}, LONG);
afterAll(() => rmSync(project, { recursive: true, force: true }));

function folderOf(mode: string): string {
  return `out-${mode.replace(/\W+/g, '-')}`;
}

function template(mode: string): Packaged {
  return templates.get(mode) ?? expect.fail(`${mode} was not packaged`);
}

describe('remediation off', () => {
  test('there is nothing that could change a resource, and nothing named after it', () => {
    expect(Object.keys(template('off').Resources).filter((id) => /remediat/i.test(id))).toEqual([]);
    const all = JSON.stringify({ ...template('off').Resources, Dashboard: undefined });
    // The one thing that is written beside the table: the key of fingerprints, a parameter of Plumbline's own.
    const text = all.replaceAll(OWN_KEY, '');
    expect(text).not.toBe(all);
    expect(text).not.toMatch(/remediat(e|ions)[^"]*(role|queue|dlq|LogGroup)/i);
    expect(text).not.toMatch(/:(Revoke|Put(?!RetentionPolicy|Item|LogEvents|Events)|Modify|Detach|Attach|Authorize)/);
    expect(existsSync(join(project, 'out-off/remediate.zip'))).toBe(false);
  });

  test('with it on, the function, its role, queues, mappings and log group are there', () => {
    const ids = Object.keys(template('auto').Resources);
    expect(ids).toEqual(
      expect.arrayContaining([
        'RemediateLambdaFunction',
        'RemediateLogGroup',
        'RemediateRole',
        'RemediationsQueue',
        'RemediationsDlq',
        'RemediateStreamDlq',
        'RemediateEventSourceMappingDynamodbFindingsTable',
        'RemediateEventSourceMappingSQSRemediationsQueue',
      ]),
    );
  });
});

test('the deployer has rights for every type, also for those that the framework adds', () => {
  const types = new Set(
    [...templates.values()].flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)),
  );
  expect([...types].filter((type) => !(type in BY_TYPE))).toEqual([]);
});

test('where global services are left to another deployment, their rules are in no bundle', () => {
  const bundles = (mode: string) => readFileSync(join(project, folderOf(mode), 'detect.zip')).length;
  expect(bundles('global off')).toBeLessThan(bundles('off'));
  const { Resources } = template('global off');
  expect(JSON.stringify(Resources)).not.toMatch(/iam:(Get|List)|aws\.iam|forwarder-eu-west-1/);
  expect(JSON.stringify(template('off').Resources)).toMatch(/iam:GetRole.*/);
});

test('with another name, stack and functions have it', () => {
  const { service } = JSON.parse(readFileSync(join(project, 'out-approve/serverless-state.json'), 'utf8')) as {
    readonly service: { readonly provider: { readonly stackName: string } };
  };
  expect(service.provider.stackName).toBe('acme-prod');
  expect(template('approve').Resources['DetectLambdaFunction']?.Properties['FunctionName']).toBe('acme-prod-detect');
  expect(JSON.stringify(template('approve'))).not.toMatch(/plumbline-(prod|[*])/);
});

describe('Slack', () => {
  test('without it there is no queue and no permission to read an address', () => {
    const text = JSON.stringify(template('auto'));
    expect(text).not.toMatch(/SLACK_|Slack(Queue|Dlq)|slack(-dlq)?[.]fifo/);
    // Parameters are read by a rule. No secret is read, and no parameter but the key of fingerprints is written.
    expect(text.replaceAll(OWN_KEY, '')).not.toMatch(/ssm:PutParameter|secretsmanager:GetSecretValue/);
  });

  test('with it, exactly that parameter or secret may be read', () => {
    expect(JSON.stringify(template('approve').Resources['NotifyRole'])).toContain(':parameter/plumbline/slack"');
    const secret = JSON.stringify(template('everything').Resources['NotifyRole']);
    expect(secret).toContain(':secret:plumbline/slack-AbCdEf"');
    expect(secret).toContain(':parameter/aws/reference/secretsmanager/plumbline/slack"');
  });
});

test('a key of the customer protects table, queues, topic, bus and logs', () => {
  const key = MODES['everything']?.['kmsKey'];
  const kept = [
    'AWS::DynamoDB::Table',
    'AWS::SQS::Queue',
    'AWS::SNS::Topic',
    'AWS::Events::EventBus',
    'AWS::Logs::LogGroup',
  ];
  // Alarms have to arrive where the key is disabled, and hold no findings.
  const keeping = Object.entries(template('everything').Resources).filter(
    ([id, { Type }]) => kept.includes(Type) && id !== 'AlarmTopic',
  );
  for (const [id, { Properties }] of keeping) expect(JSON.stringify(Properties), id).toContain(key);
});

test.each(Object.keys(MODES))(
  '%s: deployedWith, by which tests and docs are made, is what the framework packages',
  (mode) => {
    const { config, ...given } = MODES[mode] ?? {};
    const params = chosen({ ...OFF, ...given, config: config ? join(project, config) : '' });
    const { functions, environment, resources } = deployedWith(params);
    const packaged = JSON.parse(JSON.stringify(template(mode))) as Packaged;
    expect(packaged.Resources).toMatchObject(resources.Resources);
    for (const [name, { description, memorySize, timeout, handler, role }] of functionsOf({ functions })) {
      expect(packaged.Resources[`${logicalId(name)}LambdaFunction`]?.Properties, name).toMatchObject({
        Description: description,
        MemorySize: memorySize,
        Timeout: timeout,
        Handler: handler,
        Role: role,
        Environment: { Variables: environment },
      });
    }
    const ofType = (type: string) => Object.values(packaged.Resources).filter(({ Type }) => Type === type).length;
    const events = functionsOf({ functions }).flatMap((each) => each[1].events ?? []);
    expect(ofType('AWS::Lambda::Function')).toBe(functionsOf({ functions }).length);
    expect(ofType('AWS::Lambda::EventSourceMapping')).toBe(events.length);
  },
);

test.each(['off', 'everything'])('what costs money is listed, and is what the guide counts: %s', (mode) => {
  const params = paramsFrom({ ...OFF, ...MODES[mode] });
  const { Resources: forwarder } = forwarderTemplate(params);
  const listed = costs(template(mode).Resources, forwarder);
  expect(listed.map(({ what, count }) => [what, count])).toEqual(
    costsOf(params).map(({ what, count }) => [what, count]),
  );
  expect(told.get(mode)).toContain(costText(listed));
});

test('log groups keep their events as long as was chosen, and none keeps them for ever', () => {
  const groups = Object.entries(template('auto').Resources).filter(([, { Type }]) => Type === 'AWS::Logs::LogGroup');
  expect(groups).toHaveLength(6);
  for (const [id, { Properties }] of groups) {
    expect(Properties['RetentionInDays'], id).toBe(id === 'HeartbeatLogGroup' ? 1 : 365);
  }
});

describe('from auto back to off', () => {
  test('exactly what remediates goes: function, mappings, role with its policies, queues, alarms and log group', () => {
    const [on, off] = [template('auto').Resources, template('off').Resources];
    const gone = Object.entries(on).filter(([id]) => !(id in off));
    // With more components of its own to look at, the role of detect is too long for inline policies.
    expect(gone.filter(([id]) => !/^Remediat(e|ion)|^DetectRoleCalls\d$/.test(id))).toEqual([]);
    expect(new Set(gone.map(([, { Type }]) => Type))).toEqual(
      new Set([
        'AWS::Lambda::Function',
        'AWS::Lambda::EventSourceMapping',
        'AWS::IAM::Role',
        'AWS::IAM::ManagedPolicy',
        'AWS::SQS::Queue',
        'AWS::SQS::QueuePolicy',
        'AWS::CloudWatch::Alarm',
        'AWS::Logs::LogGroup',
      ]),
    );
    expect(Object.keys(off).filter((id) => !(id in on))).toEqual([]);
  });

  test('what stays keeps its type and name, so that nothing is replaced', () => {
    const on = template('auto').Resources;
    for (const [id, { Type, Properties }] of Object.entries(template('off').Resources)) {
      expect(on[id]?.Type, id).toBe(Type);
      for (const name of ['FunctionName', 'QueueName', 'TopicName', 'Name', 'LogGroupName', 'AlarmName']) {
        expect(on[id]?.Properties[name], id).toEqual(Properties[name]);
      }
    }
  });

  test('nothing that goes is kept by a deletion policy', () => {
    const kept = Object.entries(template('auto').Resources).filter(([, each]) => 'DeletionPolicy' in each);
    expect(kept.map(([id]) => id)).toEqual(['FindingsTable']);
  });
});

describe('every rule switched off but one', () => {
  const rulesOf = (mode: string) =>
    Object.keys(template(mode).Resources).filter((id) => template(mode).Resources[id]?.Type === 'AWS::Events::Rule');
  const rolesOf = (mode: string, id: string) =>
    JSON.stringify(Object.entries(template(mode).Resources).filter(([each]) => each.startsWith(id)));

  test.each(['one', 'one, looked at only'])('%s: services of which none is left have no rule', (mode) => {
    expect(rulesOf(mode).sort()).toEqual([
      'Ec2Changes',
      'HeartbeatSchedule',
      'LogsChanges',
      // What happens does not depend on rules.
      'NoticeDeniedChanges',
      'NoticeNoMfaChanges',
      'NoticeRootChanges',
      'NoticeSignInChanges',
      'SweepRequests',
      'SweepSchedule',
    ]);
  });

  test('what is put right may be put right, and nothing else', () => {
    const actions = rolesOf('one', 'RemediateRole').match(/"ec2:(?!Describe)\w+"/g);
    expect(new Set(actions)).toEqual(
      new Set([
        '"ec2:AuthorizeSecurityGroupIngress"',
        // A rule that is opened again gets its tags back.
        '"ec2:CreateTags"',
        '"ec2:GetManagedPrefixListEntries"',
        '"ec2:RevokeSecurityGroupIngress"',
      ]),
    );
    expect(rolesOf('one', 'DetectRole')).not.toMatch(/"(s3|iam|rds|kms|ecs|cloudtrail|acm):(Get|List|Describe)/);
  });

  test('where nothing is left to put right, nothing could', () => {
    expect(Object.keys(template('one, looked at only').Resources).filter((id) => /remediat/i.test(id))).toEqual([]);
  });
});

describe('the bundles', () => {
  const bundle = (name: string) => join(project, 'dist/functions', name);

  test.each(Object.entries(AT_START))('%s loads less than %d kB at its start', (name, most) => {
    expect(bytesAtStart(bundle(name))).toBeLessThan(most * 1000);
  });

  test.each(FUNCTIONS)('the zip of %s is below 3 MB', (name) => {
    expect(statSync(join(project, `out-auto/${name}.zip`)).size).toBeLessThan(3_000_000);
  });

  test(
    'two packages of one source are the same, byte by byte, whenever they are made',
    async () => {
      for (const name of FUNCTIONS) {
        for (const file of readdirSync(bundle(name))) utimesSync(join(bundle(name), file), 1, 1);
      }
      const again = await serverless(
        project,
        ['package', '--package', 'out-again', ...paramFlags({ remediation: 'auto' })],
        {
          TZ: 'Asia/Tokyo',
          BUNDLE_ANEW: 'yes',
        },
      );
      expect(again.code, again.output).toBe(0);
      for (const name of FUNCTIONS) {
        expect(sha256(join(project, `out-again/${name}.zip`)), name).toBe(
          sha256(join(project, `out-auto/${name}.zip`)),
        );
      }
    },
    LONG,
  );
});

describe('settings', () => {
  test(
    'those of plumbline.yml are in the bundles',
    async () => {
      writeFileSync(join(project, 'plumbline.yml'), "trustedAccounts: ['210987654321']\n");
      const { code, output } = await serverless(project, ['package', '--package', 'out-settings']);
      rmSync(join(project, 'plumbline.yml'));
      expect(code, output).toBe(0);
      for (const name of ['detect', 'respond', 'sweep']) {
        expect(readFileSync(join(project, 'dist/functions', name, 'start.mjs'), 'utf8')).toContain('210987654321');
      }
    },
    LONG,
  );

  test(
    'wrong ones stop it, and are named with file and line',
    async () => {
      writeFileSync(join(project, 'wrong.yml'), '# first line\nrules:\n  no-such-rule: {}\n');
      const { code, output } = await serverless(project, [
        'package',
        '--package',
        'out-wrong',
        '--param=config=wrong.yml',
      ]);
      expect(code).not.toBe(0);
      expect(output).toContain('wrong.yml:3:3: there is no rule "no-such-rule"');
      expect(existsSync(join(project, 'out-wrong'))).toBe(false);
    },
    LONG,
  );

  test(
    'what is wrong in parameters stops it, with a sentence for each that does not repeat it',
    async () => {
      const wrong = {
        remediation: ['sometimes', 'remediation must be off, approve or auto.'],
        slackWebhook: ['https://hooks.slack.com/services/T0/B0/secret', 'never the URL itself'],
        kmsKey: ['alias/mine', 'kmsKey must be the ARN of a KMS key'],
      } as const;
      const given = Object.entries(wrong).map(([name, [value]]) => `--param=${name}=${value}`);
      const { code, output } = await serverless(project, ['package', '--package', 'out-wrong', ...given]);
      expect(code).not.toBe(0);
      for (const [value, sentence] of Object.values(wrong)) {
        expect(output).toContain(sentence);
        expect(output).not.toContain(value);
      }
    },
    LONG,
  );
});

/** What Node reads before a function is ready: its `index.mjs` and what that imports, not what is imported on use. */
function bytesAtStart(folder: string): number {
  const seen = new Set<string>();
  const visit = (file: string): number => {
    if (seen.has(file)) return 0;
    seen.add(file);
    const text = readFileSync(join(folder, file), 'utf8');
    const imported = [...text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+)["']/g)].map(([, name = '']) => name);
    return Buffer.byteLength(text) + imported.reduce((sum, name) => sum + visit(name), 0);
  };
  return visit('index.mjs');
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
