import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { readers } from '../generated/readers.ts';
import { rulesByKind } from '../generated/rules-by-kind.ts';
import { createAws } from '../shared/aws/clients.ts';
import { DETECT, environmentOf } from '../shared/aws/environment.ts';
import { fingerprintKey } from '../shared/aws/fingerprint-key.ts';
import { listAll, reading } from '../shared/aws/live.ts';
import { ownOrganization } from '../shared/aws/organization.ts';
import { hideMessages, retryDelay, sendMessages } from '../shared/aws/queue.ts';
import { TRIES } from '../shared/aws/queue-tries.ts';
import { countEvents, countForeign, countReported, countUnknown, logFailure } from '../shared/aws/telemetry.ts';
import { RESERVE } from '../shared/aws/time-limits.ts';
import { settingsByKind } from '../shared/config/by-kind.ts';
import { deployedSettings, withAtMost } from '../shared/config/deployed.ts';
import { withOwnOrganization } from '../shared/config/organizations.ts';
import { deadLetterOf } from '../shared/evaluate/dead-letter.ts';
import { type DetectPorts, detect } from '../shared/evaluate/detect.ts';
import { inMessages } from '../shared/evaluate/in-messages.ts';
import type { ChangeMessage } from '../shared/evaluate/messages.ts';
import { watchFor } from '../shared/evaluate/notices.ts';
import { createCalls } from '../shared/store/dynamodb/calls.ts';
import { heartbeatStore } from '../shared/store/dynamodb/heartbeat.ts';
import { noticeStore } from '../shared/store/dynamodb/notices.ts';
import { resourceStore } from '../shared/store/dynamodb/resources.ts';
import { runStore } from '../shared/store/dynamodb/runs.ts';
import { batchLambda } from './middleware.ts';

const environment = environmentOf(DETECT);
const { AWS_REGION: region, ACCOUNT_ID: account } = environment;
const aws = createAws();
const table = createCalls({ aws, table: environment.TABLE_NAME, region });
const changes = { url: environment.CHANGES_QUEUE_URL, aws, region };
const deadLetters = { url: environment.CHANGES_DLQ_URL, aws, region };

const askOrganization = ownOrganization(region);
const known = settingsByKind(rulesByKind, (some) => withAtMost(deployedSettings(some), environment.REMEDIATION));

const ports: DetectPorts = {
  ...reading(aws, readers, fingerprintKey(aws, region, environment.PLUMBLINE_PREFIX)),
  settingsByKind: {
    ...known,
    of: async (kind) => withOwnOrganization(await known.of(kind), askOrganization),
  },
  store: { ...resourceStore(table), ...runStore(table), ...heartbeatStore(table), ...noticeStore(table) },
  home: { account, region },
  roleId: environment.DETECT_ROLE_ID,
  ownRole: environment.REMEDIATE_ROLE,
  watch: watchFor(deployedSettings([]), environment.REMEDIATE_ROLE),
  now: Date.now,
  judgeAgain: (refs, because) =>
    sendMessages(
      inMessages(refs).map((some) => ({ body: { refs: some, ...(because ? { because } : {}) } })),
      changes,
    ),
  listAll: (kind, place) => listAll(kind, place, aws, readers),
  onRecorded: countEvents,
  onReported: countReported,
  onUnknown: countUnknown,
  onForeign: countForeign,
  onFailure: (message, error) => logFailure('could not check', error, { message }),
  heartbeat: environment.HEARTBEAT_LOG_GROUP,
};

/** Reads the resources that changed, judges them, and records what is new, and which activity is reported to people. */
export const handler = batchLambda<SQSEvent>('could not check', async ({ Records }, context) => {
  const messages = Records.map(({ messageId, body, attributes }) => ({
    id: messageId,
    body,
    sender: attributes.SenderId,
    isRepeated: Number(attributes.ApproximateReceiveCount) > 1,
    isLast: Number(attributes.ApproximateReceiveCount) >= TRIES.changes,
  }));
  const failed = await detect(messages, {
    ...ports,
    hasTime: () => context.getRemainingTimeInMillis() > RESERVE,
    againSoon: (ids) => retrySoon(Records.filter(({ messageId }) => ids.includes(messageId))),
  });
  const setAside = await setAsideEvents(messages.filter(({ id, isLast }) => isLast && failed.has(id)));
  return [...failed].filter((id) => !setAside.has(id));
});

/**
 * Puts what is needed of events that failed for the last time into the dead-letter queue. SQS would put them there whole.
 * @returns the messages that are there, which are done here.
 */
async function setAsideEvents(messages: readonly ChangeMessage[]): Promise<ReadonlySet<string>> {
  const done = messages.map(async (message) => {
    const body = await deadLetterOf(message, ports);
    if (!body) return [];
    await sendMessages([{ body }], deadLetters);
    return [message.id];
  });
  const settled = await Promise.allSettled(done);
  return new Set(
    settled.flatMap((each) => {
      if (each.status === 'fulfilled') return each.value;
      logFailure('could not set aside', each.reason);
      return [];
    }),
  );
}

/** Sooner than the queue's own visibility timeout, which is what remains where this fails. */
async function retrySoon(records: readonly SQSRecord[]): Promise<void> {
  const hidden = records.map(({ receiptHandle: receipt, attributes }) => ({
    receipt,
    hiddenSeconds: retryDelay(Number(attributes.ApproximateReceiveCount)),
  }));
  await hideMessages(hidden, changes).catch(() => undefined);
}
