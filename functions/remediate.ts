import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBRecord, DynamoDBStreamEvent, SQSEvent, SQSRecord } from 'aws-lambda';
import { effects } from '../generated/effects.ts';
import { readers } from '../generated/readers.ts';
import { rulesByKind } from '../generated/rules-by-kind.ts';
import { createAws } from '../shared/aws/clients.ts';
import { environmentOf, REMEDIATE } from '../shared/aws/environment.ts';
import { fingerprintKey } from '../shared/aws/fingerprint-key.ts';
import { applyAction, completeUndo, reading } from '../shared/aws/live.ts';
import { ownOrganization } from '../shared/aws/organization.ts';
import { sendMessages } from '../shared/aws/queue.ts';
import { countEvents, countUnknown, logFailure, note } from '../shared/aws/telemetry.ts';
import { settingsByKind } from '../shared/config/by-kind.ts';
import { deployedSettings, withAtMost } from '../shared/config/deployed.ts';
import { withOwnOrganization } from '../shared/config/organizations.ts';
import type { AnyRule } from '../shared/core/rule.ts';
import { evaluator } from '../shared/evaluate/evaluator.ts';
import type { RemediatePorts } from '../shared/remediate/ports.ts';
import { actOnEvent, actOnMessage } from '../shared/remediate/requests.ts';
import { createDynamoStore } from '../shared/store/dynamodb.ts';
import { eventInStream } from '../shared/store/stream.ts';
import { batchLambda, failedRecords } from './middleware.ts';

const environment = environmentOf(REMEDIATE);
const region = environment.AWS_REGION;
const aws = createAws();
const remediations = { url: environment.REMEDIATIONS_QUEUE_URL, aws, region };

const askOrganization = ownOrganization(region);
const known = settingsByKind(rulesByKind, (some) => withAtMost(deployedSettings(some), environment.REMEDIATION));
const store = createDynamoStore({ aws, table: environment.TABLE_NAME, region });

const ports: Omit<RemediatePorts, 'settings'> = {
  ...reading(aws, readers, fingerprintKey(aws, region, environment.PLUMBLINE_PREFIX)),
  evaluator,
  store,
  deployed: environment.REMEDIATION === 'auto' ? 'auto' : 'approve',
  ownRole: environment.REMEDIATE_ROLE,
  now: Date.now,
  sleep,
  apply: (ref, action) => applyAction(ref, action, aws, effects),
  completeUndo: (ref, undo) => completeUndo(ref, undo, aws, effects),
  later: (body, delaySeconds) => sendMessages([{ body, delaySeconds }], remediations),
  onRecorded: countEvents,
  onUnknown: countUnknown,
  onFailure: (error, event) => logFailure('could not act', error, { event }),
};

/** Acts on the findings' events of the stream and on the requests of the queue: no other function changes anything. */
export const handler = batchLambda<DynamoDBStreamEvent | SQSEvent>('could not act', ({ Records }) =>
  failedRecords<SQSRecord | DynamoDBRecord>('could not act', Records, (record) =>
    'messageId' in record ? actOnRequest(record) : actOnStream(record),
  ),
);

async function actOnStream({ dynamodb }: DynamoDBRecord): Promise<void> {
  const event = eventInStream(dynamodb?.NewImage);
  if (!event) return;
  const { resource, rule } = event.finding;
  note('acted', { event: event.id, outcome: await actOnEvent(event, await portsFor(resource.kind, rule)) });
}

async function actOnRequest({ body, attributes }: SQSRecord): Promise<void> {
  const receives = Number(attributes.ApproximateReceiveCount);
  note('acted', { outcome: await actOnMessage(body, receives, { store, portsFor }) });
}

/** The ports for resources of a kind: for one rule, or for any. */
async function portsFor(kind: string, rule?: string): Promise<RemediatePorts> {
  const isConcerned = ({ id }: AnyRule) => rule === undefined || id === rule;
  return { ...ports, settings: await withOwnOrganization(await known.of(kind), askOrganization, isConcerned) };
}
