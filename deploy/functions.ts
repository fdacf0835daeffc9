import { BEAT_FILTER, EVENT_FILTER } from '../shared/store/table.ts';
import { attribute, logicalId, ref, sub } from './cloudformation.ts';
import { deployedFunctions, deployedQueues } from './deployed.ts';
import { functionName } from './names.ts';
import { FUNCTIONS, type FunctionName, NEEDS, type QueueName } from './needs.ts';
import { ownParts } from './own.ts';
import { type Params, prefixOf } from './params.ts';

interface Limits {
  readonly description: string;
  /** Seconds. */
  readonly timeout: number;
  /** MB; the share of a processor grows with it. */
  readonly memorySize: number;
}

export const LIMITS: Readonly<Record<FunctionName, Limits>> = {
  detect: { description: 'Reads what a change touched, judges it and records drift.', timeout: 60, memorySize: 512 },
  notify: { description: 'Tells people of findings by SNS, Slack and EventBridge.', timeout: 60, memorySize: 256 },
  remediate: { description: 'Puts drifted resources right, and undoes that.', timeout: 120, memorySize: 512 },
  respond: { description: 'Does what people ask: approve, undo, exempt, snooze, pause.', timeout: 30, memorySize: 256 },
  sweep: { description: 'Lists all resources for what events missed.', timeout: 300, memorySize: 512 },
};

/** How many messages one call of a function takes, and how long it waits for them. */
export const BATCHES: Readonly<
  Record<QueueName, { readonly batchSize: number; readonly maximumBatchingWindow?: number }>
> = {
  // Several events on one resource cost one read. Lambda takes more than ten only where it may wait a second.
  changes: { batchSize: 50, maximumBatchingWindow: 1 },
  deliveries: { batchSize: 10 },
  // Of a batch in order, one that fails would cost all behind it a try; alone it keeps them back untouched.
  slack: { batchSize: 1 },
  sweeps: { batchSize: 1 },
  remediations: { batchSize: 1 },
};

/** Records leave the stream after a day; what could not be handled is reported while it can still be read. */
const STREAM_GIVES_UP = 22 * 3600;

/** The function that a queue starts. */
export function receiverOf(queue: QueueName): FunctionName {
  const receiver = FUNCTIONS.find((name) => NEEDS[name].receives?.includes(queue));
  if (!receiver) throw new Error(`nothing receives from ${queue}`);
  return receiver;
}

/** `functions` of `serverless.yml`. */
export function functions(params: Params): Readonly<Record<string, unknown>> {
  return Object.fromEntries(deployedFunctions(params).map((name) => [name, functionOf(name, params)]));
}

function functionOf(name: FunctionName, params: Params): unknown {
  const queues = deployedQueues(params).filter((queue) => NEEDS[name].receives?.includes(queue));
  return {
    name: functionName(params, name),
    handler: `dist/functions/${name}/index.handler`,
    ...LIMITS[name],
    // Not as an attribute, of which the framework makes a dependency that CloudFormation already knows.
    role: sub(`\${${roleId(name)}.Arn}`),
    environment: environment(params),
    package: { patterns: [`dist/functions/${name}/**`] },
    events: [...queues.map((queue) => queueEvent(queue, params)), ...(NEEDS[name].follows ? [streamEvent(name)] : [])],
  };
}

export function roleId(name: FunctionName): string {
  return `${logicalId(name)}Role`;
}

export function queueId(name: QueueName): string {
  return `${logicalId(name)}Queue`;
}

/** Where what nobody could receive ends. */
export function dlqId(name: QueueName): string {
  return `${logicalId(name)}Dlq`;
}

/** Where what a function could not take from the stream is reported. */
export function streamDlqId(name: FunctionName): string {
  return `${logicalId(name)}StreamDlq`;
}

function queueEvent(queue: QueueName, { detectConcurrency }: Params): unknown {
  return {
    sqs: {
      arn: attribute(queueId(queue)),
      ...BATCHES[queue],
      functionResponseType: 'ReportBatchItemFailures',
      ...(queue === 'changes' ? { maximumConcurrency: detectConcurrency } : {}),
    },
  };
}

function streamEvent(name: FunctionName): unknown {
  return {
    stream: {
      type: 'dynamodb',
      arn: attribute('FindingsTable', 'StreamArn'),
      startingPosition: 'TRIM_HORIZON',
      batchSize: name === 'notify' ? 100 : 1,
      // What remediation does may take long; entries are keys of their own and need no order.
      ...(name === 'notify' ? {} : { parallelizationFactor: 10 }),
      functionResponseType: 'ReportBatchItemFailures',
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: STREAM_GIVES_UP,
      destinations: { onFailure: { type: 'sqs', arn: attribute(streamDlqId(name)) } },
      filterPatterns: [EVENT_FILTER, ...(name === 'notify' ? [BEAT_FILTER] : [])],
    },
  };
}

/** What the functions know of their surroundings; every one of it alike, so that there is one list. */
function environment(params: Params): Readonly<Record<string, unknown>> {
  const { remediation, slackWebhook } = params;
  return {
    PLUMBLINE_PREFIX: prefixOf(params),
    PLUMBLINE_PARTS: ownParts(params),
    ACCOUNT_ID: ref('AWS::AccountId'),
    REMEDIATION: remediation,
    TABLE_NAME: ref('FindingsTable'),
    TOPIC_ARN: ref('Topic'),
    BUS_NAME: prefixOf(params),
    ...Object.fromEntries(
      deployedQueues(params).map((queue) => [`${queue.toUpperCase()}_QUEUE_URL`, ref(queueId(queue))]),
    ),
    ...(slackWebhook ? { SLACK_WEBHOOK: slackWebhook } : {}),
    RESPOND_FUNCTION: functionName(params, 'respond'),
    // Its own changes are no reason to act again.
    ...(remediation === 'off' ? {} : { REMEDIATE_ROLE: ref(roleId('remediate')) }),
    HEARTBEAT_LOG_GROUP: heartbeatLogGroup(params),
  };
}

export function heartbeatLogGroup({ name, stage }: Params): string {
  return `/${name}/${stage}/heartbeat`;
}
