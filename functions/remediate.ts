import { setTimeout as sleep } from 'node:timers/promises';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, DynamoDBRecord, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { effects } from '../generated/effects.ts';
import { readers } from '../generated/readers.ts';
import { rules } from '../generated/rules.ts';
import { actOn, LAST_TRY } from '../shared/app/act-on.ts';
import type { RemediatePorts } from '../shared/app/ports.ts';
import { createAws } from '../shared/aws/clients.ts';
import { required } from '../shared/aws/environment.ts';
import { applyAction, reading } from '../shared/aws/live.ts';
import { sendMessages } from '../shared/aws/queue.ts';
import { countEntries, countUnknown, logFailure, logger, publishMetrics } from '../shared/aws/telemetry.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import { createDynamoStore } from '../shared/store/dynamodb.ts';
import { entryInStream } from '../shared/store/stream.ts';

const aws = createAws();
const region = required('AWS_REGION');
const queue = required('REMEDIATIONS_QUEUE_URL');

const ports: RemediatePorts = {
  ...reading(aws, readers),
  settings: deployedSettings(rules),
  store: createDynamoStore({ aws, table: required('TABLE_NAME'), region }),
  deployed: required('REMEDIATION') === 'auto' ? 'auto' : 'approve',
  ownRole: required('REMEDIATE_ROLE'),
  now: Date.now,
  sleep,
  apply: (ref, action) => applyAction(ref, action, aws, effects),
  later: (entry, delaySeconds, { waited }) =>
    sendMessages(queue, [{ body: { entry, waited }, delaySeconds }], aws, region),
  onRecorded: countEntries,
  onUnknown: countUnknown,
};

/** Entries from the stream, and what waited in the queue: the only function that changes anything. */
export const handler = middy<DynamoDBStreamEvent | SQSEvent, SQSBatchResponse>().handler(
  async (event, context: Context) => {
    const processor = new BatchProcessor(isStream(event) ? EventType.DynamoDBStreams : EventType.SQS);
    const options = { context, throwOnFullBatchFailure: false };
    try {
      return isStream(event)
        ? await processPartialResponse(event, fromStream, processor, options)
        : await processPartialResponse(event, fromQueue, processor, options);
    } finally {
      publishMetrics();
    }
  },
);

/** What cannot be done now waits in the queue, so that the stream goes on. */
async function fromStream({ dynamodb }: DynamoDBRecord): Promise<void> {
  const entry = entryInStream(dynamodb?.NewImage);
  if (!entry) return;
  try {
    logger.info('acted', { alert: entry.id, outcome: await actOn({ entry }, ports) });
  } catch (error) {
    logFailure('could not act, trying again', error, { alert: entry.id });
    await ports.later(entry.id, 30, { waited: false });
  }
}

async function fromQueue({ body, attributes }: SQSRecord): Promise<void> {
  try {
    const last = Number(attributes.ApproximateReceiveCount) >= LAST_TRY;
    logger.info('acted', { outcome: await actOn(body, ports, last) });
  } catch (error) {
    logFailure('could not act', error);
    throw error;
  }
}

function isStream(event: DynamoDBStreamEvent | SQSEvent): event is DynamoDBStreamEvent {
  return event.Records.some((record) => 'dynamodb' in record);
}
