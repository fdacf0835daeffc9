import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import type { FindingEvent } from '../core/finding.ts';
import { eventInStream } from '../store/stream.ts';
import type { Message } from './deliver.ts';
import type { StreamRecord } from './fan-out.ts';

/** Entries that the table's stream hands on; other items are left out. */
export function recordedIn(records: readonly DynamoDBRecord[]): readonly StreamRecord[] {
  return records.flatMap(({ eventName, dynamodb }) => {
    const image = dynamodb?.NewImage;
    const id = image?.['pk']?.S;
    if (eventName !== 'INSERT' || image?.['sk']?.S !== 'event' || id === undefined) return [];
    const event = readable(image);
    return [{ sequenceNumber: dynamodb?.SequenceNumber ?? '', id: id.replace(/^E#/, ''), ...(event ? { event } : {}) }];
  });
}

function readable(image: Parameters<typeof eventInStream>[0]): FindingEvent | undefined {
  try {
    return eventInStream(image);
  } catch {
    return undefined;
  }
}

/** Written by `detect` when the change of the day comes through. */
export function isHeartbeat({ dynamodb }: DynamoDBRecord): boolean {
  return dynamodb?.Keys?.['sk']?.S === 'heartbeat';
}

/** A message with what is needed to hide it. */
export interface Received extends Message {
  readonly receipt: string;
  readonly queue: 'slack' | 'deliveries';
}

/** The FIFO queue is Slack's. */
export function messageIn({ messageId, body, attributes, receiptHandle, eventSourceARN }: SQSRecord): Received {
  return {
    id: messageId,
    body,
    attempts: Number(attributes.ApproximateReceiveCount),
    receipt: receiptHandle,
    queue: eventSourceARN.endsWith('.fifo') ? 'slack' : 'deliveries',
  };
}
