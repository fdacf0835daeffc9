import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import type { Entry } from '../store/store.ts';
import { entryInStream } from '../store/stream.ts';
import type { Message } from './deliver.ts';
import type { Recorded } from './fan-out.ts';

/** Entries that the table's stream hands on; other items are left out. */
export function recordedIn(records: readonly DynamoDBRecord[]): readonly Recorded[] {
  return records.flatMap(({ eventName, dynamodb }) => {
    const image = dynamodb?.NewImage;
    const id = image?.['pk']?.S;
    if (eventName !== 'INSERT' || image?.['sk']?.S !== 'entry' || id === undefined) return [];
    const entry = readable(image);
    return [{ sequenceNumber: dynamodb?.SequenceNumber ?? '', id: id.replace(/^E#/, ''), ...(entry ? { entry } : {}) }];
  });
}

function readable(image: Parameters<typeof entryInStream>[0]): Entry | undefined {
  try {
    return entryInStream(image);
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
