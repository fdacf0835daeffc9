import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  type _Record as DynamoRecord,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Aws } from '../../shared/aws/clients.ts';
import type { LocalFunction } from './function.ts';
import { type Mapping, meets } from './template.ts';

/** What starts a function, played as Lambda plays it. */
export interface Source {
  /** Hands over one batch, if there is one. Gives whether there was. */
  poll(): Promise<boolean>;
  /** Whether something failed that comes again after a while. */
  isWaiting(): boolean;
  /** That while passes. */
  comeAgain(): Promise<void>;
}

interface Place {
  readonly aws: Aws;
  readonly region: string;
  /** Counts whatever may have put something there: what was empty is not asked again until it has counted on. */
  filled(): number;
}

/** What a function answers that may fail in part; all of the batch, where it threw or died. */
async function failedOf(
  run: LocalFunction,
  event: unknown,
  ids: readonly string[],
  reports: boolean,
): Promise<ReadonlySet<string>> {
  try {
    const { answer } = await run.invoke(event);
    const { batchItemFailures = [] } = (answer ?? {}) as { batchItemFailures?: { itemIdentifier: string }[] };
    return new Set(reports ? batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) : []);
  } catch {
    return new Set(ids);
  }
}

/**
 * One source for each batch that is handed over at once. Whichever is idle takes the next batch.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export function queueSources(
  url: string,
  arn: string,
  mapping: Mapping,
  run: LocalFunction,
  place: Place,
): readonly Source[] {
  const sqs = place.aws.client(SQSClient, place);
  const waiting = new Set<string>();
  let emptyAt: number | undefined;

  async function receive(): Promise<readonly Message[]> {
    const batch: Message[] = [];
    // Lambda gathers a batch of more than ten from several receives.
    while (batch.length < mapping.batchSize) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: Math.min(10, mapping.batchSize - batch.length),
          MessageSystemAttributeNames: ['All'],
          WaitTimeSeconds: 0,
        }),
      );
      batch.push(...Messages);
      if (Messages.length < 10) break;
    }
    return batch;
  }

  return Array.from({ length: mapping.atOnce }, () => ({
    async poll() {
      const filled = place.filled();
      if (filled === emptyAt) return false;
      const batch = await receive();
      if (batch.length === 0) {
        emptyAt = filled;
        return false;
      }
      const Records = batch.map(({ MessageId, ReceiptHandle, Body, Attributes, MD5OfBody }) => ({
        messageId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        attributes: Attributes,
        messageAttributes: {},
        md5OfBody: MD5OfBody,
        eventSource: 'aws:sqs',
        eventSourceARN: arn,
        awsRegion: place.region,
      }));
      const failed = await failedOf(
        run,
        { Records },
        batch.map(({ MessageId = '' }) => MessageId),
        mapping.reports,
      );
      for (const { MessageId = '', ReceiptHandle = '' } of batch) {
        if (failed.has(MessageId)) waiting.add(ReceiptHandle);
        else await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
      }
      return true;
    },
    isWaiting: () => waiting.size > 0,
    async comeAgain() {
      for (const ReceiptHandle of waiting) {
        await sqs
          .send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }))
          .catch((error: Error) => {
            // It has been received once more: by itself, since its time was over.
            if (error.name !== 'ReceiptHandleIsInvalid') throw error;
          });
      }
      waiting.clear();
      emptyAt = undefined;
    },
  }));
}

/** How far a mapping has come in a stream; a mapping that is deployed again keeps it. */
export interface Position {
  /** The sequence number of the last record that was read. */
  last?: string | undefined;
}

/** A part of a stream. Its batches are handed over one after the other. */
interface Lane {
  /** Each with how far the clock was ahead when it came. */
  readonly pending: { readonly record: DynamoRecord; readonly came: number }[];
  isBlocked: boolean;
}

/**
 * One source for each batch that is handed over at once. All records of one key are of the same source.
 * @param position Where it goes on; from the beginning of the stream, where it has no last record.
 * @param givesUpTo The address of the queue that hears of records that became too old.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function streamSources(
  arn: string,
  mapping: Mapping,
  run: LocalFunction,
  place: Place,
  position: Position,
  givesUpTo: string,
): readonly Source[] {
  const streams = place.aws.client(DynamoDBStreamsClient, place);
  const lanes = Array.from({ length: mapping.atOnce }, (): Lane => ({ pending: [], isBlocked: false }));
  let fetching: Promise<void> = Promise.resolve();
  let emptyAt: number | undefined;
  let shard: string | undefined;

  async function shardOf(): Promise<string | undefined> {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: arn }));
    return StreamDescription?.Shards?.[0]?.ShardId;
  }

  /** For all lanes, one fetch after the other. */
  function refresh(): Promise<void> {
    fetching = fetching.then(fetchNew);
    return fetching;
  }

  async function fetchNew(): Promise<void> {
    const filled = place.filled();
    if (filled === emptyAt) return;
    await fetch();
    emptyAt = filled;
  }

  async function fetch(): Promise<void> {
    shard ??= await shardOf();
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: arn,
        ShardId: shard,
        ...(position.last === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.last }),
      }),
    );
    const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    position.last = Records.at(-1)?.dynamodb?.SequenceNumber ?? position.last;
    for (const record of Records) {
      if (!mapping.filters.some((filter) => meets(filter, record))) continue;
      lanes[laneOf(record.dynamodb?.Keys, lanes.length)]?.pending.push({ record, came: run.ahead });
    }
  }

  return lanes.map((lane): Source => {
    const { pending } = lane;
    return {
      async poll() {
        if (lane.isBlocked) return false;
        if (pending.length === 0) await refresh();
        const batch = pending.slice(0, mapping.batchSize);
        if (batch.length === 0) return false;
        const Records = batch.map(({ record }) => ({
          ...record,
          dynamodb: {
            ...record.dynamodb,
            NewImage: asLambdaGives(record.dynamodb?.NewImage),
            ApproximateCreationDateTime: (record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0) / 1000,
          },
          eventSourceARN: arn,
        }));
        const numbers = batch.map(({ record }) => record.dynamodb?.SequenceNumber ?? '');
        const failed = await failedOf(run, { Records }, numbers, mapping.reports);
        // From the first that failed on, everything comes again.
        const first = numbers.findIndex((number) => failed.has(number));
        pending.splice(0, first === -1 ? batch.length : first);
        lane.isBlocked = first !== -1;
        return true;
      },
      isWaiting: () => lane.isBlocked,
      async comeAgain() {
        lane.isBlocked = false;
        const oldest = run.ahead - (mapping.givesUp?.after ?? Number.POSITIVE_INFINITY) * 1000;
        const young = pending.findIndex(({ came }) => came > oldest);
        const old = pending.splice(0, young === -1 ? pending.length : young);
        if (old.length === 0) return;
        await place.aws
          .client(SQSClient, place)
          .send(new SendMessageCommand({ QueueUrl: givesUpTo, MessageBody: '{"responseContext":null}' }));
      },
    };
  });
}

/** Lambda gives binary values in base64. */
function asLambdaGives(image: Readonly<Record<string, AttributeValue>> = {}): object {
  const values = Object.entries(image).map(([name, value]) => [
    name,
    value.B ? { B: Buffer.from(value.B).toString('base64') } : value,
  ]);
  return Object.fromEntries(values);
}

/** The same for all records of one key. */
function laneOf(keys: unknown, lanes: number): number {
  return createHash('sha256').update(JSON.stringify(keys)).digest().readUInt32BE() % lanes;
}

/** Until no source has anything left: each goes on as soon as it can, while the others are still at work. */
export async function drain(sources: readonly Source[]): Promise<void> {
  const busy = new Set<Source>();
  async function drained(source: Source): Promise<boolean> {
    for (let hadAny = false; ; ) {
      busy.add(source);
      const hadOne = await source.poll().finally(() => busy.delete(source));
      hadAny ||= hadOne;
      if (hadOne) continue;
      if (busy.size === 0) return hadAny;
      await sleep(2);
    }
  }
  while ((await Promise.all(sources.map(drained))).some(Boolean));
}
