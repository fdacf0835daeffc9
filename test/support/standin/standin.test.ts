import { CreateTableCommand, DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { KEYS } from '../../../shared/store/table.ts';
import { describeWithMoto } from '../aws.ts';
import { type Standin, startStandin } from './server.ts';

// A region of nobody else in moto.
const REGION = 'eu-west-1';

describeWithMoto('moto', () => services(() => inject('moto')));

// The fault loops of test/e2e are played in it, so that it has to do as moto does. test/store holds its table.
describe('the stand-in', () => {
  let standin: Standin | undefined;
  beforeAll(async () => {
    standin = await startStandin();
  });
  afterAll(() => standin?.stop());

  services(() => standin?.url ?? expect.fail('it was not started'));

  // As AWS does, and moto does not.
  test('does a transaction once that is asked for again with its token', async () => {
    const dynamo = new DynamoDBClient(place(standin?.url ?? ''));
    const TableName = 'once';
    await dynamo.send(new CreateTableCommand({ TableName, ...KEYS }));
    const put = (sk: string, ClientRequestToken: string) => {
      const Item = { pk: { S: 'p' }, sk: { S: sk } };
      const Put = { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' };
      return dynamo.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }], ClientRequestToken }));
    };
    await put('a', 'token 1');
    await put('a', 'token 1');
    await expect(put('b', 'token 1')).rejects.toThrow(
      expect.objectContaining({ name: 'IdempotentParameterMismatchException' }),
    );
    await expect(put('a', 'token 2')).rejects.toThrow(
      expect.objectContaining({ CancellationReasons: [expect.objectContaining({ Code: 'ConditionalCheckFailed' })] }),
    );
  });

  test('refuses what it does not know', async () => {
    const headers = { 'x-amz-target': 'AmazonSQS.TagQueue' };
    const answer = await fetch(standin?.url ?? '', { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('UnknownOperationException');
  });
});

function place(endpoint: string) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { region: REGION, endpoint, credentials, maxAttempts: 1 };
}

/** What functions and their harness rest on, in a queue, topic, bus and group of each test's own. */
function services(urlOf: () => string): void {
  const own = (name: string) => `${name}-${crypto.randomUUID()}`;
  const clients = () => {
    const at = place(urlOf());
    return {
      sqs: new SQSClient(at),
      sns: new SNSClient(at),
      events: new EventBridgeClient(at),
      ec2: new EC2Client(at),
    };
  };

  async function queue(name: string, Attributes: Readonly<Record<string, string>> = {}) {
    const { sqs } = clients();
    const QueueName = own(name) + (Attributes['FifoQueue'] ? '.fifo' : '');
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return {
      arn: `arn:aws:sqs:${REGION}:123456789012:${QueueName}`,
      send: (MessageBody: string, more = {}) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more })),
      async receive() {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 10,
            MessageSystemAttributeNames: ['All'],
            WaitTimeSeconds: 0,
          }),
        );
        return Messages.map(({ Body, ReceiptHandle, Attributes: its }) => ({
          body: Body,
          receipt: ReceiptHandle ?? '',
          count: its?.ApproximateReceiveCount,
        }));
      },
      show: (ReceiptHandle: string) =>
        sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
      remove: (ReceiptHandle: string) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
      async counts() {
        const { Attributes: its } = await sqs.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
        );
        return [its?.ApproximateNumberOfMessages, its?.ApproximateNumberOfMessagesNotVisible];
      },
    };
  }

  const bodies = (messages: readonly { readonly body: string | undefined }[]) => messages.map(({ body }) => body);

  test('a message is hidden while somebody has it, comes again, and is given up after so many times', async () => {
    const dead = await queue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
    const { send, receive, show, counts } = await queue('work', { RedrivePolicy, VisibilityTimeout: '600' });
    await send('one');
    const [first] = await receive();
    expect(first).toMatchObject({ body: 'one', count: '1' });
    expect(await receive()).toEqual([]);
    expect(await counts()).toEqual(['0', '1']);
    await show(first?.receipt ?? '');
    const [second] = await receive();
    expect(second).toMatchObject({ body: 'one', count: '2' });
    await show(second?.receipt ?? '');
    expect(await receive()).toEqual([]);
    expect(await counts()).toEqual(['0', '0']);
    expect(bodies(await dead.receive())).toEqual(['one']);
  });

  test('a message that was removed does not come again', async () => {
    const { send, receive, remove, counts } = await queue('work');
    await send('one');
    for (const { receipt } of await receive()) await remove(receipt);
    expect(await counts()).toEqual(['0', '0']);
  });

  test('what is sent to a FIFO queue twice is there once, and groups keep their order', async () => {
    const { send, receive, show, remove } = await queue('work', { FifoQueue: 'true' });
    const to = (MessageGroupId: string, id: string) => ({ MessageGroupId, MessageDeduplicationId: id });
    await send('a1', to('a', '1'));
    await send('a1 again', to('a', '1'));
    const received = await receive();
    expect(bodies(received)).toEqual(['a1']);
    await send('a2', to('a', '2'));
    await send('b1', to('b', '3'));
    expect(bodies(await receive())).toEqual(['b1']);
    const [a1] = received;
    await show(a1?.receipt ?? '');
    const again = await receive();
    expect(bodies(again)).toEqual(['a1', 'a2']);
    await remove(again[0]?.receipt ?? '');
    await show(again[1]?.receipt ?? '');
    expect(bodies(await receive())).toEqual(['a2']);
  });

  test('an event comes to the queue of each rule whose pattern it meets', async () => {
    const { events } = clients();
    const { arn, receive } = await queue('changes');
    const source = own('aws.ec2');
    const pattern = {
      source: [source],
      detail: { eventName: ['RunInstances', { prefix: 'Create' }], errorCode: [{ exists: false }] },
    };
    const Name = own('rule');
    await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
    await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'queue', Arn: arn }] }));
    const details = [
      { eventName: 'RunInstances' },
      { eventName: 'CreateVpc' },
      { eventName: 'DeleteVpc' },
      { eventName: 'CreateVpc', errorCode: 'AccessDenied' },
    ];
    const Entries = details.map((detail) => ({ Source: source, DetailType: 'call', Detail: JSON.stringify(detail) }));
    await events.send(new PutEventsCommand({ Entries }));
    const came = (await receive()).map(({ body }) => JSON.parse(body ?? '') as Readonly<Record<string, unknown>>);
    expect(came.map(({ detail }) => detail)).toEqual(details.slice(0, 2));
    expect(came[0]).toMatchObject({ source, 'detail-type': 'call', region: REGION });
  });

  test('a subscriber of a topic gets the message that is meant for queues', async () => {
    const { sns } = clients();
    const { arn: Endpoint, receive } = await queue('subscriber');
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: own('topic') }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
    const Message = JSON.stringify({ default: 'for people', sqs: '{"for":"machines"}' });
    const { MessageId } = await sns.send(
      new PublishCommand({ TopicArn, Subject: 'a & b', Message, MessageStructure: 'json' }),
    );
    const [message] = await receive();
    const body = JSON.parse(message?.body ?? '') as object;
    expect(body).toMatchObject({ TopicArn, MessageId, Subject: 'a & b', Message: '{"for":"machines"}' });
  });

  test('a security group has the permissions that were given and not taken', async () => {
    const { ec2 } = clients();
    const name = own('group');
    const { GroupId = '' } = await ec2.send(new CreateSecurityGroupCommand({ GroupName: name, Description: name }));
    const permission = (port: number, CidrIp: string) => ({
      GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp }] }],
    });
    const [open, inside] = [permission(22, '0.0.0.0/0'), permission(443, '10.0.0.0/8')];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(open));
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(inside));
    await expect(ec2.send(new AuthorizeSecurityGroupIngressCommand(open))).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidPermission.Duplicate' }),
    );
    await ec2.send(new RevokeSecurityGroupIngressCommand(open));
    await expect(ec2.send(new RevokeSecurityGroupIngressCommand(open))).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidPermission.NotFound' }),
    );
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
    expect(SecurityGroups).toMatchObject([{ GroupId, GroupName: name, IpPermissions: inside.IpPermissions }]);
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
    await expect(ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }))).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidGroup.NotFound' }),
    );
  });
}
