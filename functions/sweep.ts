import type { SQSEvent } from 'aws-lambda';
import { readers } from '../generated/readers.ts';
import { rules } from '../generated/rules.ts';
import { createAws } from '../shared/aws/clients.ts';
import { environmentOf, SWEEP } from '../shared/aws/environment.ts';
import { sendHeartbeat } from '../shared/aws/heartbeat.ts';
import { listPage } from '../shared/aws/live.ts';
import { sendMessages } from '../shared/aws/queue.ts';
import { countOpen, note } from '../shared/aws/telemetry.ts';
import { RESERVE } from '../shared/aws/time-limits.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import { openIn } from '../shared/core/compliance.ts';
import { type SweepPorts, sweepMessage } from '../shared/evaluate/sweep.ts';
import { createCalls } from '../shared/store/dynamodb/calls.ts';
import { complianceStore } from '../shared/store/dynamodb/compliance.ts';
import { resourceStore } from '../shared/store/dynamodb/resources.ts';
import { batchLambda, failedRecords } from './middleware.ts';

const environment = environmentOf(SWEEP);
const { ACCOUNT_ID: account, AWS_REGION: region, HEARTBEAT_LOG_GROUP: logGroup } = environment;
const aws = createAws();
const changes = { url: environment.CHANGES_QUEUE_URL, aws, region };
const sweeps = { url: environment.SWEEPS_QUEUE_URL, aws, region };

const table = createCalls({ aws, table: environment.TABLE_NAME, region });

const ports: Omit<SweepPorts, 'hasTime'> = {
  store: resourceStore(table),
  rules: deployedSettings(rules).rules.map(({ rule }) => rule),
  kinds: [...new Set(rules.map(({ kind }) => kind))],
  place: { account, region },
  list: (kind, place, from) => listPage(kind, place, aws, readers, from),
  send: (messages) =>
    sendMessages(
      messages.map((refs) => ({ body: { refs } })),
      changes,
    ),
  continueWith: (task) => sendMessages([{ body: task }], sweeps),
  countOpen: async () => countOpen(openIn(await complianceStore(table).compliance(account))),
  heartbeat: async () => logGroup && sendHeartbeat(logGroup, aws, region),
};

/** Lists all resources, on a schedule and on request, and queues each as if it had changed. */
export const handler = batchLambda<SQSEvent>('could not sweep', ({ Records }, context) =>
  failedRecords('could not sweep', Records, async ({ body }) => {
    const hasTime = () => context.getRemainingTimeInMillis() > RESERVE;
    note('swept', { ...(await sweepMessage(body, { ...ports, hasTime })) });
  }),
);
