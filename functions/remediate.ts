import { setTimeout as sleep } from 'node:timers/promises';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, DynamoDBRecord, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { effects } from '../generated/effects.ts';
import { readers } from '../generated/readers.ts';
import { rules } from '../generated/rules.ts';
import { createAws } from '../shared/aws/clients.ts';
import { required } from '../shared/aws/environment.ts';
import { applyAction, reading } from '../shared/aws/live.ts';
import { sendMessages } from '../shared/aws/queue.ts';
import { countEvents, countUnknown, logFailure, note, publishMetrics } from '../shared/aws/telemetry.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import { type ActPorts, actOnEvent, actOnMessage } from '../shared/remediate/requests.ts';
import { createDynamoStore } from '../shared/store/dynamodb.ts';
import { eventInStream } from '../shared/store/stream.ts';

const aws = createAws();
const region = required('AWS_REGION');
const queue = required('REMEDIATIONS_QUEUE_URL');

const ports: ActPorts = {
  ...reading(aws, readers),
  settings: deployedSettings(rules),
  store: createDynamoStore({ aws, table: required('TABLE_NAME'), region }),
  deployed: required('REMEDIATION') === 'auto' ? 'auto' : 'approve',
  ownRole: required('REMEDIATE_ROLE'),
  now: Date.now,
  sleep,
  apply: (ref, action) => applyAction(ref, action, aws, effects),
  later: (event, delaySeconds, { waited }) =>
    sendMessages(queue, [{ body: { event, waited }, delaySeconds }], aws, region),
  onRecorded: countEvents,
  onUnknown: countUnknown,
  onFailure: (error, alert) => logFailure('could not act', error, alert === undefined ? {} : { alert }),
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

async function fromStream({ dynamodb }: DynamoDBRecord): Promise<void> {
  const event = eventInStream(dynamodb?.NewImage);
  if (event) note('acted', { alert: event.id, outcome: await actOnEvent(event, ports) });
}

async function fromQueue({ body, attributes }: SQSRecord): Promise<void> {
  const tries = Number(attributes.ApproximateReceiveCount);
  note('acted', { outcome: await actOnMessage(body, tries, ports) });
}

function isStream(event: DynamoDBStreamEvent | SQSEvent): event is DynamoDBStreamEvent {
  return event.Records.some((record) => 'dynamodb' in record);
}
