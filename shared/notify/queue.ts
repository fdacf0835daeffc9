import type { Aws } from '../aws/clients.ts';
import type { Channel } from '../store/store.ts';
import type { DeliveryJob } from './fan-out.ts';
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

/** An errand as far as one of the queues has to do with it. */
interface Part {
  readonly of: DeliveryJob;
  readonly channels: readonly Channel[];
}

/** Queues errands, in their order. Gives those that were not taken in full, whatever the reason. */
export async function queueErrands(jobs: readonly DeliveryJob[], queues: Queues): Promise<readonly DeliveryJob[]> {
  const untaken = await Promise.all([
    ...batched(partsOf(jobs, (channel) => channel !== 'slack')).map((batch) => send(batch, queues.deliveries)),
    inTurn(batched(partsOf(jobs, (channel) => channel === 'slack'))),
  ]);
  return [...new Set(untaken.flat())];

  async function inTurn(turns: readonly (readonly Part[])[]): Promise<readonly DeliveryJob[]> {
    const untaken: DeliveryJob[] = [];
    for (const batch of turns) untaken.push(...(queues.slack === undefined ? [] : await send(batch, queues.slack)));
    return untaken;
  }

  async function send(batch: readonly Part[], queue: string): Promise<readonly DeliveryJob[]> {
    const { SendMessageBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
    try {
      const { Failed = [] } = await queues.aws.client(SQSClient, queues).send(
        new SendMessageBatchCommand({
          QueueUrl: queue,
          Entries: batch.map(({ of: { event }, channels }, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify({ event, channels } satisfies DeliveryJob),
            ...(queue === queues.slack ? { MessageGroupId: 'slack', MessageDeduplicationId: event } : {}),
          })),
        }),
      );
      return Failed.flatMap(({ Id }) => batch[Number(Id)]?.of ?? []);
    } catch {
      return batch.map(({ of }) => of);
    }
  }
}

function partsOf(jobs: readonly DeliveryJob[], belongs: (channel: Channel) => boolean): readonly Part[] {
  return jobs.flatMap((of) => {
    const channels = of.channels.filter(belongs);
    return channels.length > 0 ? [{ of, channels }] : [];
  });
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
