import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readers } from '../generated/readers.ts';
import { rules } from '../generated/rules.ts';
import { createAws } from '../shared/aws/clients.ts';
import { optional, required } from '../shared/aws/environment.ts';
import { sendHeartbeat } from '../shared/aws/heartbeat.ts';
import { listPage } from '../shared/aws/live.ts';
import { sendMessages } from '../shared/aws/queue.ts';
import { logFailure, note, publishMetrics } from '../shared/aws/telemetry.ts';
import { RESERVE } from '../shared/aws/time-limits.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import { sweepMessage } from '../shared/evaluate/sweep.ts';
import { createDynamoStore } from '../shared/store/dynamodb.ts';

const aws = createAws();
const region = required('AWS_REGION');
const account = required('ACCOUNT_ID');
const [changes, sweeps] = [required('CHANGES_QUEUE_URL'), required('SWEEPS_QUEUE_URL')];
const store = createDynamoStore({ aws, table: required('TABLE_NAME'), region });
const heartbeat = optional('HEARTBEAT_LOG_GROUP');
const swept = deployedSettings(rules).rules.map(({ rule }) => rule);
const kinds = [...new Set(rules.map(({ kind }) => kind))];

/** Looks for every resource, on a schedule and on demand, and sends it the way of a change. */
export const handler = middy<SQSEvent, SQSBatchResponse>().handler(async (event, context: Context) => {
  const processor = new BatchProcessor(EventType.SQS);
  try {
    return await processPartialResponse(
      event,
      async ({ body }: SQSRecord) => {
        try {
          const done = await sweepMessage(body, {
            store,
            rules: swept,
            kinds,
            place: { account, region },
            list: (kind, place, from) => listPage(kind, place, aws, readers, from),
            send: (messages) =>
              sendMessages(
                changes,
                messages.map((refs) => ({ body: { refs } })),
                aws,
                region,
              ),
            continueWith: (stretch) => sendMessages(sweeps, [{ body: stretch }], aws, region),
            hasTime: () => context.getRemainingTimeInMillis() > RESERVE,
            heartbeat: async () => heartbeat && sendHeartbeat(heartbeat, aws, region),
          });
          note('swept', { ...done });
        } catch (error) {
          logFailure('could not sweep', error);
          throw error;
        }
      },
      processor,
      { context, throwOnFullBatchFailure: false },
    );
  } finally {
    publishMetrics();
  }
});
