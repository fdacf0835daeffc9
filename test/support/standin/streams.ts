import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Item } from './expressions.ts';
import { REGION } from './service.ts';

/** What happened to the items of a table, in order, with new images. */
export interface Stream {
  readonly arn: string;
  /** A write that changes nothing is none. */
  record(before: Item | undefined, after: Item | undefined): void;
  /** Records behind the one of this number; 0: all. */
  after(number: number): readonly object[];
}

/**
 * @param keys The attributes that name an item.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
 */
export function createStream(arn: string, keys: readonly string[]): Stream {
  const records: object[] = [];
  return {
    arn,
    record(before, after) {
      if (isDeepStrictEqual(before, after)) return;
      const of = after ?? before ?? {};
      records.push({
        eventID: randomUUID(),
        eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: REGION,
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(Date.now() / 1000),
          Keys: Object.fromEntries(keys.map((key) => [key, of[key]])),
          ...(after ? { NewImage: after } : {}),
          SequenceNumber: String(records.length + 1).padStart(21, '0'),
          StreamViewType: 'NEW_IMAGE',
        },
      });
    },
    after: (number) => records.slice(number),
  };
}
