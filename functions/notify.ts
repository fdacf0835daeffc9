import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import { kindNames } from '../generated/kinds.ts';
import { createAws } from '../shared/aws/clients.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import { createNotifier } from '../shared/notify/notifier.ts';
import { createDynamoStore } from '../shared/store/dynamodb.ts';

const logger = new Logger({ serviceName: 'notify' });
const metrics = new Metrics({ namespace: 'Plumbline', serviceName: 'notify' });

const region = process.env['AWS_REGION'] ?? '';
const aws = createAws();

/** Queues what the table's stream hands on, and tells what the queues hand on. */
const notify = createNotifier({
  environment: process.env,
  aws,
  region,
  store: createDynamoStore({ aws, table: process.env['TABLE_NAME'] ?? '', region }),
  settings: deployedSettings([]).channels,
  kindNames,
  now: Date.now,
  sleep,
  report({ entry, channel }, outcome, error) {
    const told = outcome === 'told' || outcome === 'told-before';
    logger[told ? 'info' : 'warn']('telling', {
      entry,
      channel,
      outcome,
      ...(error instanceof Error ? { error } : {}),
    });
    if (!told) metrics.singleMetric().addMetric('NotTold', MetricUnit.Count, 1);
  },
});

export const handler = middy(notify).use(injectLambdaContext(logger));
