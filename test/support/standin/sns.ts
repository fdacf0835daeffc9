import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION, Refusal, type Service } from './service.ts';

type Subscription = Readonly<Record<'TopicArn' | 'Protocol' | 'Endpoint', string>>;

interface Message {
  readonly TopicArn: string;
  readonly Subject?: string;
  readonly Message: string;
  readonly MessageStructure?: string;
}

/** Topics, and queues that subscribe to all that comes. */
export function createSns(deliver: (queue: string, body: string) => void): Service {
  const topics = new Map<string, string[]>();
  const subscribersOf = (arn: string) => {
    const known = topics.get(arn);
    if (!known) throw new Refusal('NotFound', `There is no topic ${arn}.`);
    return known;
  };
  return {
    CreateTopic({ Name }: { readonly Name: string }) {
      const arn = `arn:aws:sns:${REGION}:${ACCOUNT}:${Name}`;
      topics.set(arn, topics.get(arn) ?? []);
      return { TopicArn: arn };
    },
    Subscribe({ TopicArn, Protocol, Endpoint }: Subscription) {
      if (Protocol !== 'sqs') throw new Refusal('InvalidParameter', 'The stand-in has subscribers in SQS only.');
      subscribersOf(TopicArn).push(Endpoint);
      return { SubscriptionArn: `${TopicArn}:${randomUUID()}` };
    },
    /** @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
    Publish({ TopicArn, Subject, Message, MessageStructure }: Message) {
      const id = randomUUID();
      const texts = (MessageStructure === 'json' ? JSON.parse(Message) : { default: Message }) as {
        readonly default: string;
        readonly sqs?: string;
      };
      const body = {
        Type: 'Notification',
        MessageId: id,
        TopicArn,
        ...(Subject === undefined ? {} : { Subject }),
        Message: texts.sqs ?? texts.default,
        Timestamp: new Date().toISOString(),
      };
      for (const queue of subscribersOf(TopicArn)) deliver(queue, JSON.stringify(body));
      return { MessageId: id };
    },
  };
}
