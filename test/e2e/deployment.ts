import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Aws, createAws } from '../../shared/aws/clients.ts';
import type { Ref } from '../../shared/core/ref.ts';
import type { Answer } from '../../shared/respond/answer.ts';
import { bodyIn } from '../../shared/store/dynamodb/calls.ts';
import { createDynamoStore } from '../../shared/store/dynamodb.ts';
import type { Store } from '../../shared/store/store.ts';

import type { TrailRecord } from '../support/events.ts';
import { type Deployed, STACK, type StartCloud } from './cloud.ts';
import type { Params } from './deploy.ts';
import { createFunction, type LocalFunction } from './function.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { named, resolveLoopback } from './loopback.ts';
import { startMotoCloud } from './moto-cloud.ts';
import { PLACE } from './place.ts';
import { type Proxy, SLACK_PATH, startProxy } from './proxy.ts';
import { drain, type Position, queueSources, type Source, streamSources } from './sources.ts';
import { filled, mappings, ofType, type Properties, type Template } from './template.ts';
import { unzip } from './unzip.ts';

const PARAMETER = '/plumbline/slack';

/** Plumbline as it was deployed into a stand-in for AWS, its functions running on this machine. */
export interface Deployment {
  /** Clients of the account, past the proxy: those of everybody else in it. */
  readonly aws: Aws;
  readonly proxy: Proxy;
  /** By their names in the template's order: `detect`, `notify`, … Others were not deployed. */
  readonly functions: ReadonlyMap<string, LocalFunction>;
  /** What was deployed, by logical id. */
  readonly physical: ReadonlyMap<string, string>;
  readonly inbox: Inbox;
  /** The folder of the archives of functions. */
  readonly archives: string;
  /** As it was packaged. */
  readonly template: Template;
  /** Deploys again with other parameters, over what is there. */
  deploy(params: Params): Promise<void>;
  /** A record of CloudTrail comes to the default bus. */
  put(...records: readonly TrailRecord[]): Promise<void>;
  /** Resources are looked at, as a sweep has it. */
  sweep(refs: readonly Ref[]): Promise<void>;
  /** `sweep` starts a sweep of all, goes on with that of some kinds and sends a heartbeat; no message of it remains. */
  list(kinds: readonly string[]): Promise<void>;
  /** What Plumbline has stored. */
  readonly store: Store;
  /** Until nothing waits any more; what failed comes again after a while, so many times at most. */
  settle(rounds?: number): Promise<void>;
  /** The address of a queue by its logical id, past the proxy. */
  queueOf(id: string): string;
  /** A request of a person. */
  ask(request: object): Promise<Answer>;
  /** A person agrees to what was proposed last. */
  approve(finding: string, by: string): Promise<Answer>;
  /** Everything that is stored, as JSON. */
  stored(): Promise<string>;
  /** Everything that the functions wrote to their logs. */
  logged(): string;
  stop(): Promise<void>;
}

/** Tries of the harness, unless more are asked for, until it is said that something never ends well. */
const ROUNDS = 12;
/** What passes until what failed comes again: longer than a claim, a backoff and a visibility timeout last. */
const A_WHILE = 20 * 60_000;
/** And what passes where more tries are asked for. */
const LONGER = 6 * 3_600_000;

export interface DeploymentOptions {
  /** Waits of the functions are shortened. */
  readonly quick?: boolean;
  /** Whether the first sweep, which a deployment starts, takes place; the stand-in has hundreds of things from the start. */
  readonly sweep?: boolean;
  /** What `plumbline.yml` says. */
  readonly settings?: string;
  /** Where it is deployed; left out: moto. */
  readonly cloud?: StartCloud;
}

/** `undefined` where the stand-in is not installed. */
export async function startDeployment(
  params: Params,
  { quick = true, sweep = false, settings = '', cloud: start = startMotoCloud }: DeploymentOptions = {},
): Promise<Deployment | undefined> {
  const cloud = await start();
  if (!cloud) return undefined;
  const proxy = await startProxy(cloud.url);
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-e2e-'));
  const aws = clientsOf(cloud.url, proxy.url);
  const functions = new Map<string, LocalFunction>();
  const physical = new Map<string, string>();
  let deployed: Deployed | undefined;
  let sources: readonly Source[] = [];
  let inbox: Inbox | undefined;
  /** In the stream, by function. */
  const positions = new Map<string, Position>();
  /** Whatever may have filled a queue, or the stream. */
  const puts = { queues: 0, stream: 0 };
  proxy.answered = ({ service }) => {
    if (service === 'dynamodb') puts.stream += 1;
    if (service === 'sqs') puts.queues += 1;
  };
  if (quick) proxy.slow /= cloud.pace;
  proxy.kill = (caller, process) => functions.get(caller)?.kill(process);
  proxy.rewrite = ({ operation }, _, body) => (operation.startsWith('SendMessage') ? atOnce(body) : body);
  const deployment: Deployment = {
    aws,
    proxy,
    functions,
    physical,
    get archives() {
      if (!deployed) throw new Error('nothing was deployed');
      return deployed.archives;
    },
    get template() {
      if (!deployed) throw new Error('nothing was deployed');
      return deployed.template;
    },
    get inbox() {
      if (!inbox) throw new Error('nothing was deployed');
      return inbox;
    },
    deploy,
    put,
    sweep: look,
    list,
    get store() {
      return createDynamoStore({ aws, table: needed('detect').options.environment['TABLE_NAME'] ?? '', ...PLACE });
    },
    settle,
    queueOf,
    ask: async (request) => (await needed('respond').invoke(request)).answer as Answer,
    async approve(finding, by) {
      const { plan } = await deployment.ask({ do: 'show', finding });
      return deployment.ask({ do: 'approve', finding, plan, by });
    },
    stored,
    logged: () => [...functions.values()].flatMap(({ log }) => log).join(''),
    async stop() {
      for (const each of functions.values()) each.kill();
      await proxy.stop();
      await cloud.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await aws
      .client(SSMClient, PLACE)
      .send(new PutParameterCommand({ Name: PARAMETER, Type: 'SecureString', Value: `${proxy.url}${SLACK_PATH}` }));
    await deploy(params);
  } catch (error) {
    await deployment.stop();
    throw error;
  }
  return deployment;

  /** Nobody waits for what was put off: it comes at once, and the clocks are as far ahead. */
  function atOnce(body: Buffer): Buffer {
    let longest = 0;
    const text = body.toString().replace(/"DelaySeconds":(\d+)/g, (_, seconds: string) => {
      longest = Math.max(longest, Number(seconds));
      return '"DelaySeconds":0';
    });
    for (const each of functions.values()) each.ahead += longest * 1000;
    return Buffer.from(text);
  }

  async function deploy(given: Params): Promise<void> {
    if (!cloud) throw new Error('there is nothing to deploy into');
    deployed = await cloud.deploy({ slackWebhook: PARAMETER, ...given }, settings, proxy);
    const { template, archives } = deployed;
    physical.clear();
    for (const [id, name] of deployed.physical) physical.set(id, name);
    physical.set('AWS::AccountId', PLACE.account);
    if (!sweep) await purge('SweepsQueue');
    for (const each of functions.values()) each.kill();
    functions.clear();
    for (const properties of ofType(template, 'AWS::Lambda::Function').values()) {
      const its = mappings(template).filter((mapping) => mapping.function === properties['FunctionName']);
      const made = functionOf(
        properties,
        archives,
        Math.max(
          1,
          its.reduce((sum, { atOnce }) => sum + atOnce, 0),
        ),
      );
      functions.set(made.name, made);
    }
    const place = { aws, region: PLACE.region, filled: () => puts.queues };
    const stream = await streamOf(needed('detect').options.environment['TABLE_NAME'] ?? '');
    sources = mappings(template).flatMap((mapping) => {
      const run = needed(mapping.function.replace(`${STACK}-`, ''));
      if (mapping.queue === undefined)
        return streamSources(
          stream,
          mapping,
          run,
          { ...place, filled: () => puts.stream },
          positionOf(run.name),
          queueOf(mapping.givesUp?.tells),
        );
      const url = queueOf(mapping.queue);
      return queueSources(
        url,
        `arn:aws:sqs:${PLACE.region}:${PLACE.account}:${url.split('/').at(-1)}`,
        mapping,
        run,
        place,
      );
    });
    inbox ??= await openInbox(aws, {
      ...PLACE,
      topic: physical.get('Topic') ?? '',
      bus: STACK,
      slack: proxy.slack,
    });
  }

  function functionOf(properties: Properties, archives: string, processes: number): LocalFunction {
    const name = String(properties['FunctionName']).replace(`${STACK}-`, '');
    const [, path = '', exported = ''] = /^(.+)\.(\w+)$/.exec(String(properties['Handler'])) ?? [];
    const unpacked = join(folder, 'unpacked', name);
    unzip(join(archives, `${name}.zip`), unpacked);
    const { Variables } = properties['Environment'] as { readonly Variables: Properties };
    const memory = Number(properties['MemorySize']);
    return createFunction({
      name,
      file: join(unpacked, `${path}.mjs`),
      exported,
      timeout: Number(properties['Timeout']),
      memory,
      processes,
      environment: {
        ...Object.fromEntries(
          Object.entries(Variables).map(([key, value]) => [key, at(filled(value, physical), proxy.url)]),
        ),
        AWS_REGION: PLACE.region,
        AWS_LAMBDA_FUNCTION_NAME: String(properties['FunctionName']),
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
        // Tells the proxy who asks.
        AWS_ACCESS_KEY_ID: name,
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_ENDPOINT_URL: proxy.url,
        AWS_ENDPOINT_URL_S3_CONTROL: named(proxy.url),
        // A host of this machine is no host of Slack.
        SLACK_HOST: new URL(proxy.url).host,
        ...(quick ? { PLAY_QUICKLY: String(cloud?.pace), NODE_COMPILE_CACHE: join(folder, 'compiled') } : {}),
      },
    });
  }

  function positionOf(name: string): Position {
    const known = positions.get(name) ?? {};
    positions.set(name, known);
    return known;
  }

  function needed(name: string): LocalFunction {
    const found = functions.get(name);
    if (!found) throw new Error(`${name} is not deployed`);
    return found;
  }

  async function streamOf(TableName: string): Promise<string> {
    const { Table } = await aws.client(DynamoDBClient, PLACE).send(new DescribeTableCommand({ TableName }));
    return Table?.LatestStreamArn ?? '';
  }

  async function put(...records: readonly TrailRecord[]): Promise<void> {
    for (const [region, its] of Map.groupBy(records, ({ awsRegion }) => String(awsRegion))) await putIn(region, its);
  }

  async function putIn(region: string, records: readonly TrailRecord[]): Promise<void> {
    const events = aws.client(EventBridgeClient, { region });
    for (let first = 0; first < records.length; first += 10) {
      const Entries = records.slice(first, first + 10).map((record) => ({
        Source: `aws.${String(record['eventSource']).split('.')[0]}`,
        DetailType: 'AWS API Call via CloudTrail',
        Detail: JSON.stringify(record),
      }));
      await events.send(new PutEventsCommand({ Entries }));
    }
  }

  async function look(refs: readonly Ref[]): Promise<void> {
    const QueueUrl = queueOf('ChangesQueue');
    await aws
      .client(SQSClient, PLACE)
      .send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ refs }) }));
  }

  async function list(kinds: readonly string[]): Promise<void> {
    for (const body of [{ heartbeat: true }, { sweep: 'all' }, ...kinds.map((kind) => ({ kind }))]) {
      const message = { messageId: 'asked', body: JSON.stringify(body), attributes: {}, eventSource: 'aws:sqs' };
      await needed('sweep').invoke({ Records: [message] });
    }
    for (const queue of ['SweepsQueue', 'ChangesQueue']) await purge(queue);
  }

  async function purge(queue: string): Promise<void> {
    const QueueUrl = queueOf(queue);
    await aws.client(SQSClient, PLACE).send(new PurgeQueueCommand({ QueueUrl }));
  }

  function queueOf(id = ''): string {
    return at(physical.get(id) ?? '', cloud?.url ?? '');
  }

  async function settle(rounds = ROUNDS): Promise<void> {
    puts.queues += 1;
    puts.stream += 1;
    for (let round = 0; round < rounds; round += 1) {
      // What a process that died has still asked for is done before anybody looks.
      await proxy.idle();
      await drain(sources);
      const waiting = sources.filter((source) => source.isWaiting());
      if (waiting.length === 0) return;
      for (const each of functions.values()) each.ahead += round < ROUNDS ? A_WHILE : LONGER;
      for (const source of waiting) await source.comeAgain();
    }
    const errors = deployment
      .logged()
      .split('\n')
      .filter((line) => line.includes('"level":"ERROR"'));
    throw new Error(`It never ends:\n${[...errors.slice(0, 20), ...errors.slice(-5)].join('\n')}`);
  }

  async function stored(): Promise<string> {
    const { Items = [] } = await aws
      .client(DynamoDBClient, PLACE)
      .send(new ScanCommand({ TableName: needed('detect').options.environment['TABLE_NAME'] }));
    return JSON.stringify(Items.map((item) => ({ ...item, body: bodyIn(item) })));
  }
}

/** Clients follow the address of a queue wherever it leads. */
function at(address: string, url: string): string {
  return address.replace(`https://sqs.${PLACE.region}.amazonaws.com`, url);
}

function clientsOf(url: string, proxy: string): Aws {
  resolveLoopback();
  process.env['AWS_ENDPOINT_URL'] = url;
  process.env['AWS_ENDPOINT_URL_S3_CONTROL'] = named(proxy);
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  return createAws({ maxAttempts: 1, requestTimeout: 30_000 });
}
