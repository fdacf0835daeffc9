import { ruleOutlines } from '../generated/rule-outlines.ts';
import { createAws } from '../shared/aws/clients.ts';
import { environmentOf, RESPOND } from '../shared/aws/environment.ts';
import { sendMessages } from '../shared/aws/queue.ts';
import { countControl, countEvents, note } from '../shared/aws/telemetry.ts';
import { deployedSettings } from '../shared/config/deployed.ts';
import type { Answer, RespondPorts } from '../shared/respond/answer.ts';
import { calledByUrl, httpAnswer, ONLY_BY_URL } from '../shared/respond/caller.ts';
import { respond } from '../shared/respond/respond.ts';
import { createCalls } from '../shared/store/dynamodb/calls.ts';
import { complianceStore } from '../shared/store/dynamodb/compliance.ts';
import { controlStore } from '../shared/store/dynamodb/controls.ts';
import { eventStore } from '../shared/store/dynamodb/finding-events.ts';
import { noticeStore } from '../shared/store/dynamodb/notices.ts';
import { resourceStore } from '../shared/store/dynamodb/resources.ts';
import { runStore } from '../shared/store/dynamodb/runs.ts';
import { sweepStore } from '../shared/store/dynamodb/sweeps.ts';
import { lambda } from './middleware.ts';

const {
  AWS_REGION: region,
  TABLE_NAME,
  REMEDIATION,
  REMEDIATIONS_QUEUE_URL: url,
  ACCOUNT_ID: account,
  REQUESTS: requests,
} = environmentOf(RESPOND);
const byUrl = requests === 'url';
const aws = createAws();
const table = createCalls({ aws, table: TABLE_NAME, region });

const ports: RespondPorts = {
  settings: deployedSettings(ruleOutlines),
  store: {
    ...resourceStore(table),
    ...runStore(table),
    ...controlStore(table),
    ...eventStore(table),
    ...complianceStore(table),
    ...sweepStore(table),
    ...noticeStore(table),
  },
  home: { account, region },
  rules: ruleOutlines,
  remediation: REMEDIATION,
  now: Date.now,
  onRecorded: countEvents,
  onControl: countControl,
  async request(messages) {
    if (url)
      await sendMessages(
        messages.map((body) => ({ body })),
        { url, aws, region },
      );
  },
};

/** Answers requests of people, by `aws lambda invoke` or by its URL: approve, undo, restore, exempt, snooze, pause, resume, reset, acknowledge, show, list, status, facts, log. */
export const handler = lambda<unknown, unknown>('could not answer', async (event) => {
  if (!byUrl) return answerTo(event);
  const called = calledByUrl(event);
  return called ? httpAnswer(await answerTo(called.given, called.identity)) : ONLY_BY_URL;
});

async function answerTo(request: unknown, identity?: string): Promise<Answer> {
  const answer = await respond(request, { ...ports, ...(identity === undefined ? {} : { identity }) });
  note('answered', { ok: answer.ok, finding: answer.finding?.id, identity });
  return answer;
}
