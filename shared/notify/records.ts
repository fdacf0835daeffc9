import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import type { FindingEvent } from '../core/finding.ts';
import { eventInStream } from '../store/stream.ts';
import type { JobMessage } from './deliver.ts';
import type { StreamRecord } from './fan-out.ts';

/** The findings' events in records of the table's stream. Other items are left out. */
export function eventsIn(records: readonly DynamoDBRecord[]): readonly StreamRecord[] {
  return records.flatMap(({ eventName, dynamodb }): readonly StreamRecord[] => {
    const image = dynamodb?.NewImage;
    const id = image?.['pk']?.S;
    if (eventName !== 'INSERT' || image?.['sk']?.S !== 'event' || id === undefined) return [];
    const event = readable(image);
    return [
      {
        sequenceNumber: dynamodb?.SequenceNumber ?? '',
        id: id.replace(/^E#/, ''),
        ...(event ? { event } : {}),
        ...(image['deliveries'] ? { isOld: true } : {}),
      },
    ];
  });
}

function readable(image: Parameters<typeof eventInStream>[0]): FindingEvent | undefined {
  try {
    return eventInStream(image);
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
