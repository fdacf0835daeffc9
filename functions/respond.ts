import middy from '@middy/core';
import { rules } from '../generated/rules.ts';
import { createAws } from '../shared/aws/clients.ts';
import { optional, required } from '../shared/aws/environment.ts';
import { sendMessages } from '../shared/aws/queue.ts';
import { countEvents, logFailure, note, publishMetrics } from '../shared/aws/telemetry.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import { type Answer, type RespondPorts, respond } from '../shared/respond/respond.ts';
import { createDynamoStore } from '../shared/store/dynamodb.ts';

const aws = createAws();
const region = required('AWS_REGION');
const queue = optional('REMEDIATIONS_QUEUE_URL');

const ports: RespondPorts = {
  settings: deployedSettings(rules),
  store: createDynamoStore({ aws, table: required('TABLE_NAME'), region }),
  remediation: modeOf(required('REMEDIATION')),
  now: Date.now,
  onRecorded: countEvents,
  async requestUndo(request) {
    if (queue) await sendMessages(queue, [{ body: request }], aws, region);
  },
};

/** Requests of people, by `aws lambda invoke`: approve, undo, exempt, snooze, pause, resume, reset, show. */
export const handler = middy<unknown, Answer>().handler(async (request) => {
  try {
    const answer = await respond(request, ports);
    note('answered', { ok: answer.ok, finding: answer.finding?.id });
    return answer;
  } catch (error) {
    logFailure('could not answer', error);
    throw error;
  } finally {
    publishMetrics();
  }
});

function modeOf(remediation: string): RespondPorts['remediation'] {
  return remediation === 'auto' || remediation === 'approve' ? remediation : 'off';
}
