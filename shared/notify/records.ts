import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import type { DeliverableEvent } from '../store/store.ts';
import { deliverableId, deliverableIn } from '../store/stream.ts';
import type { JobMessage } from './deliver.ts';
import type { StreamRecord } from './fan-out.ts';

/** What is delivered of records of the table's stream: findings' events and audit records. Other items are left out. */
export function eventsIn(records: readonly DynamoDBRecord[]): readonly StreamRecord[] {
  return records.flatMap(({ eventName, dynamodb }): readonly StreamRecord[] => {
    const image = dynamodb?.NewImage;
    const id = deliverableId(image);
    if (eventName !== 'INSERT' || id === undefined) return [];
    const event = readable(image);
    return [
      {
        sequenceNumber: dynamodb?.SequenceNumber ?? '',
        id,
        ...(event ? { event } : {}),
        ...(image?.['deliveries'] ? { isOld: true } : {}),
      },
    ];
  });
}

function readable(image: Parameters<typeof deliverableIn>[0]): DeliverableEvent | undefined {
  try {
    return deliverableIn(image);
  } catch {
    return undefined;
  }
}

/** Whether `detect` wrote the record when the daily heartbeat arrived. */
export function isHeartbeat({ dynamodb }: DynamoDBRecord): boolean {
  return dynamodb?.Keys?.['sk']?.S === 'heartbeat';
}

/** A message with what is needed to hide it. */
export interface ReceivedJob extends JobMessage {
  readonly receipt: string;
  readonly queue: 'slack' | 'deliveries';
}

/** The FIFO queue is Slack's. */
export function jobIn({ messageId, body, attributes, receiptHandle, eventSourceARN }: SQSRecord): ReceivedJob {
  return {
    id: messageId,
    body,
    receives: Number(attributes.ApproximateReceiveCount),
    receipt: receiptHandle,
    queue: eventSourceARN.endsWith('.fifo') ? 'slack' : 'deliveries',
  };
}
