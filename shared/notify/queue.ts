import type { Errand } from '../app/fan-out.ts';
import type { Aws } from '../aws/clients.ts';
import type { Received } from './records.ts';

export interface Queues {
  readonly aws: Aws;
  readonly region: string;
  /** The queue for everything but Slack. */
  readonly deliveries: string;
  /** A FIFO queue; left out where there is no Slack. */
  readonly slack?: string;
}

/** SQS takes ten messages in one call. */
const BATCH = 10;

/** Queues errands, in their order. Gives those that were not taken, whatever the reason. */
export async function queueErrands(errands: readonly Errand[], queues: Queues): Promise<readonly Errand[]> {
  const batches = [
    ...batched(errands.filter(({ channel }) => channel !== 'slack')).map((batch) => send(batch, queues.deliveries)),
    inTurn(batched(errands.filter(({ channel }) => channel === 'slack'))),
  ];
  return (await Promise.all(batches)).flat();

  async function inTurn(turns: readonly (readonly Errand[])[]): Promise<readonly Errand[]> {
    const untaken: Errand[] = [];
    for (const batch of turns) untaken.push(...(queues.slack === undefined ? [] : await send(batch, queues.slack)));
    return untaken;
  }

  async function send(batch: readonly Errand[], queue: string): Promise<readonly Errand[]> {
    const { SendMessageBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
    try {
      const { Failed = [] } = await queues.aws.client(SQSClient, queues).send(
        new SendMessageBatchCommand({
          QueueUrl: queue,
          Entries: batch.map((errand, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify(errand),
            ...(errand.channel === 'slack' ? { MessageGroupId: 'slack', MessageDeduplicationId: errand.entry } : {}),
          })),
        }),
      );
      return Failed.flatMap(({ Id }) => batch[Number(Id)] ?? []);
    } catch {
      return batch;
    }
  }
}

/** Hides messages for a while. What fails is left to the queue's own visibility timeout. */
export async function hide(messages: readonly Received[], milliseconds: number, queues: Queues): Promise<void> {
  const { ChangeMessageVisibilityBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  const timeout = Math.ceil(milliseconds / 1000);
  for (const batch of batched(messages)) {
    await queues.aws.client(SQSClient, queues).send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: batch[0]?.queue === 'slack' ? queues.slack : queues.deliveries,
        Entries: batch.map(({ receipt }, index) => ({
          Id: String(index),
          ReceiptHandle: receipt,
          VisibilityTimeout: timeout,
        })),
      }),
    );
  }
}

function batched<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  );
}
