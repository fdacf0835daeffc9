import { CreateTopicCommand, SetSubscriptionAttributesCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { driftDetail } from '../../shared/notify/event-schema.ts';
import { createSns } from '../../shared/notify/sns.ts';
import { describeWithMoto, motoAws, PLACE } from '../support/aws.ts';
import { histories, NOW, surroundings } from './finding-events.ts';

describeWithMoto('a topic', () => {
  const aws = motoAws();
  const sns = aws.client(SNSClient, PLACE);
  const sqs = aws.client(SQSClient, PLACE);

  test('hands a queue what its filter policy lets through, as JSON', async () => {
    const { TopicArn: topic = '' } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'subscriber' }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    const { SubscriptionArn } = await sns.send(
      new SubscribeCommand({
        TopicArn: topic,
        Protocol: 'sqs',
        Endpoint: Attributes?.['QueueArn'],
        ReturnSubscriptionArn: true,
      }),
    );
    const filter = { severity: ['critical', 'high'], service: ['ec2'], type: ['opened', 'resolved'] };
    for (const [AttributeName, AttributeValue] of [
      ['FilterPolicy', JSON.stringify(filter)],
      ['RawMessageDelivery', 'true'],
    ]) {
      await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
    }

    const service = (kind: string) => (kind === 'security-group' ? 'ec2' : 'other');
    const tell = createSns({ aws, topic, surroundings: { ...surroundings, service }, now: () => NOW });
    for (const event of await histories()) await tell(event);

    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    const got = Messages.map(({ Body = '' }) => driftDetail.parse(JSON.parse(Body)));
    expect(got.map(({ rule, type }) => `${type} ${rule}`).sort()).toEqual([
      'opened sg-open-ingress',
      'resolved sg-open-ingress',
    ]);
  });
});
