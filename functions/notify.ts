import { setTimeout as sleep } from 'node:timers/promises';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { kindNames } from '../generated/kinds.ts';
import { createAws } from '../shared/aws/clients.ts';
import { required } from '../shared/aws/environment.ts';
import { countDelivery, countHeartbeat, publishMetrics } from '../shared/aws/telemetry.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import { createNotifier } from '../shared/notify/notifier.ts';
import { createDynamoStore } from '../shared/store/dynamodb.ts';

type Event = DynamoDBStreamEvent | SQSEvent;
type Answer = DynamoDBBatchResponse | SQSBatchResponse;

const aws = createAws();
const region = required('AWS_REGION');

const notify = createNotifier({
  environment: process.env,
  aws,
  region,
  store: createDynamoStore({ aws, table: required('TABLE_NAME'), region }),
  settings: deployedSettings([]).channels,
  kindNames,
  onHeartbeat: countHeartbeat,
  now: Date.now,
  sleep,
  report: countDelivery,
});

/** Queues what the table's stream hands on, and tells what the queues hand on. */
export const handler = middy<Event, Answer>().handler(async (event) => {
  try {
    return await notify(event);
  } finally {
    publishMetrics();
  }
});
