import { createHash, randomUUID } from 'node:crypto';
import { ACCOUNT, REGION, Refusal, type Service } from './service.ts';

interface Message {
  readonly id: string;
  readonly body: string;
  /** Of a FIFO queue: messages of one group come one after the other. */
  readonly group?: string | undefined;
  readonly deduplication?: string | undefined;
  readonly sent: number;
  receives: number;
  /** Hidden until then. Milliseconds. */
  hidden: number;
}

interface Queue {
  readonly attributes: Record<string, string>;
  messages: Message[];
  /** What was sent in the last five minutes, by its deduplication id. */
  readonly recent: Map<string, Message>;
}

interface Entry {
  readonly Id?: string;
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
}

interface Created {
  readonly QueueName: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

type Asked = Entry & {
  readonly QueueUrl: string;
  readonly Entries: readonly Entry[];
  readonly MaxNumberOfMessages?: number;
};

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html */
const DEDUPLICATION = 5 * 60_000;
const DEFAULTS = { VisibilityTimeout: '30' };

export interface Sqs {
  readonly service: Service;
  /** Puts a message into a queue, by the ARN of the queue. */
  deliver(arn: string, body: string): void;
}

/** Queues, standard and FIFO, with dead-letter queues; the names of queues are those at the end of their addresses. */
export function createSqs(url: () => string): Sqs {
  const queues = new Map<string, Queue>();
  const service: Service = {
    CreateQueue({ QueueName: name, Attributes = {} }: Created) {
      if (!queues.has(name))
        queues.set(name, { attributes: { ...DEFAULTS, ...Attributes }, messages: [], recent: new Map() });
      return { QueueUrl: `${url()}/${ACCOUNT}/${name}` };
    },
    GetQueueAttributes(input: Asked) {
      const { attributes, messages } = queueOf(input);
      const isHidden = ({ hidden }: Message) => hidden > Date.now();
      return {
        Attributes: {
          ...attributes,
          ApproximateNumberOfMessages: String(messages.filter((each) => !isHidden(each)).length),
          ApproximateNumberOfMessagesNotVisible: String(messages.filter(isHidden).length),
          ApproximateNumberOfMessagesDelayed: '0',
        },
      };
    },
    PurgeQueue(input: Asked) {
      queueOf(input).messages = [];
      return {};
    },
    SendMessage: (input: Asked) => send(queueOf(input), input),
    SendMessageBatch: (input: Asked) => batch(input, (queue, entry) => send(queue, entry)),
    ReceiveMessage(input: Asked) {
      return { Messages: receive(queueOf(input), input.MaxNumberOfMessages ?? 1) };
    },
    DeleteMessage(input: Asked) {
      remove(queueOf(input), input);
      return {};
    },
    DeleteMessageBatch: (input: Asked) => batch(input, remove),
    ChangeMessageVisibility(input: Asked) {
      hide(queueOf(input), input);
      return {};
    },
    ChangeMessageVisibilityBatch: (input: Asked) => batch(input, hide),
  };
  return {
    service,
    deliver(arn, MessageBody) {
      send(queueOf({ QueueUrl: arn.replaceAll(':', '/') }), { MessageBody });
    },
  };

  function queueOf({ QueueUrl }: Pick<Asked, 'QueueUrl'>): Queue {
    const queue = queues.get(QueueUrl.split('/').at(-1) ?? '');
    if (!queue) throw new Refusal('QueueDoesNotExist', `There is no queue ${QueueUrl}.`);
    return queue;
  }

  function batch(asked: Asked, each: (queue: Queue, entry: Entry) => object): object {
    const queue = queueOf(asked);
    return { Successful: asked.Entries.map((entry) => ({ Id: entry.Id, ...each(queue, entry) })), Failed: [] };
  }

  function send(queue: Queue, { MessageBody = '', DelaySeconds = 0, ...ids }: Entry): object {
    const now = Date.now();
    const deduplication = ids.MessageDeduplicationId;
    const known = deduplication === undefined ? undefined : queue.recent.get(deduplication);
    const isAgain = known !== undefined && known.sent > now - DEDUPLICATION;
    const message: Message = isAgain
      ? known
      : {
          id: randomUUID(),
          body: MessageBody,
          group: ids.MessageGroupId,
          deduplication,
          sent: now,
          receives: 0,
          hidden: now + DelaySeconds * 1000,
        };
    if (!isAgain) queue.messages.push(message);
    if (deduplication !== undefined) queue.recent.set(deduplication, message);
    return { MessageId: message.id, MD5OfMessageBody: md5(MessageBody) };
  }

  function receive(queue: Queue, most: number): readonly object[] {
    const now = Date.now();
    const { RedrivePolicy, VisibilityTimeout } = queue.attributes;
    const redrive = JSON.parse(RedrivePolicy ?? '{}') as { deadLetterTargetArn?: string; maxReceiveCount?: number };
    const received: Message[] = [];
    const busy = new Set<string>();
    for (const message of queue.messages) {
      if (received.length === most) break;
      const { group } = message;
      if (group !== undefined && busy.has(group)) continue;
      if (message.hidden > now) {
        if (group !== undefined) busy.add(group);
        continue;
      }
      if (redrive.deadLetterTargetArn && message.receives >= (redrive.maxReceiveCount ?? Number.POSITIVE_INFINITY)) {
        queue.messages = queue.messages.filter((each) => each !== message);
        const dead = queueOf({ QueueUrl: redrive.deadLetterTargetArn.replaceAll(':', '/') });
        dead.messages.push({ ...message, receives: 0, hidden: now });
        continue;
      }
      message.receives += 1;
      message.hidden = now + Number(VisibilityTimeout) * 1000;
      received.push(message);
    }
    return received.map(shown);
  }

  function remove(queue: Queue, { ReceiptHandle = '' }: Entry): object {
    const [id] = ReceiptHandle.split('#');
    queue.messages = queue.messages.filter((each) => each.id !== id);
    return {};
  }

  function hide(queue: Queue, { ReceiptHandle, VisibilityTimeout = 0 }: Entry): object {
    const message = queue.messages.find((each) => receiptOf(each) === ReceiptHandle);
    if (!message) throw new Refusal('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
    message.hidden = Date.now() + VisibilityTimeout * 1000;
    return {};
  }
}

function shown(message: Message): object {
  const { id, body, group, deduplication, sent, receives } = message;
  return {
    MessageId: id,
    ReceiptHandle: receiptOf(message),
    Body: body,
    MD5OfBody: md5(body),
    Attributes: {
      SenderId: ACCOUNT,
      SentTimestamp: String(sent),
      ApproximateReceiveCount: String(receives),
      ApproximateFirstReceiveTimestamp: String(sent),
      ...(group === undefined ? {} : { MessageGroupId: group }),
      ...(deduplication === undefined ? {} : { MessageDeduplicationId: deduplication }),
    },
  };
}

function receiptOf({ id, receives }: Message): string {
  return `${id}#${receives}`;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

export function queueArn(name: string): string {
  return `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
}
