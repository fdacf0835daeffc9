import type { SQSEvent } from 'aws-lambda';
import { readers } from '../generated/readers.ts';
import { ruleOutlines } from '../generated/rule-outlines.ts';
import { rulesByKind } from '../generated/rules-by-kind.ts';
import { createAws } from '../shared/aws/clients.ts';
import { environmentOf, SWEEP } from '../shared/aws/environment.ts';
import { fingerprintKey } from '../shared/aws/fingerprint-key.ts';
import { sendHeartbeat } from '../shared/aws/heartbeat.ts';
import { listPage, reading } from '../shared/aws/live.ts';
import { ownOrganization } from '../shared/aws/organization.ts';
import { paceOf, SWEEP_SHARE } from '../shared/aws/pace.ts';
import { sendMessages } from '../shared/aws/queue.ts';
import { longestPeriod } from '../shared/aws/schedule.ts';
import { countEvents, countOpen, countUnknown, logFailure, note } from '../shared/aws/telemetry.ts';
import { SWEEP_RESERVE } from '../shared/aws/time-limits.ts';
import { settingsByKind } from '../shared/config/by-kind.ts';
import { deployedSettings, withAtMost } from '../shared/config/deployed.ts';
import { withOwnOrganization } from '../shared/config/organizations.ts';
import { openIn } from '../shared/core/compliance.ts';
import { kindsIn } from '../shared/core/outline.ts';
import { inMessages } from '../shared/evaluate/in-messages.ts';
import { sweepMessage } from '../shared/evaluate/sweep.ts';
import type { SweepPorts } from '../shared/evaluate/sweep-ports.ts';
import { createCalls } from '../shared/store/dynamodb/calls.ts';
import { complianceStore } from '../shared/store/dynamodb/compliance.ts';
import { resourceStore } from '../shared/store/dynamodb/resources.ts';
import { runStore } from '../shared/store/dynamodb/runs.ts';
import { sweepStore } from '../shared/store/dynamodb/sweeps.ts';
import { batchLambda, failedRecords } from './middleware.ts';

const environment = environmentOf(SWEEP);
const { ACCOUNT_ID: account, AWS_REGION: region, HEARTBEAT_LOG_GROUP: logGroup } = environment;
const own = createAws();
const paced = createAws({ pace: paceOf(SWEEP_SHARE) });
const changes = { url: environment.CHANGES_QUEUE_URL, aws: own, region };
const sweeps = { url: environment.SWEEPS_QUEUE_URL, aws: own, region };
const table = createCalls({ aws: own, table: environment.TABLE_NAME, region });

const secretKey = fingerprintKey(own, region, environment.PLUMBLINE_PREFIX);
const askOrganization = ownOrganization(region);
const known = settingsByKind(rulesByKind, (some) => withAtMost(deployedSettings(some), environment.REMEDIATION));

const ports: Omit<SweepPorts, 'hasTime'> = {
  ...reading(paced, readers, secretKey),
  settingsByKind: {
    ...known,
    of: async (kind) => withOwnOrganization(await known.of(kind), askOrganization),
  },
  store: { ...resourceStore(table), ...runStore(table), ...sweepStore(table) },
  rules: deployedSettings(ruleOutlines).rules.map(({ rule }) => rule),
  kinds: kindsIn(ruleOutlines),
  longestGap: 2 * longestPeriod(environment.SWEEP_RATE),
  home: { account, region },
  now: Date.now,
  list: (kind, place, from) => listPage(kind, place, paced, readers, from, secretKey),
  judgeAgain: (refs) =>
    sendMessages(
      inMessages(refs).map((some) => ({ body: { refs: some } })),
      changes,
    ),
  continueWith: (task, delaySeconds) =>
    sendMessages([{ body: task, ...(delaySeconds === undefined ? {} : { delaySeconds }) }], sweeps),
  countOpen: async () => countOpen(openIn(await complianceStore(table).compliance(account))),
  heartbeat: async () => logGroup && sendHeartbeat(logGroup, own, region),
  onRecorded: countEvents,
  onUnknown: countUnknown,
  onFailure: ({ kind, id }, error) => logFailure('could not sweep', error, { kind, id }),
};

/** Lists all resources, on a schedule and on request, and judges each. */
export const handler = batchLambda<SQSEvent>('could not sweep', ({ Records }, context) =>
  failedRecords('could not sweep', Records, async ({ body }) => {
    const hasTime = () => context.getRemainingTimeInMillis() > SWEEP_RESERVE;
    note('swept', { ...(await sweepMessage(body, { ...ports, hasTime })) });
  }),
);
