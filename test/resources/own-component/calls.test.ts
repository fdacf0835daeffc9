import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateTopicCommand, DeleteTopicCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import type { Ref } from '../../../shared/core/ref.ts';
import { disableMapping, disableRule, enableMapping } from '../../../shared/resources/own-component/actions.ts';
import ownComponent from '../../../shared/resources/own-component/reader.ts';
import tampered from '../../../shared/rules/monitor/monitor-rule-tampered.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { awsError, expectMended, judgeRead } from '../../support/mend.ts';

const ARN = 'arn:aws:sqs:eu-west-1:123456789012:plumbline-reader-changes';
const UUID = '5e3ba0ac-1111-4222-8333-444455556666';

describeWithMoto('parts of Plumbline in AWS', () => {
  const aws = motoAws();
  const events = aws.client(EventBridgeClient, PLACE);
  const sqs = aws.client(SQSClient, PLACE);
  const lambda = aws.client(LambdaClient, PLACE);

  /** What was there is listed; once deleted, it is missing and nobody is accused of it. */
  async function expectDeletable(ref: Ref, remove: () => Promise<unknown>): Promise<void> {
    expect(await ownComponent.read(ref, aws)).toMatchObject({ exists: true });
    expect(await listed(ownComponent, aws)).toContain(ref.id);
    await remove();
    expect(await ownComponent.read(ref, aws)).toMatchObject({ exists: false });
    expect(await listed(ownComponent, aws)).not.toContain(ref.id);
    expect(await judgeRead(tampered, ownComponent, ref, aws)).toMatchObject({ violations: [], unknown: {} });
  }

  async function createRule(name: string): Promise<Ref> {
    await events.send(new PutRuleCommand({ Name: name, EventPattern: '{"source": ["aws.iam"]}' }));
    await events.send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'changes', Arn: ARN }] }));
    return refOn(ownComponent, `rule/${name}`);
  }

  async function createFunction(name: string): Promise<Ref> {
    const { Role } = await aws
      .client(IAMClient, PLACE)
      .send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: '{"Statement":[]}' }));
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: Role?.Arn,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64') },
        Environment: { Variables: { STAGE: name } },
      }),
    );
    return refOn(ownComponent, `function/${name}`);
  }

  test('a rule and its targets', async () => {
    const ref = await createRule('plumbline-reader-iam');
    expect(await ownComponent.read(ref, aws)).toEqual({
      exists: true,
      enabled: true,
      targets: { items: [{ id: 'changes', arn: ARN }], complete: true },
      settings: { events: '{"source":["aws.iam"]}' },
      setBy: {},
    });
    await expectConforming(ownComponent, ref, disableRule({}), aws);
  });

  test('a rule that is switched off is found and switched on again', async () => {
    const ref = await createRule('plumbline-reader-off');
    await events.send(new DisableRuleCommand({ Name: 'plumbline-reader-off' }));
    await expectMended(tampered, ownComponent, ref, aws);
  });

  test('a rule that is deleted', async () => {
    await events.send(new PutRuleCommand({ Name: 'plumbline-short-lived', ScheduleExpression: 'rate(1 day)' }));
    await expectDeletable(refOn(ownComponent, 'rule/plumbline-short-lived'), () =>
      events.send(new DeleteRuleCommand({ Name: 'plumbline-short-lived' })),
    );
  });

  test('a queue', async () => {
    const Statement = [{ Sid: 'events', Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    const Attributes = { Policy, MessageRetentionPeriod: '86400' };
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'plumbline-reader', Attributes }));
    const ref = refOn(ownComponent, 'queue/plumbline-reader');
    expect(await ownComponent.read(ref, aws)).toMatchObject({
      settings: {
        Policy: expect.stringMatching(/^{"Statement":\[{"Action":"sqs:SendMessage",.*"Version":"2012-10-17"}$/),
        RedrivePolicy: null,
        MessageRetentionPeriod: '86400',
      },
    });
    await expectDeletable(ref, () => sqs.send(new DeleteQueueCommand({ QueueUrl })));
  });

  test('a function, and what is reserved for it', async () => {
    const ref = await createFunction('plumbline-reader-detect');
    expect(await ownComponent.read(ref, aws)).toMatchObject({
      concurrency: null,
      settings: { code: expect.stringMatching(/=$/), configuration: expect.stringMatching(/^[0-9a-f]{16}$/) },
    });
    await lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'plumbline-reader-detect', ReservedConcurrentExecutions: 3 }),
    );
    expect(await ownComponent.read(ref, aws)).toMatchObject({ concurrency: 3 });
    await expectDeletable(ref, () =>
      lambda.send(new DeleteFunctionCommand({ FunctionName: 'plumbline-reader-detect' })),
    );
  });

  test('two configurations are told apart', async () => {
    const refs = [await createFunction('plumbline-reader-one'), await createFunction('plumbline-reader-two')];
    const [one, two] = await Promise.all(refs.map((ref) => ownComponent.read(ref, aws)));
    expect(one).toMatchObject({ settings: { configuration: expect.any(String) } });
    expect(JSON.stringify(one)).not.toBe(JSON.stringify(two));
  });

  test('a mapping', async () => {
    await sqs.send(new CreateQueueCommand({ QueueName: 'plumbline-reader-changes' }));
    await createFunction('plumbline-reader-mapped');
    const FilterCriteria = { Filters: [{ Pattern: '{"b":[1],"a":[2]}' }] };
    const { UUID: uuid } = await lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: 'plumbline-reader-mapped',
        EventSourceArn: ARN,
        FilterCriteria,
      }),
    );
    const ref = refOn(ownComponent, `mapping/plumbline-reader-changes/${uuid}`);
    expect(await listed(ownComponent, aws)).toContain(ref.id);
    expect(await ownComponent.read(ref, aws)).toMatchObject({
      enabled: true,
      settings: { function: 'plumbline-reader-mapped', filter: '["{\\"a\\":[2],\\"b\\":[1]}"]' },
    });
    await expectConforming(ownComponent, ref, disableMapping({}), aws);
    await applyAction(ref, disableMapping({}), aws);
    await expectMended(tampered, ownComponent, ref, aws);
  });

  test('a table and its stream', async () => {
    const dynamodb = aws.client(DynamoDBClient, PLACE);
    const TableName = 'plumbline-reader';
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      }),
    );
    const ref = refOn(ownComponent, 'table/plumbline-reader');
    expect(await ownComponent.read(ref, aws)).toMatchObject({ settings: { stream: 'NEW_IMAGE' } });
    await expectDeletable(ref, () => dynamodb.send(new DeleteTableCommand({ TableName })));
  });

  test('a topic', async () => {
    const sns = aws.client(SNSClient, PLACE);
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'plumbline-reader' }));
    const ref = refOn(ownComponent, 'topic/plumbline-reader');
    expect(await ownComponent.read(ref, aws)).toMatchObject({
      settings: { Policy: expect.stringContaining('"Statement"'), KmsMasterKeyId: null },
    });
    await expectDeletable(ref, () => sns.send(new DeleteTopicCommand({ TopicArn })));
  });

  test('what is named otherwise is not listed', async () => {
    await sqs.send(new CreateQueueCommand({ QueueName: 'no-plumbline-queue' }));
    expect((await listed(ownComponent, aws)).filter((id) => !/^[a-z]+\/plumbline-/.test(id))).toEqual([]);
  });
});

describe('parts of Plumbline (calls mocked: moto has no pages of them, and no states between on and off)', () => {
  const aws = createAws();
  const events = mockClient(aws.client(EventBridgeClient, PLACE));
  const lambda = mockClient(aws.client(LambdaClient, PLACE));
  const sqs = mockClient(aws.client(SQSClient, PLACE));
  const dynamodb = mockClient(aws.client(DynamoDBClient, PLACE));
  const sns = mockClient(aws.client(SNSClient, PLACE));
  const mapping = refOn(ownComponent, `mapping/plumbline-reader-changes/${UUID}`);

  beforeEach(() => {
    for (const client of [events, lambda, sqs, dynamodb, sns]) client.reset();
  });

  test.each([
    ['Enabling', true],
    ['Disabling', false],
    ['Updating', undefined],
  ])('a mapping that is %s', async (State, enabled) => {
    lambda.on(GetEventSourceMappingCommand, { UUID }).resolves({ UUID, State });
    expect(await ownComponent.read(mapping, aws)).toEqual({
      ...ownComponent.kind.blank,
      ...(enabled === undefined ? {} : { enabled }),
      exists: true,
      settings: { filter: null },
    });
  });

  test('a mapping that is being deleted is missing', async () => {
    lambda.on(GetEventSourceMappingCommand).resolves({ UUID, State: 'Deleting' });
    expect(await ownComponent.read(mapping, aws)).toMatchObject({ exists: false });
  });

  test('a mapping that is being switched on is not told so again; one that cannot be now fails', async () => {
    lambda.on(GetEventSourceMappingCommand).resolves({ UUID, State: 'Enabling' });
    await applyAction(mapping, enableMapping({}), aws);
    expect(lambda.commandCalls(UpdateEventSourceMappingCommand)).toEqual([]);
    lambda.on(UpdateEventSourceMappingCommand).rejects(awsError('ResourceInUseException'));
    await expect(applyAction(mapping, disableMapping({}), aws)).rejects.toThrow('ResourceInUseException');
    expect(lambda.commandCalls(UpdateEventSourceMappingCommand).map(({ args }) => args[0].input)).toEqual([
      { UUID, Enabled: false },
    ]);
  });

  test('every page of targets', async () => {
    events
      .on(DescribeRuleCommand)
      .resolves({ State: 'ENABLED' })
      .on(ListTargetsByRuleCommand, { Rule: 'plumbline-reader', NextToken: undefined })
      .resolves({ Targets: [{ Id: '1', Arn: ARN }], NextToken: 'next' })
      .on(ListTargetsByRuleCommand, { Rule: 'plumbline-reader', NextToken: 'next' })
      .resolves({ Targets: [{ Id: '2', Arn: ARN, Input: '{ "sweep": "all" }' }] });
    expect(await ownComponent.read(refOn(ownComponent, 'rule/plumbline-reader'), aws)).toMatchObject({
      targets: {
        items: [
          { id: '1', arn: ARN },
          { id: '2', arn: ARN, input: '{"sweep":"all"}' },
        ],
        complete: true,
      },
    });
  });

  test("every page of every type, and of them only what is Plumbline's", async () => {
    events
      .on(ListRulesCommand, { NamePrefix: 'plumbline-', NextToken: undefined })
      .resolves({ Rules: [{ Name: 'plumbline-1' }], NextToken: 'a:b' })
      .on(ListRulesCommand, { NamePrefix: 'plumbline-', NextToken: 'a:b' })
      .resolves({ Rules: [{ Name: 'plumbline-2' }] });
    sqs
      .on(ListQueuesCommand, { QueueNamePrefix: 'plumbline-', MaxResults: 1000, NextToken: undefined })
      .resolves({ QueueUrls: ['https://sqs.eu-west-1.amazonaws.com/123456789012/plumbline-3'] });
    lambda
      .on(ListFunctionsCommand, { Marker: undefined })
      .resolves({ Functions: [{ FunctionName: 'other' }], NextMarker: 'm' })
      .on(ListFunctionsCommand, { Marker: 'm' })
      .resolves({ Functions: [{ FunctionName: 'plumbline-4' }] })
      .on(ListEventSourceMappingsCommand, { Marker: undefined })
      .resolves({
        EventSourceMappings: [
          { UUID, EventSourceArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/plumbline-5/stream/2026-03-02T09:00' },
          { UUID, EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:other' },
          { UUID },
        ],
      });
    dynamodb
      .on(ListTablesCommand, { ExclusiveStartTableName: undefined })
      .resolves({ TableNames: ['other'], LastEvaluatedTableName: 'other' })
      .on(ListTablesCommand, { ExclusiveStartTableName: 'other' })
      .resolves({ TableNames: ['plumbline-6'] });
    sns
      .on(ListTopicsCommand, { NextToken: undefined })
      .resolves({ Topics: [{ TopicArn: 'arn:aws:sns:eu-west-1:123456789012:plumbline-7' }] });
    expect(await listed(ownComponent, aws)).toEqual([
      'rule/plumbline-1',
      'rule/plumbline-2',
      'queue/plumbline-3',
      'function/plumbline-4',
      `mapping/plumbline-5/${UUID}`,
      'table/plumbline-6',
      'topic/plumbline-7',
    ]);
  });

  test.each(['rule', 'queue', 'function', 'mapping', 'table', 'topic'])(
    'a call about a %s that is denied proves nothing',
    async (type) => {
      for (const client of [events, lambda, sqs, dynamodb, sns]) client.rejects(awsError('AccessDeniedException'));
      const ref = refOn(ownComponent, `${type}/plumbline-reader/${UUID}`);
      await expect(ownComponent.read(ref, aws)).rejects.toThrow('AccessDeniedException');
    },
  );
});
