import { byReading, shownBy } from '../core/cause.ts';
import {
  type Cause,
  type Exemption,
  type Finding,
  type FindingEvent,
  type FindingEventDraft,
  recorded,
} from '../core/finding.ts';
import type { Judgement } from '../core/judgement.ts';
import { advance, type Circumstances, explainedLate } from '../core/lifecycle.ts';
import { fingerprintOf, NEEDS_APPROVAL, proposalOf } from '../core/plan.ts';
import { noted, RESOURCE_IS_GONE } from '../core/remediation-events.ts';
import type { StoredFinding } from '../store/store.ts';
import type { Evaluation } from './evaluate.ts';

/** A finding after an evaluation, and its new events. */
export interface Conclusion {
  readonly storedFinding: StoredFinding;
  readonly events: readonly FindingEvent[];
}

interface Given {
  readonly exemption?: Exemption | undefined;
  /** After how many days a proposal is repeated; 0 or left out: never. */
  readonly remindDays?: number;
  /** The finding that a run is about to end. */
  readonly acting?: string | undefined;
}

/** What an evaluation makes of a finding; `undefined` where there is nothing to write. */
export function conclude(
  evaluation: Evaluation,
  readAt: number,
  { exemption, remindDays = 0, acting }: Given = {},
): Conclusion | undefined {
  const isReminder = isReminderDue(evaluation, readAt, remindDays);
  const isEndedByRun = acting !== undefined && evaluation.storedFinding?.finding.id === acting;
  const conclusion = advanced(evaluation, readAt, exemption, { isReminder, isEndedByRun });
  return conclusion && proposedAgain(conclusion, readAt, isReminder);
}

/** Whether a proposal has waited for an answer for so long that it is repeated. */
function isReminderDue({ setting, subject, storedFinding }: Evaluation, now: number, remindDays: number): boolean {
  const { proposal, proposedAt, finding } = storedFinding ?? {};
  if (remindDays === 0 || proposal === undefined || finding?.status !== 'open') return false;
  const { remediation, remediationByAccount } = setting;
  if ([remediation, remediationByAccount[subject.resource.account]].includes('off')) return false;
  const asked = proposedAt ?? finding.episodes.at(-1)?.from.occurredAt ?? finding.firstSeen;
  return now - asked >= remindDays * A_DAY;
}

function advanced(
  {
    subject,
    storedFinding,
    judgement,
    proofs,
    cause,
    attribution,
    lateCauses,
    context,
    isGone,
    keepsBaseline,
  }: Evaluation,
  readAt: number,
  exemption: Exemption | undefined,
  { isReminder, isEndedByRun }: { readonly isReminder: boolean; readonly isEndedByRun: boolean },
): Conclusion | undefined {
  const before = storedFinding?.finding;
  let finding = before;
  const drafts: FindingEventDraft[] = [];
  const step = (judged: Judgement, why: Cause, circumstances: Circumstances) => {
    const next = advance(subject, finding, judged, why, circumstances);
    // The run reports the ending: what it has fixed is read as right before it has ended.
    if (isEndedByRun && finding?.status !== 'resolved' && next.finding?.status === 'resolved') return;
    finding = next.finding;
    drafts.push(...next.events);
  };
  // What an event proves was wrong, whether or not it still is.
  for (const { judgement: proven, cause: by, isOnlyShown } of proofs) {
    const isShown = proven.violations.length > 0 && proven.violations.every(({ path }) => isOnlyShown(path));
    step(proven, isShown ? shownBy(by) : by, { exemption });
  }
  // Our clock may be behind that of the log; the latest read must not look old.
  const lastSeen = finding?.lastSeen ?? 0;
  const now = Math.max(readAt, lastSeen);
  const isRead = cause.eventId === '';
  step(judgement, isRead ? { ...cause, occurredAt: Math.max(cause.occurredAt, lastSeen) } : cause, {
    seen: now,
    exemption,
    attribution,
  });
  if (before && drafts.length === 0 && lateCauses.size > 0) {
    const late = explainedLate(before, lateCauses);
    finding = late.finding;
    drafts.push(...late.events);
  }
  const isWritten = drafts.length > 0 || isReminder || !before || (finding && isWorthWriting(before, finding));
  if (!finding || !isWritten) return undefined;
  const count = storedFinding?.eventCount ?? 0;
  // Of a resource that is gone it would not be true to say that it is right now.
  const explained = drafts.map((draft) =>
    isGone && draft.type === 'resolved' && !draft.note ? { ...draft, note: `${RESOURCE_IS_GONE}.` } : draft,
  );
  const events = recorded(explained, count, now);
  const {
    baseline: earlier,
    firstReadAt: first,
    proposal,
    proposedAt,
    waiting,
    ...rest
  } = storedFinding ?? { remediationTimes: [] };
  const isReopened = drafts.some(({ type }) => type === 'reopened');
  const baseline = before && before.status !== 'resolved' ? earlier : context.baseline;
  // Without a baseline the rule has never seen this life of the resource in order.
  const isFirst = !before || (before.status === 'resolved' && context.baseline === undefined);
  const firstReadAt = isFirst ? readAt : first;
  return {
    storedFinding: {
      ...rest,
      ...(firstReadAt === undefined ? {} : { firstReadAt }),
      // A proposal for an earlier episode does not count for the next.
      ...(proposal === undefined || isReopened ? {} : { proposal }),
      ...(proposedAt === undefined || isReopened ? {} : { proposedAt }),
      ...(waiting === undefined || isReopened ? {} : { waiting }),
      finding,
      eventCount: count + events.length,
      ...((finding.status !== 'resolved' || keepsBaseline) && baseline !== undefined ? { baseline } : {}),
    },
    events,
  };
}

const A_DAY = 24 * 60 * 60 * 1000;

/** A finding that is only seen again is written once a day. */
function isWorthWriting(before: Finding, after: Finding): boolean {
  if (after.lastSeen - before.lastSeen > A_DAY) return true;
  const { lastSeen: _then, ...old } = before;
  const { lastSeen: _now, ...fresh } = after;
  return JSON.stringify(old) !== JSON.stringify(fresh);
}

/** Proposes a plan again where it has changed since the proposal, or has waited for an answer for long. */
function proposedAgain(conclusion: Conclusion, at: number, isReminder: boolean): Conclusion {
  const { storedFinding, events } = conclusion;
  const { finding, proposal, waiting } = storedFinding;
  if (proposal === undefined || events.length > 0 || finding.status !== 'open') return conclusion;
  const [before = '', ...words] = proposal.split(' ');
  const why = words.join(' ');
  const isAnother = before !== fingerprintOf(finding.plan);
  if (finding.plan.mode === 'manual' || !(isAnother || isReminder)) return conclusion;
  // What was proposed still waits: the plan of now is for what is fixed without an approval beside it.
  if (why === NEEDS_APPROVAL && finding.plan.mode === 'auto') return conclusion;
  const note = `${why} ${isAnother ? ANOTHER_PLAN : STILL_WAITS}`;
  const { events: drafts } = noted(finding, 'proposed', byReading(at), note, isAnother ? undefined : waiting?.stop);
  const proposed = recorded(drafts, storedFinding.eventCount, at);
  return {
    storedFinding: {
      ...storedFinding,
      proposal: proposalOf(finding.plan, why),
      proposedAt: at,
      eventCount: storedFinding.eventCount + proposed.length,
    },
    events: proposed,
  };
}

const ANOTHER_PLAN = 'The resource has changed since the last proposal, so the plan has changed too.';
const STILL_WAITS = 'This was proposed before and still waits for an answer.';
