import type { Aws } from './clients.ts';

export interface Queue {
  readonly url: string;
  readonly aws: Aws;
  readonly region: string;
}

export interface OutgoingMessage {
  /** Anything that JSON can hold. */
  readonly body: unknown;
  /** At most 900; more becomes 900. */
  readonly delaySeconds?: number;
  /** Of a message to a FIFO queue, and of no other. */
  readonly fifo?: { readonly group: string; readonly deduplicationId: string };
}

/** A message that was received and is not deleted yet. */
export interface ReceivedMessage {
  readonly receipt: string;
  /** How long it stays hidden from now on. */
  readonly hiddenSeconds: number;
}

/**
 * Sends messages, in their order.
 * @throws at the first that SQS does not take. The caller then sends all of them again: some may arrive twice.
 */
export async function sendMessages(messages: readonly OutgoingMessage[], queue: Queue): Promise<void> {
  for (const batch of batchesOf(messages, sizeOf)) {
    const [failure] = await sendBatch(batch, queue);
    if (failure) throw new NotTakenError(failure.code);
  }
}

/** Sends as many messages as SQS takes. Returns the others; where a call failed, its whole batch. */
export async function trySendMessages<T extends OutgoingMessage>(
  messages: readonly T[],
  queue: Queue,
): Promise<readonly T[]> {
  const attempt = async (batch: readonly T[]) => {
    try {
      return (await sendBatch(batch, queue)).map(({ message }) => message);
    } catch {
      return batch;
    }
  };
  const batches = batchesOf(messages, sizeOf);
  if (!queue.url.endsWith('.fifo')) return (await Promise.all(batches.map(attempt))).flat();
  const failed: T[] = [];
  for (const batch of batches) failed.push(...(await attempt(batch)));
  return failed;
}

/** Hides messages for a while. Those that SQS does not find any more stay as they are. */
export async function hideMessages(messages: readonly ReceivedMessage[], queue: Queue): Promise<void> {
  const { ChangeMessageVisibilityBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  for (const batch of batchesOf(messages, ({ receipt }) => receipt.length)) {
    const Entries = batch.map(({ receipt, hiddenSeconds }, index) => ({
      Id: String(index),
      ReceiptHandle: receipt,
      VisibilityTimeout: Math.ceil(hiddenSeconds),
    }));
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: queue.url, Entries });
    await queue.aws.client(SQSClient, queue).send(command);
  }
}

/** Seconds until a message that failed is received again: 30, twice as long after each failure, at most 15 minutes. */
export function retryDelay(receives: number): number {
  return Math.min(900, 30 * 2 ** (Math.max(1, receives) - 1));
}

interface Failure<T> {
  readonly message: T;
  readonly code: string;
}

async function sendBatch<T extends OutgoingMessage>(batch: readonly T[], queue: Queue): Promise<readonly Failure<T>[]> {
  const { SendMessageBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  const Entries = batch.map(({ body, delaySeconds, fifo }, index) => ({
    Id: String(index),
    MessageBody: JSON.stringify(body),
    ...(delaySeconds ? { DelaySeconds: Math.min(900, Math.ceil(delaySeconds)) } : {}),
    ...(fifo ? { MessageGroupId: fifo.group, MessageDeduplicationId: fifo.deduplicationId } : {}),
  }));
  const command = new SendMessageBatchCommand({ QueueUrl: queue.url, Entries });
  const { Failed = [] } = await queue.aws.client(SQSClient, queue).send(command);
  return Failed.flatMap(({ Id, Code = 'unknown' }) => {
    const message = batch[Number(Id)];
    return message ? [{ message, code: Code }] : [];
  });
}

function sizeOf({ body }: OutgoingMessage): number {
  return Buffer.byteLength(JSON.stringify(body));
}

/**
 * A call takes ten messages of 1 MiB together, and until August 2025 took 256 KiB: the smaller limit costs nothing.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
const LIMITS = { messages: 10, bytes: 256 * 1024 };

/** Batches in the order of the items. An item that is too large for any batch is one by itself, and SQS refuses it. */
export function batchesOf<T>(items: readonly T[], bytesOf: (item: T) => number): readonly (readonly T[])[] {
  const batches: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    const last = batches.at(-1);
    if (last && last.length < LIMITS.messages && bytes + size <= LIMITS.bytes) {
      last.push(item);
      bytes += size;
    } else {
      batches.push([item]);
      bytes = size;
    }
  }
  return batches;
}

/** SQS answered and did not take every message. Its name is the code that SQS gave, such as `InternalError`. */
class NotTakenError extends Error {
  override readonly name: string;
  constructor(code: string) {
    super('SQS did not take every message.');
    this.name = code;
  }
}
