import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy, { type MiddlewareObj } from '@middy/core';
import errorLogger from '@middy/error-logger';
import type { Context, DynamoDBRecord, SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { counters, logFailure } from '../shared/aws/telemetry.ts';

/**
 * A Lambda handler. After it, the metrics that were counted are published. An error is logged as `failure`, and is then
 * an error of the function.
 */
export function lambda<Event, Answer>(failure: string, handle: (event: Event, context: Context) => Promise<Answer>) {
  return withMiddlewares<Event, Answer>(failure).handler(handle);
}

/**
 * A Lambda handler of a batch of records. It answers with the identifiers that `handle` returns, those of the records
 * that failed: Lambda delivers these again, and no others.
 */
export function batchLambda<Event>(
  failure: string,
  handle: (event: Event, context: Context) => Promise<readonly string[]>,
) {
  return withMiddlewares<Event, SQSBatchResponse | readonly string[]>(failure)
    .use(partialBatchResponse())
    .handler(handle);
}

/** Handles each record by itself, all at once. Returns the identifiers of those that failed; each is logged as `failure`. */
export async function failedRecords<R extends SQSRecord | DynamoDBRecord>(
  failure: string,
  records: readonly R[],
  handle: (record: R) => Promise<void>,
): Promise<readonly string[]> {
  const failed = records.map(async (record) => {
    try {
      await handle(record);
      return [];
    } catch (error) {
      logFailure(failure, error);
      return [identifierOf(record)];
    }
  });
  return (await Promise.all(failed)).flat();
}

function identifierOf(record: SQSRecord | DynamoDBRecord): string {
  return 'messageId' in record ? record.messageId : (record.dynamodb?.SequenceNumber ?? '');
}

function withMiddlewares<Event, Answer>(failure: string) {
  // middy would end a handler 5 ms before Lambda does. Its calls would then go on in the next invocation, while another
  // process already has the same work. Lambda's own timeout ends the process.
  return middy<Event, Answer>({ timeoutEarlyInMillis: 0 })
    .use(logMetrics(counters) as MiddlewareObj<Event, Answer>)
    .use(errorLogger({ logger: ({ error }) => logFailure(failure, error) }));
}

function partialBatchResponse(): MiddlewareObj<unknown, SQSBatchResponse | readonly string[]> {
  return {
    after(request) {
      const failed = request.response as readonly string[];
      request.response = { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    },
  };
}
