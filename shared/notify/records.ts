import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import type { Recorded } from '../app/fan-out.ts';
import type { Message } from '../app/notify.ts';
import type { Entry } from '../store/store.ts';

/** Entries that the table's stream hands on; other items are left out. */
export function recordedIn(records: readonly DynamoDBRecord[]): readonly Recorded[] {
  return records.flatMap(({ eventName, dynamodb }) => {
    const image = dynamodb?.NewImage;
    const id = image?.['pk']?.S;
    if (eventName !== 'INSERT' || image?.['sk']?.S !== 'entry' || id === undefined) return [];
    const entry = entryIn(image['body']?.S);
    return [{ sequenceNumber: dynamodb?.SequenceNumber ?? '', id: id.replace(/^E#/, ''), ...(entry ? { entry } : {}) }];
  });
}

function entryIn(body: string | undefined): Entry | undefined {
  try {
    return body === undefined ? undefined : (JSON.parse(body) as Entry);
  } catch {
    return undefined;
  }
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
