import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Aws } from '../../shared/aws/clients.ts';

/** One alert as it arrived somewhere. */
export interface Told {
  readonly channel: 'sns' | 'slack' | 'bus';
  readonly alert: string;
  /** All of it, as it came. */
  readonly text: string;
}

/** Subscribers of what Plumbline tells: of the topic, of the bus, and Slack. */
export interface Inbox {
  /** Everything that has arrived until now. */
  all(): Promise<readonly Told[]>;
}

const ALERT = /[0-9a-f]{16}-\d+/;

export async function openInbox(
  aws: Aws,
  {
    region,
    account,
    topic,
    bus,
    slack,
  }: Readonly<Record<'region' | 'account' | 'topic' | 'bus', string>> & {
    readonly slack: readonly string[];
  },
): Promise<Inbox> {
  const sqs = aws.client(SQSClient, { region });
  const arrived: Told[] = [];
  let read = 0;
  const queue = async (name: string) => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    return { url: QueueUrl, arn: `arn:aws:sqs:${region}:${account}:${name}` };
  };
  const [ofTopic, ofBus] = [await queue('subscriber-of-topic'), await queue('subscriber-of-bus')];
  await aws
    .client(SNSClient, { region })
    .send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: ofTopic.arn }));
  const events = aws.client(EventBridgeClient, { region });
  await events.send(new PutRuleCommand({ Name: 'all', EventBusName: bus, EventPattern: '{"source":["plumbline"]}' }));
  await events.send(
    new PutTargetsCommand({ Rule: 'all', EventBusName: bus, Targets: [{ Id: 'queue', Arn: ofBus.arn }] }),
  );

  return {
    async all() {
      arrived.push(...(await drained(ofTopic.url)).map((text) => told('sns', text)));
      arrived.push(...(await drained(ofBus.url)).map((text) => told('bus', text)));
      for (const text of slack.slice(read)) arrived.push(told('slack', text));
      read = slack.length;
      return arrived;
    },
  };

  async function drained(url: string): Promise<readonly string[]> {
    const texts: string[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
      );
      if (Messages.length === 0) return texts;
      texts.push(...Messages.map(({ Body = '' }) => Body));
      await sqs.send(
        new DeleteMessageBatchCommand({
          QueueUrl: url,
          Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
        }),
      );
    }
  }
}

function told(channel: Told['channel'], text: string): Told {
  return { channel, alert: ALERT.exec(text)?.[0] ?? 'none', text };
}
