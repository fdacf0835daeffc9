import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListEventSourceMappingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { inTurn } from '../../aws/in-turn.ts';
import { defineReader, type Page, page } from '../../aws/reader.ts';
import { parseArn } from '../../core/arn.ts';
import { GONE } from '../../core/kind.ts';
import { readPart } from './api-components.ts';
import { ownComponent } from './kind.ts';
import { type ComponentType, idsOf, namesIn, OWN_PREFIX, sourceName } from './names.ts';

/** The components in the deployment's region, and those that forward the events of global services. */
const components = (service: string, resource: string) =>
  ['region', 'forwarder'].map((where) => `${service}:{${where}}:{account}:${resource}`);
const RULES = components('events', 'rule/{component}');
const QUEUES = components('sqs', '{component}');
const FUNCTIONS = components('lambda', 'function:{component}');

export default defineReader(ownComponent, {
  permissions: {
    read: {
      'events:DescribeRule': RULES,
      'events:ListTargetsByRule': RULES,
      'sqs:GetQueueUrl': QUEUES,
      'sqs:GetQueueAttributes': QUEUES,
      'lambda:GetFunctionConfiguration': FUNCTIONS,
      'lambda:GetFunctionConcurrency': FUNCTIONS,
      // A mapping has a UUID and no name. A mapping that now starts another function must be read, too.
      'lambda:GetEventSourceMapping': components('lambda', 'event-source-mapping:*'),
      'dynamodb:DescribeTable': components('dynamodb', 'table/{component}'),
      'sns:GetTopicAttributes': components('sns', '{component}'),
    },
    list: {
      'events:ListRules': '*',
      'sqs:ListQueues': '*',
      'lambda:ListFunctions': '*',
      'lambda:ListEventSourceMappings': '*',
      'dynamodb:ListTables': '*',
      'sns:ListTopics': '*',
    },
  },
  /** A component that does not exist is missing, not gone: only an event shows whether a deployment deleted it. */
  async read(ref, aws) {
    const { type, name, uuid } = namesIn(ref.id);
    // An older version took it for a component because of the beginning of its name. This deployment may not read it.
    if (idsOf(type, name, ref.region, uuid).length === 0) return GONE;
    const shown = await readPart[type](ref, aws);
    return { ...ownComponent.blank, ...shown, exists: shown !== undefined };
  },
  list(place, aws, from) {
    const { region } = place;
    const client = { events: aws.client(EventBridgeClient, place), lambda: aws.client(LambdaClient, place) };
    return inTurn(
      {
        async rule(NextToken) {
          const found = await client.events.send(new ListRulesCommand({ NamePrefix: OWN_PREFIX, NextToken }));
          return named(
            'rule',
            region,
            (found.Rules ?? []).map(({ Name }) => Name),
            found.NextToken,
          );
        },
        async queue(NextToken) {
          // Without `MaxResults` AWS returns the first 1000 and does not say that there are more.
          const command = new ListQueuesCommand({ QueueNamePrefix: OWN_PREFIX, MaxResults: 1000, NextToken });
          const found = await aws.client(SQSClient, place).send(command);
          return named(
            'queue',
            region,
            (found.QueueUrls ?? []).map((url) => url.split('/').at(-1)),
            found.NextToken,
          );
        },
        async function(Marker) {
          const found = await client.lambda.send(new ListFunctionsCommand({ Marker }));
          return named(
            'function',
            region,
            (found.Functions ?? []).map(({ FunctionName }) => FunctionName),
            found.NextMarker,
          );
        },
        async mapping(Marker) {
          const found = await client.lambda.send(new ListEventSourceMappingsCommand({ Marker }));
          const ids = (found.EventSourceMappings ?? []).flatMap(({ EventSourceArn, UUID }) =>
            EventSourceArn && UUID ? idsOf('mapping', sourceName(EventSourceArn), region, UUID) : [],
          );
          return page(ids, found.NextMarker);
        },
        async table(ExclusiveStartTableName) {
          const found = await aws
            .client(DynamoDBClient, place)
            .send(new ListTablesCommand({ ExclusiveStartTableName }));
          return named('table', region, found.TableNames ?? [], found.LastEvaluatedTableName);
        },
        async topic(NextToken) {
          const found = await aws.client(SNSClient, place).send(new ListTopicsCommand({ NextToken }));
          return named(
            'topic',
            region,
            (found.Topics ?? []).map(({ TopicArn }) => TopicArn && parseArn(TopicArn)?.resource),
            found.NextToken,
          );
        },
      },
      from,
    );
  },
});

/** A page of those that belong to Plumbline. */
function named(
  type: ComponentType,
  region: string,
  names: readonly (string | undefined)[],
  next: string | undefined,
): Page<never> {
  return page(
    names.flatMap((name) => (name ? idsOf(type, name, region) : [])),
    next,
  );
}
