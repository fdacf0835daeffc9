import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { madeOnce } from '../support/made-once.ts';
import { copyThatBundlesOnce } from '../support/project.ts';
import { startStandin } from '../support/standin/server.ts';
import { queueArn } from '../support/standin/sqs.ts';
import { type Cloud, STACK, STAGE, UPDATE } from './cloud.ts';
import { framework, type Params } from './deploy.ts';
import { PLACE } from './place.ts';
import { ofType, type Properties, readTemplate, type Template } from './template.ts';

/** The stand-in in this process, which gets what the packaged template says of tables, queues, topics, buses and rules. */
export async function startStandinCloud(): Promise<Cloud> {
  const standin = await startStandin();
  return {
    ...standin,
    pace: 4,
    async deploy(params, settings) {
      const archives = await packaged(params, settings);
      const template = readTemplate(join(archives, UPDATE));
      return { template, archives, physical: await createStack(standin.url, template) };
    },
  };
}

/** The same for all deployments with the same parameters and settings. */
function packaged(params: Params, settings: string): Promise<string> {
  return madeOnce(JSON.stringify([params, settings]), async (folder) => {
    const project = copyThatBundlesOnce();
    writeFileSync(join(project, 'plumbline.yml'), settings);
    await framework(project, ['package', '--stage', STAGE, '--package', folder], params);
    rmSync(project, { recursive: true, force: true });
  });
}

/** Creates the part of a stack that functions call or are called by. Gives the physical names. */
async function createStack(endpoint: string, template: Template): Promise<ReadonlyMap<string, string>> {
  const at = { ...PLACE, endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const [dynamo, sqs, sns] = [new DynamoDBClient(at), new SQSClient(at), new SNSClient(at)];
  const events = new EventBridgeClient(at);
  const physical = new Map<string, string>();
  for (const [id, properties] of ofType(template, 'AWS::DynamoDB::Table')) {
    const TableName = `${STACK}-${id}`;
    await dynamo.send(
      new CreateTableCommand({ TableName, ...(properties as Omit<CreateTableCommandInput, 'TableName'>) }),
    );
    physical.set(id, TableName);
  }
  const queues = ofType(template, 'AWS::SQS::Queue');
  const arnOf = (attribute: unknown): string => {
    const [id = ''] = (attribute as { readonly 'Fn::GetAtt': readonly string[] })['Fn::GetAtt'];
    return queueArn(String(queues.get(id)?.['QueueName']));
  };
  for (const [id, { QueueName, VisibilityTimeout = 30, RedrivePolicy }] of queues) {
    const Attributes = { VisibilityTimeout: String(VisibilityTimeout), ...redrive(RedrivePolicy, arnOf) };
    await sqs.send(new CreateQueueCommand({ QueueName: String(QueueName), Attributes }));
    physical.set(id, `https://sqs.${PLACE.region}.amazonaws.com/${PLACE.account}/${String(QueueName)}`);
  }
  for (const [id, { TopicName }] of ofType(template, 'AWS::SNS::Topic')) {
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: String(TopicName) }));
    physical.set(id, TopicArn);
  }
  for (const [id, { Name }] of ofType(template, 'AWS::Events::EventBus')) {
    await events.send(new CreateEventBusCommand({ Name: String(Name) }));
    physical.set(id, String(Name));
  }
  for (const { Name, EventPattern, Targets } of ofType(template, 'AWS::Events::Rule').values()) {
    // The others have a schedule, and no time passes here.
    if (!EventPattern) continue;
    await events.send(new PutRuleCommand({ Name: String(Name), EventPattern: patternText(EventPattern) }));
    const targets = (Targets as readonly Properties[]).map(({ Id, Arn }) => ({ Id: String(Id), Arn: arnOf(Arn) }));
    await events.send(new PutTargetsCommand({ Rule: String(Name), Targets: targets }));
  }
  for (const [id, { RoleName = id }] of ofType(template, 'AWS::IAM::Role')) physical.set(id, String(RoleName));
  return physical;
}

/** A pattern names the account by a reference. */
function patternText(pattern: unknown): string {
  return JSON.stringify(pattern).replaceAll('{"Ref":"AWS::AccountId"}', JSON.stringify(PLACE.account));
}

function redrive(policy: unknown, arnOf: (attribute: unknown) => string): Readonly<Record<string, string>> {
  if (!policy) return {};
  const { deadLetterTargetArn, maxReceiveCount } = policy as Properties;
  return { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(deadLetterTargetArn), maxReceiveCount }) };
}
