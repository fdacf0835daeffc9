import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import {
  type FunctionConfiguration,
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { absentOn } from '../../aws/absent.ts';
import type { Aws } from '../../aws/clients.ts';
import { digestOf } from '../../core/digest.ts';
import { exactly } from '../../core/listing.ts';
import type { Ref } from '../../core/ref.ts';
import { type ComponentType, componentArn, namesIn } from './names.ts';
import {
  attributesIn,
  mappingSettings,
  QUEUE_ATTRIBUTES,
  ruleSettings,
  streamIn,
  TOPIC_ATTRIBUTES,
  targetsIn,
} from './settings.ts';
import type { Shown } from './state.ts';

/** The state of a component in AWS. `undefined`: it does not exist. */
type ReadPart = (ref: Ref, aws: Aws) => Promise<Shown | undefined>;

const NO_SUCH = 'ResourceNotFoundException';

export const readPart: Readonly<Record<ComponentType, ReadPart>> = {
  rule: (ref, aws) =>
    absentOn(NO_SUCH, async () => {
      const events = aws.client(EventBridgeClient, ref);
      const { name } = namesIn(ref.id);
      const [found, targets] = await Promise.all([
        events.send(new DescribeRuleCommand({ Name: name })),
        targetsOf(events, name),
      ]);
      return { ...ruleSettings(found), targets: exactly(targetsIn({ targets })) };
    }),

  queue: (ref, aws) =>
    absentOn(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'], async () => {
      const sqs = aws.client(SQSClient, ref);
      const { QueueUrl } = await sqs.send(
        new GetQueueUrlCommand({ QueueName: namesIn(ref.id).name, QueueOwnerAWSAccountId: ref.account }),
      );
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
      return { settings: { ...noneOf(QUEUE_ATTRIBUTES), ...attributesIn(QUEUE_ATTRIBUTES, Attributes) } };
    }),

  function: (ref, aws) =>
    absentOn(NO_SUCH, async () => {
      const lambda = aws.client(LambdaClient, ref);
      const FunctionName = namesIn(ref.id).name;
      const [configuration, { ReservedConcurrentExecutions: concurrency = null }] = await Promise.all([
        lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
        lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
      ]);
      const code = configuration.CodeSha256;
      return { concurrency, settings: { code, configuration: configurationDigest(configuration) } };
    }),

  mapping: (ref, aws) =>
    absentOn(NO_SUCH, async () => {
      const found = await aws
        .client(LambdaClient, ref)
        .send(new GetEventSourceMappingCommand({ UUID: namesIn(ref.id).uuid }));
      if (found.State === 'Deleting') return undefined;
      const enabled = enabledIn(found.State);
      return { ...(enabled === undefined ? {} : { enabled }), settings: { filter: null, ...mappingSettings(found) } };
    }),

  table: (ref, aws) =>
    absentOn(NO_SUCH, async () => {
      const { Table } = await aws
        .client(DynamoDBClient, ref)
        .send(new DescribeTableCommand({ TableName: namesIn(ref.id).name }));
      return Table?.TableStatus === 'DELETING' ? undefined : { settings: { stream: streamIn(Table) } };
    }),

  topic: (ref, aws) =>
    absentOn('NotFoundException', async () => {
      const { Attributes } = await aws
        .client(SNSClient, ref)
        .send(new GetTopicAttributesCommand({ TopicArn: componentArn(ref) }));
      return { settings: { ...noneOf(TOPIC_ATTRIBUTES), ...attributesIn(TOPIC_ATTRIBUTES, Attributes) } };
    }),
};

async function targetsOf(events: EventBridgeClient, name: string, from?: string): Promise<Target[]> {
  const found = await events.send(new ListTargetsByRuleCommand({ Rule: name, NextToken: from }));
  const rest = found.NextToken ? await targetsOf(events, name, found.NextToken) : [];
  return [...(found.Targets ?? []), ...rest];
}

/** AWS does not return attributes that are not set. */
function noneOf(names: readonly string[]): Readonly<Record<string, null>> {
  return Object.fromEntries(names.map((name) => [name, null]));
}

/** While a mapping is being updated, its state does not show whether it is enabled. */
function enabledIn(state: string | undefined): boolean | undefined {
  if (state === 'Enabled' || state === 'Enabling' || state === 'Creating') return true;
  return state === 'Disabled' || state === 'Disabling' ? false : undefined;
}

/**
 * A hash of the configuration. `undefined`: the variables cannot be decrypted, so two configurations cannot be
 * compared.
 */
function configurationDigest(configuration: FunctionConfiguration): string | undefined {
  const { Role, Handler, Runtime, Timeout, MemorySize, KMSKeyArn, DeadLetterConfig, Environment, Layers } =
    configuration;
  if (Environment?.Error) return undefined;
  const variables = Object.entries(Environment?.Variables ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const layers = (Layers ?? []).map(({ Arn }) => Arn);
  const network = [configuration.VpcConfig?.SubnetIds, configuration.VpcConfig?.SecurityGroupIds];
  const all = [Role, Handler, Runtime, Timeout, MemorySize, KMSKeyArn, DeadLetterConfig, variables, layers, network];
  return digestOf(JSON.stringify(all));
}
