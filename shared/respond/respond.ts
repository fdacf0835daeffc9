import { refusalOf } from '../config/allowed.ts';
import { endOf, latestEnd } from '../config/exemptions.ts';
import { signatureOf } from '../core/actor.ts';
import { askedBy } from '../core/cause.ts';
import { among, fingerprintOfViolations } from '../core/exemption.ts';
import { type Exemption, type Finding, findingEventId } from '../core/finding.ts';
import { grant } from '../core/lifecycle.ts';
import { fingerprintOf } from '../core/plan.ts';
import { noted } from '../core/remediation-events.ts';
import { allowedMode } from '../remediate/gates.ts';
import type { AuditRecord, EventStore, StoredFinding } from '../store/store.ts';
import { updateFinding } from '../store/update-finding.ts';
import { acknowledgeNotice } from './acknowledge.ts';
import type { Answer, RespondPorts } from './answer.ts';
import { control } from './control.ts';
import { factsOf } from './facts.ts';
import { listFindings } from './list.ts';
import { openNotices } from './open-notices.ts';
import { type Request, readRequest } from './request.ts';
import { requestRestore } from './restore.ts';
import { statusOf } from './status.ts';

const HOUR = 60 * 60 * 1000;

/** Answers a request of a person. It records what was requested; another function acts on it. */
export async function respond(given: unknown, ports: RespondPorts): Promise<Answer> {
  const read = readRequest(given);
  if ('wrong' in read) return { ok: false, error: read.wrong };
  const { asked } = read;
  const refused = refusalOf(asked.do, ports.identity, ports.settings);
  if (refused !== undefined) return { ok: false, error: refused };
  switch (asked.do) {
    case 'log':
      return { ok: true, auditRecords: await ports.store.auditRecords() };
    case 'status':
    case 'facts':
    case 'list':
      return look(asked, ports);
    case 'restore':
      return requestRestore(asked, ports);
    case 'pause':
    case 'resume':
    case 'reset':
      return control(asked, ports);
    case 'acknowledge':
      return acknowledgeNotice(asked, ports);
    default:
      return onFinding(asked, ports);
  }
}

/** Answers what changes nothing: what is kept, what that rests on, and which findings there are. */
async function look(
  asked: Extract<Request, { do: 'status' | 'facts' | 'list' }>,
  { settings, home, rules, store, now }: RespondPorts,
): Promise<Answer> {
  if (asked.do === 'facts') return { ok: true, facts: await factsOf({ settings, home, store, now }) };
  const rule = asked.do === 'status' ? asked.rule : asked.filters?.rule;
  if (rule !== undefined && !rules.some(({ id }) => id === rule))
    return { ok: false, error: `There is no rule ${rule}.` };
  if (asked.do === 'status') {
    const on = settings.rules.map((each) => each.rule);
    if (rule !== undefined && !on.some(({ id }) => id === rule))
      return { ok: false, error: `The rule ${rule} is off.` };
    return { ok: true, status: await statusOf({ account: home.account, rules: on, store, now }, rule) };
  }
  try {
    const listed = await listFindings(asked.filters ?? {}, asked.page, { home, rules, store });
    // A filter is about findings, and a further page is of them.
    if (asked.filters !== undefined || asked.page !== undefined) return { ok: true, ...listed };
    return { ok: true, ...listed, ...openNotices(await store.notices(), now()) };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, error: error.message };
    throw error;
  }
}

type OnFinding = Exclude<
  Request,
  { do: AuditRecord['action'] | 'acknowledge' | 'restore' | 'log' | 'status' | 'facts' | 'list' }
>;

async function onFinding(asked: OnFinding, ports: RespondPorts): Promise<Answer> {
  const ref = await ports.store.locate(asked.finding);
  const record = ref && (await ports.store.resource(ref));
  const storedFinding = record?.findings.find((each) => each.finding.id === asked.finding);
  if (!ref || !storedFinding) return { ok: false, error: `There is no finding ${asked.finding}.` };
  const shown = {
    finding: storedFinding.finding,
    plan: fingerprintOf(storedFinding.finding.plan),
    violations: fingerprintOfViolations(storedFinding.finding.violations),
  };
  if (asked.do === 'show') return { ok: true, ...shown };
  const objection = objectionTo(asked, storedFinding, ports);
  if (objection !== undefined) return { ok: false, error: objection, ...shown };
  const { identity } = ports;
  const now = ports.now();
  if (asked.do === 'undo') {
    const run = storedFinding.lastRun === undefined ? {} : { run: storedFinding.lastRun };
    await ports.request([{ undo: asked.finding, by: signatureOf({ name: asked.by, arn: identity }), ...run, at: now }]);
    return {
      ok: true,
      done: 'The undo was queued. An alert follows when it is done.',
      finding: storedFinding.finding,
    };
  }
  const seen = asked.do === 'approve' ? [] : await seenViolations(asked.violations, storedFinding, ports.store);
  if (!seen) return { ok: false, error: NOT_SEEN, ...shown };
  const cause = askedBy({ name: asked.by, ...(identity === undefined ? {} : { arn: identity }) }, asked.do, now);
  const events = await updateFinding(
    ref,
    asked.finding,
    (current) => {
      if (objectionTo(asked, current, ports) !== undefined) return undefined;
      const { finding } = current;
      if (asked.do === 'approve')
        return {
          storedFinding: current,
          advance: noted(finding, 'approved', cause, `Approved by ${signatureOf(cause.actor)}.`),
        };
      const covers = among(finding.violations, seen).map(({ path }) => path);
      if (covers.length === 0) return undefined;
      return { storedFinding: current, advance: grant(finding, exemptionIn(asked, covers, now), cause) };
    },
    ports,
  );
  if (events.length === 0)
    return { ok: false, error: 'The finding has changed meanwhile. Look at it with {"do":"show"}.' };
  const finding = events.at(-1)?.finding ?? storedFinding.finding;
  const since = asked.do === 'approve' ? [] : finding.violations.filter((each) => !among([each], seen).length);
  return { ok: true, done: `${DONE[asked.do]}${notCovered(since)}`, finding };
}

/** How many events of a finding are searched for what a person saw; each is a read of its own. */
const MOST_EVENTS = 20;

const NOT_SEEN =
  'The finding has changed since, and no recent alert of it showed these violations. Look at it with {"do":"show"}.';

/** The violations that a person names, as the finding has them now or as one of its latest events has shown them. */
async function seenViolations(
  fingerprint: string,
  { finding, eventCount }: StoredFinding,
  store: Pick<EventStore, 'event'>,
): Promise<Finding['violations'] | undefined> {
  const isSeen = (violations: Finding['violations']) => fingerprintOfViolations(violations) === fingerprint;
  if (isSeen(finding.violations)) return finding.violations;
  for (let number = eventCount; number > Math.max(0, eventCount - MOST_EVENTS); number -= 1) {
    const event = await store.event(findingEventId(finding.id, number));
    if (event && isSeen(event.violations)) return event.violations;
  }
  return undefined;
}

function notCovered(since: Finding['violations']): string {
  if (since.length === 0) return '';
  return ` This is new since the alert and is not accepted: ${since.map(({ text }) => text).join(' ')}`;
}

const DONE = {
  approve: 'The plan was approved. An alert follows when it is carried out.',
  exempt: 'The violations that you named are accepted.',
  snooze: 'The violations that you named are accepted for a while.',
} as const;

function objectionTo(
  asked: OnFinding,
  { finding: now, lastRun, remediationTimes }: StoredFinding,
  ports: RespondPorts,
): string | undefined {
  const {
    remediation,
    now: clock,
    settings: { exemptionDays },
  } = ports;
  switch (asked.do) {
    case 'approve':
      if (remediation === 'off') return 'Remediation is not deployed. Deploy with --param="remediation=approve".';
      if (now.status !== 'open') return `The finding is ${now.status}. There is nothing to approve.`;
      if (now.plan.mode === 'manual') return 'Plumbline cannot fix this by itself.';
      if (isOff(now, ports)) return `By plumbline.yml, remediation of ${now.rule} is off in ${now.resource.account}.`;
      return asked.plan === fingerprintOf(now.plan)
        ? undefined
        : 'The resource has changed, and so has the plan. Look at the new plan before you approve it.';
    case 'undo':
      if (remediation === 'off') return 'Remediation is not deployed, and only it can undo.';
      if (lastRun !== undefined) return undefined;
      return remediationTimes.length > 0
        ? 'No remediation of this finding is left to undo: each was undone already, or has changed nothing.'
        : 'Plumbline has not remediated this finding. There is nothing to undo.';
    case 'exempt':
      if (now.status === 'resolved') return 'The finding is resolved. There is nothing to exempt.';
      if (endOf(asked.until) <= clock()) return 'The exemption would be over already. Name a later day.';
      return endOf(asked.until) > latestEnd(exemptionDays, clock())
        ? `An exemption may last ${exemptionDays} days. Name an earlier day.`
        : undefined;
    case 'snooze':
      return now.status === 'resolved' ? 'The finding is resolved. There is nothing to snooze.' : undefined;
    case 'show':
      return undefined;
  }
}

function isOff({ rule: id, resource }: Finding, { settings, remediation }: RespondPorts): boolean {
  const setting = settings.rules.find(({ rule }) => rule.id === id);
  return !setting || allowedMode(remediation, setting, resource.account) === 'off';
}

function exemptionIn(
  asked: Extract<OnFinding, { do: 'exempt' | 'snooze' }>,
  covers: readonly string[],
  at: number,
): Exemption {
  return {
    reason: asked.reason ?? 'Snoozed.',
    owner: asked.do === 'exempt' ? (asked.owner ?? asked.by) : asked.by,
    until: asked.do === 'exempt' ? endOf(asked.until) : at + asked.hours * HOUR,
    grantedBy: 'finding',
    covers,
  };
}
