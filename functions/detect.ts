import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { readers } from '../generated/readers.ts';
import { rules } from '../generated/rules.ts';
import { detect } from '../shared/app/detect.ts';
import { createAws } from '../shared/aws/clients.ts';
import { optional, required } from '../shared/aws/environment.ts';
import { listAll, reading } from '../shared/aws/live.ts';
import { countEntries, countUnknown, logFailure, publishMetrics } from '../shared/aws/telemetry.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import { createDynamoStore } from '../shared/store/dynamodb.ts';

const aws = createAws();
const store = createDynamoStore({ aws, table: required('TABLE_NAME'), region: required('AWS_REGION') });
const settings = deployedSettings(rules);

/** Changes, from the queue: reads what changed, judges it, records what is news. */
export const handler = middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records }) => {
  try {
    const failed = await detect(
      Records.map(({ messageId, body }) => ({ id: messageId, body })),
      {
        ...reading(aws, readers),
        settings,
        store,
        now: Date.now,
        listAll: (kind, place) => listAll(kind, place, aws, readers),
        onRecorded: countEntries,
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
