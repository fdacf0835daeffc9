import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListEventSourceMappingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { paramFlags, serverless } from '../../scripts/check-templates/project.ts';
import { notices } from '../../shared/notices/notices.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { copyThatBundlesOnce } from '../support/project.ts';

const LONG = 300_000;
const HOME = 'eu-west-1';

// Of its own: other tests' resources would be among these.
const moto = await startMoto();

describe.runIf(moto)('deployed into the local stand-in', () => {
  const { url } = moto as Moto;
  const here = client(HOME);
  const there = client('us-east-1');
  let project = '';

  beforeAll(() => {
    project = copyThatBundlesOnce();
  });
  afterAll(async () => {
    rmSync(project, { recursive: true, force: true });
    await moto?.stop();
  });

  function client(region: string) {
    return { region, endpoint: url, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  }

  async function run(...args: readonly string[]): Promise<string> {
    const { code, output } = await serverless(project, args, {
      AWS_ENDPOINT_URL: url,
      // Milliseconds between looks at a stack, which is there at once.
      SLS_AWS_MONITORING_FREQUENCY: '50',
    });
    expect(code, output).toBe(0);
    return output;
  }

  const deploy = (stage: string, params: Readonly<Record<string, string>> = {}) =>
    run('deploy', '--stage', stage, ...paramFlags(params));

  async function rulesOf(events: EventBridgeClient, NextToken?: string): Promise<readonly (string | undefined)[]> {
    const page = await events.send(new ListRulesCommand({ NextToken }));
    const names = (page.Rules ?? []).map(({ Name }) => Name);
    return page.NextToken ? [...names, ...(await rulesOf(events, page.NextToken))] : names;
  }

  /** What there is, by kind. Moto makes no alarms, dashboards and queue policies. */
  async function present(place: ReturnType<typeof client> = here) {
    const [functions, queues, rules, roles, topics, buses, groups, tables] = await Promise.all([
      new LambdaClient(place).send(new ListFunctionsCommand({})),
      new SQSClient(place).send(new ListQueuesCommand({})),
      rulesOf(new EventBridgeClient(place)),
      new IAMClient(place).send(new ListRolesCommand({})),
      new SNSClient(place).send(new ListTopicsCommand({})),
      new EventBridgeClient(place).send(new ListEventBusesCommand({})),
      new CloudWatchLogsClient(place).send(new DescribeLogGroupsCommand({})),
      new DynamoDBClient(place).send(new ListTablesCommand({})),
    ]);
    const sorted = (names: readonly (string | undefined)[] = []) => names.map((name) => name ?? '').sort();
    return {
      functions: sorted(functions.Functions?.map(({ FunctionName }) => FunctionName)),
      queues: sorted(queues.QueueUrls?.map((address) => address.replace(/.*\//, ''))),
      rules: sorted(rules),
      roles: sorted(roles.Roles?.map(({ RoleName }) => RoleName)).filter((name) => name.startsWith('plumbline')),
      topics: sorted(topics.Topics?.map(({ TopicArn }) => TopicArn?.replace(/.*:/, ''))),
      buses: sorted(buses.EventBuses?.map(({ Name }) => Name)).filter((name) => name !== 'default'),
      logGroups: sorted(groups.logGroups?.map(({ logGroupName }) => logGroupName)),
      tables: sorted(tables.TableNames),
    };
  }

  test('two stages side by side, one of which remediates', { timeout: LONG }, async () => {
    const told = await deploy('prod', { remediation: 'auto', slackWebhook: '/plumbline/slack' });
    expect(told).toContain('stack plumbline-prod-forwarder-eu-west-1 in us-east-1 sends the events of global services');
    expect(told).toMatch(/There is no CloudTrail trail in eu-west-1\. Until there is one/);
    expect(told).toMatch(/There is nothing stored in \/plumbline\/slack/);
    expect(told).toMatch(/Findings: +arn:aws:sns:eu-west-1:123456789012:plumbline-prod-findings$/m);
    expect(told).toContain('npx serverless remove --stage prod --region eu-west-1');
    await deploy('dev');

    const found = await present();
    expect(found.functions).toEqual([
      ...['detect', 'notify', 'respond', 'sweep'].map((name) => `plumbline-dev-${name}`),
      ...['detect', 'notify', 'remediate', 'respond', 'sweep'].map((name) => `plumbline-prod-${name}`),
    ]);
    expect(found.queues).toEqual(
      [
        ...['changes', 'deliveries', 'sweeps'].flatMap((name) => [
          `plumbline-dev-${name}`,
          `plumbline-dev-${name}-dlq`,
        ]),
        'plumbline-dev-notify-stream-dlq',
        ...['changes', 'deliveries', 'remediations', 'sweeps'].flatMap((name) => [
          `plumbline-prod-${name}`,
          `plumbline-prod-${name}-dlq`,
        ]),
        'plumbline-prod-notify-stream-dlq',
        'plumbline-prod-remediate-stream-dlq',
        'plumbline-prod-slack.fifo',
        'plumbline-prod-slack-dlq.fifo',
      ].sort(),
    );
    expect(found.roles.filter((name) => /remediate/i.test(name))).toHaveLength(1);
    expect(found.topics).toEqual(['plumbline-dev-findings', 'plumbline-prod-findings']);
    expect(found.buses).toEqual(['plumbline-dev', 'plumbline-prod']);
    expect(found.logGroups).toEqual(
      expect.arrayContaining([
        '/plumbline/dev/heartbeat',
        '/plumbline/prod/heartbeat',
        '/aws/lambda/plumbline-prod-detect',
      ]),
    );
  });

  test('every rule on changes ends in the queue of its own stage', async () => {
    const events = new EventBridgeClient(here);
    const { rules } = await present();
    for (const stage of ['dev', 'prod']) {
      const targets = await Promise.all(
        rules
          .filter((name) => name.startsWith(`plumbline-${stage}-`))
          .map((Rule) => events.send(new ListTargetsByRuleCommand({ Rule }))),
      );
      const arns = targets.flatMap(({ Targets = [] }) => Targets.map(({ Arn }) => Arn?.replace(/.*:/, '')));
      expect(new Set(arns)).toEqual(new Set([`plumbline-${stage}-changes`, `plumbline-${stage}-sweeps`]));
    }
  });

  test('functions are started by their queues and the stream', async () => {
    const lambda = new LambdaClient(here);
    const all = await lambda.send(new ListEventSourceMappingsCommand({}));
    const sources = (name: string) =>
      all.EventSourceMappings?.filter(({ FunctionArn }) => FunctionArn?.endsWith(`:${name}`)).map(
        ({ EventSourceArn, FunctionResponseTypes }) => [
          EventSourceArn?.replace(/^arn:aws:(\w+):.*?(plumbline-[\w.-]+?)(-FindingsTable.*)?$/, '$1 $2'),
          FunctionResponseTypes?.[0],
        ],
      );
    expect(sources('plumbline-prod-detect')).toEqual([['sqs plumbline-prod-changes', 'ReportBatchItemFailures']]);
    expect(
      sources('plumbline-prod-notify')
        ?.map(([from]) => from)
        .sort(),
    ).toEqual(['dynamodb plumbline-prod', 'sqs plumbline-prod-deliveries', 'sqs plumbline-prod-slack.fifo']);
    expect(
      sources('plumbline-prod-remediate')
        ?.map(([from]) => from)
        .sort(),
    ).toEqual(['dynamodb plumbline-prod', 'sqs plumbline-prod-remediations']);
    expect(sources('plumbline-prod-respond')).toEqual([]);
  });

  test('the table streams what is new, and cannot be deleted by mistake', async () => {
    const { tables } = await present();
    expect(tables).toHaveLength(2);
    for (const TableName of tables) {
      const { Table } = await new DynamoDBClient(here).send(new DescribeTableCommand({ TableName }));
      expect(Table).toMatchObject({
        DeletionProtectionEnabled: true,
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      });
    }
  });

  test('a deployment is followed by a sweep and a heartbeat', async () => {
    const { Messages = [] } = await new SQSClient(here).send(
      new ReceiveMessageCommand({
        QueueUrl: `${url}/123456789012/plumbline-prod-sweeps`,
        MaxNumberOfMessages: 10,
      }),
    );
    const requests = Messages.map(({ Body = '' }) => JSON.parse(Body) as { readonly detail: unknown });
    // EventBridge delivers at least once, and each deployment requests both.
    const found = new Set(requests.map(({ detail }) => JSON.stringify(detail)));
    expect(found).toEqual(new Set(['{"heartbeat":true}', '{"sweep":"all"}']));
  });

  test('events of global services come from us-east-1, and a second deployment changes nothing', {
    timeout: LONG,
  }, async () => {
    const rules = (await present(there)).rules;
    expect(rules).toEqual(
      ['dev', 'prod'].flatMap((stage) =>
        ['denied', 'events', 'iam', 'no-mfa', 'root', 's3', 'sign-in', 'sns', 'sqs'].map(
          (service) => `plumbline-${stage}-forwarder-eu-west-1-${service}`,
        ),
      ),
    );
    const { Targets } = await new EventBridgeClient(there).send(
      new ListTargetsByRuleCommand({ Rule: 'plumbline-prod-forwarder-eu-west-1-iam' }),
    );
    expect(Targets?.[0]?.Arn).toBe('arn:aws:events:eu-west-1:123456789012:event-bus/default');
    await deploy('dev');
    expect((await present(there)).rules).toEqual(rules);
  });

  test('from auto back to off, function, role, queues and log group go, and all else stays', {
    timeout: LONG,
  }, async () => {
    const before = await present();
    const told = await deploy('prod', { slackWebhook: '/plumbline/slack' });
    expect(told).toMatch(/Estimated cost while idle: \d/);
    const after = await present();
    const remediates = (names: readonly string[]) => names.filter((name) => /remediat/i.test(name));
    for (const [kind, names] of Object.entries(after)) {
      const were = before[kind as keyof typeof before];
      expect(remediates(names), kind).toEqual([]);
      expect(names, kind).toEqual(were.filter((name) => !remediates(were).includes(name)));
    }
    expect(remediates(before.functions)).toEqual(['plumbline-prod-remediate']);
    expect(remediates(before.roles)).toHaveLength(1);
    expect(remediates(before.queues)).toHaveLength(3);
    expect(remediates(before.logGroups)).toEqual(['/aws/lambda/plumbline-prod-remediate']);
  });

  test('settings that leave no global service take away what brings in their events, and rules at home', {
    timeout: LONG,
  }, async () => {
    const off = rules.filter(({ id }) => id !== 'sg-open-ingress').map(({ id }) => `  ${id}: { enabled: false }`);
    const silent = notices.map(({ name }) => `  ${name}: { enabled: false }`);
    writeFileSync(join(project, 'one.yml'), ['rules:', ...off, 'notices:', ...silent].join('\n'));
    const of = (names: readonly string[]) => names.filter((name) => name.startsWith('plumbline-dev-'));
    expect(of((await present(there)).rules)).toHaveLength(9);
    const told = await deploy('dev', { config: 'one.yml' });
    expect(told).not.toContain('sends the events of global services');
    expect((await present(there)).rules.filter((name) => name.startsWith('plumbline-prod-'))).toHaveLength(9);
    expect(of((await present(there)).rules)).toEqual([]);
    expect(of((await present()).rules)).toEqual(
      ['ec2', 'heartbeat', 'logs', 'sweep', 'sweep-requests'].map((name) => `plumbline-dev-${name}`),
    );
  });

  test('removing one stage leaves its table, and the other stage as it was', { timeout: LONG }, async () => {
    const before = await present();
    const told = await run('remove', '--stage', 'dev');
    expect(told).toContain('The table of findings is retained.');
    const after = await present();
    const left = (names: readonly string[]) => names.filter((name) => /plumbline-dev|plumbline\/dev/.test(name));
    for (const [kind, names] of Object.entries(after)) {
      expect(left(names), kind).toHaveLength(kind === 'tables' ? 1 : 0);
      const others = (all: readonly string[]) => all.filter((name) => !/plumbline-dev|plumbline\/dev/.test(name));
      expect(others(names), kind).toEqual(others(before[kind as keyof typeof before]));
    }
    expect((await present(there)).rules.filter((name) => name.includes('-dev-'))).toEqual([]);
  });

  test('where home is where global services are, nothing is forwarded', { timeout: LONG }, async () => {
    const told = await run('deploy', '--stage', 'home', '--region', 'us-east-1');
    expect(told).not.toContain('forwarder');
    expect((await present(there)).rules.filter((name) => name.includes('-home-forwarder'))).toEqual([]);
  });
});
