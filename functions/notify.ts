import { setTimeout as sleep } from 'node:timers/promises';
import middy from '@middy/core';
import { kindNames } from '../generated/kinds.ts';
import { createAws } from '../shared/aws/clients.ts';
import { required } from '../shared/aws/environment.ts';
import { count, logger, publishMetrics } from '../shared/aws/telemetry.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import { failureOf } from '../shared/core/failure.ts';
import { createNotifier } from '../shared/notify/notifier.ts';
import { createDynamoStore } from '../shared/store/dynamodb.ts';

const aws = createAws();
const region = required('AWS_REGION');

const notify = createNotifier({
  environment: process.env,
  aws,
  region,
  store: createDynamoStore({ aws, table: required('TABLE_NAME'), region }),
  settings: deployedSettings([]).channels,
  kindNames,
  onHeartbeat: () => {
    count('HeartbeatArrived');
    publishMetrics();
  },
  now: Date.now,
  sleep,
  report({ entry: alert, channel }, outcome, error) {
    const failure = error === undefined ? {} : { failure: failureOf(error), error: (error as Error).name };
    logger[outcome.startsWith('told') ? 'info' : 'warn'](outcome, { alert, channel, ...failure });
  },
});

/** Queues what the table's stream hands on, and tells what the queues hand on. */
export const handler = middy(notify);
