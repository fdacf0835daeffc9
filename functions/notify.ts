import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import ids from '../generated/controls.json' with { type: 'json' };
import { kindNames } from '../generated/kinds.ts';
import { createAws } from '../shared/aws/clients.ts';
import { environmentOf, NOTIFY } from '../shared/aws/environment.ts';
import { countDelivery, countHeartbeat } from '../shared/aws/telemetry.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import { createNotifier } from '../shared/notify/notifier.ts';
import { createCalls } from '../shared/store/dynamodb/calls.ts';
import { eventStore } from '../shared/store/dynamodb/finding-events.ts';
import { batchLambda } from './middleware.ts';

const environment = environmentOf(NOTIFY);
const { AWS_REGION: region, SLACK_QUEUE_URL: queue, SLACK_WEBHOOK: webhook, SLACK_HOST: host } = environment;
const aws = createAws();
const settings = deployedSettings([]);

/** Sends the events that the table's stream and the queues deliver. */
export const handler = batchLambda<DynamoDBStreamEvent | SQSEvent>(
  'could not notify',
  createNotifier({
    aws,
    region,
    store: eventStore(createCalls({ aws, table: environment.TABLE_NAME, region })),
    settings: settings.channels,
    shown: { ids, frameworks: settings.frameworks },
    deliveriesQueue: environment.DELIVERIES_QUEUE_URL,
    topic: environment.TOPIC_ARN,
    bus: environment.BUS_NAME,
    slack: queue && webhook ? { queue, webhook, host } : undefined,
    respondFunction: environment.RESPOND_FUNCTION,
    remediation: environment.REMEDIATION,
    requests: environment.REQUESTS === 'url' ? 'url' : undefined,
    kindNames,
    onHeartbeat: countHeartbeat,
    now: Date.now,
    sleep,
    report: countDelivery,
  }),
);
