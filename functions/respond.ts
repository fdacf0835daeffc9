import { rules } from '../generated/rules.ts';
import { createAws } from '../shared/aws/clients.ts';
import { environmentOf, RESPOND } from '../shared/aws/environment.ts';
import { sendMessages } from '../shared/aws/queue.ts';
import { countControl, countEvents, note } from '../shared/aws/telemetry.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import { type Answer, type RespondPorts, respond } from '../shared/respond/respond.ts';
import { createCalls } from '../shared/store/dynamodb/calls.ts';
import { complianceStore } from '../shared/store/dynamodb/compliance.ts';
import { controlStore } from '../shared/store/dynamodb/controls.ts';
import { eventStore } from '../shared/store/dynamodb/finding-events.ts';
import { resourceStore } from '../shared/store/dynamodb/resources.ts';
import { runStore } from '../shared/store/dynamodb/runs.ts';
import { lambda } from './middleware.ts';

const {
  AWS_REGION: region,
  TABLE_NAME,
  REMEDIATION,
  REMEDIATIONS_QUEUE_URL: url,
  ACCOUNT_ID: account,
} = environmentOf(RESPOND);
const aws = createAws();
const table = createCalls({ aws, table: TABLE_NAME, region });

const ports: RespondPorts = {
  settings: deployedSettings(rules),
  store: {
    ...resourceStore(table),
    ...runStore(table),
    ...controlStore(table),
    ...eventStore(table),
    ...complianceStore(table),
  },
  home: { account, region },
  rules,
  remediation: REMEDIATION,
  now: Date.now,
  onRecorded: countEvents,
  onControl: countControl,
  async requestUndo(request) {
    if (url) await sendMessages([{ body: request }], { url, aws, region });
  },
};

/** Answers requests of people, by `aws lambda invoke`: approve, undo, exempt, snooze, pause, resume, reset, show, list, status, log. */
export const handler = lambda<unknown, Answer>('could not answer', async (request) => {
  const answer = await respond(request, ports);
  note('answered', { ok: answer.ok, finding: answer.finding?.id });
  return answer;
});
