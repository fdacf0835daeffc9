import type { Aws } from './clients.ts';

/** SQS takes ten messages, and one mebibyte, in one call. */
const BATCH = 10;

export interface QueuedMessage {
  readonly body: unknown;
  /** At most 900. */
  readonly delaySeconds?: number;
}

/** Puts messages into a queue. @throws where any was not taken: those that were come twice, none is lost. */
export async function sendMessages(
  url: string,
  messages: readonly QueuedMessage[],
  aws: Aws,
  region: string,
): Promise<void> {
  const { SendMessageBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  const sqs = aws.client(SQSClient, { region });
  for (let first = 0; first < messages.length; first += BATCH) {
    const Entries = messages.slice(first, first + BATCH).map(({ body, delaySeconds }, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(body),
      ...(delaySeconds ? { DelaySeconds: Math.min(900, Math.ceil(delaySeconds)) } : {}),
    }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    const [failure] = Failed;
    if (failure) throw new QueueRefused(failure.Code ?? 'unknown');
  }
}

/** Lets messages that are being handled come again after some seconds. What fails is left to the queue's own time. */
export async function comeAgain(
  url: string,
  messages: readonly { readonly receipt: string; readonly seconds: number }[],
  aws: Aws,
  region: string,
): Promise<void> {
  const { ChangeMessageVisibilityBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  for (let first = 0; first < messages.length; first += BATCH) {
    const Entries = messages.slice(first, first + BATCH).map(({ receipt, seconds }, index) => ({
      Id: String(index),
      ReceiptHandle: receipt,
      VisibilityTimeout: seconds,
    }));
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries });
    await aws
      .client(SQSClient, { region })
      .send(command)
      .catch(() => undefined);
  }
}

/** SQS took the call but not every message. */
class QueueRefused extends Error {
  override readonly name: string;
  constructor(code: string) {
    super('SQS did not take every message');
    this.name = code;
  }
}
