import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readers } from '../generated/readers.ts';
import { rulesByKind } from '../generated/rules-by-kind.ts';
import { createAws } from '../shared/aws/clients.ts';
import { optional, required } from '../shared/aws/environment.ts';
import { listAll, reading } from '../shared/aws/live.ts';
import { comeAgain } from '../shared/aws/queue.ts';
import { countEvents, countUnknown, logFailure, publishMetrics } from '../shared/aws/telemetry.ts';
import { RESERVE } from '../shared/aws/time-limits.ts';
import { settingsByKind } from '../shared/config/by-kind.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import { detect } from '../shared/evaluate/detect.ts';
import { createDynamoStore } from '../shared/store/dynamodb.ts';

const aws = createAws();
const region = required('AWS_REGION');
const changes = required('CHANGES_QUEUE_URL');
const store = createDynamoStore({ aws, table: required('TABLE_NAME'), region });
const settings = settingsByKind(rulesByKind, deployedSettings);

/** After the first failure, twice as long after each further one. Seconds. */
const FIRST_RETRY = 30;

/** Changes, from the queue: reads what changed, judges it, records what is news. */
export const handler = middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records }, context: Context) => {
  try {
    const failed = await detect(
      Records.map(({ messageId, body }) => ({ id: messageId, body })),
      {
        ...reading(aws, readers),
        settingsByKind: settings,
        store,
        now: Date.now,
        listAll: (kind, place) => listAll(kind, place, aws, readers),
        hasTime: () => context.getRemainingTimeInMillis() > RESERVE,
        againSoon: (ids) => {
          const again = Records.filter(({ messageId }) => ids.includes(messageId)).map(retryOf);
          return comeAgain(changes, again, aws, region);
        },
        onRecorded: countEvents,
        onUnknown: countUnknown,
        onFailure: (message, error) => logFailure('could not check', error, { message }),
        heartbeat: optional('HEARTBEAT_LOG_GROUP'),
      },
    );
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  } finally {
    publishMetrics();
  }
});

function retryOf({ receiptHandle: receipt, attributes }: SQSRecord) {
  const failures = Math.max(1, Number(attributes.ApproximateReceiveCount));
  return { receipt, seconds: FIRST_RETRY * 2 ** (failures - 1) };
}
