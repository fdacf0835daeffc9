import { type Attribution, byReading, reattributed } from './cause.ts';
import { acceptedNow, accepting, granted, grantedInPart, notAccepting, withExtents } from './exemption.ts';
import type { Cause, Exemption, Finding, FindingEventDraft, RemediationStop } from './finding.ts';
import { type Advance, described, type Judgement, opened, resolved, step, subjectOf } from './judgement.ts';
import type { RenderedViolation } from './message.ts';
import { mostSevere } from './severity.ts';

/** Events of the remediation that leave the status unchanged. */
export function noted(
  finding: Finding,
  type: 'proposed' | 'approved' | 'failed' | 'overwritten' | 'restored',
  cause: Cause,
  note?: string,
  stop?: RemediationStop,
): Advance {
  const { events } = step(finding, type, cause, note);
  return { finding, events: events.map((each) => (stop ? { ...each, stop } : each)) };
}

/** The violations that a remediation has fixed, and what it has left on purpose. */
export interface Fixed {
  readonly violations: readonly RenderedViolation[];
  /** What is still wrong, and who is known to have caused it; `undefined`: nothing is. */
  readonly left: { readonly judgement: Judgement; readonly attribution: Attribution } | undefined;
}

/** Remediated and judged again: resolved, or still open or exempt where something was left on purpose. */
export function remediated(finding: Finding, { violations, left }: Fixed, cause: Cause, note?: string): Advance {
  const subject = subjectOf(finding);
  const seen = Math.max(cause.occurredAt, finding.lastSeen);
  // An evaluation in between may have seen it first.
  if (finding.status === 'resolved') return step(finding, 'remediated', cause, note);
  if (!left) return step(resolved(finding, cause, seen), 'remediated', cause, note);
  const { judgement, attribution } = left;
  const after: Finding = {
    ...reattributed(finding, judgement.violations, attribution),
    ...described(subject, judgement),
    status: finding.status === 'exempt' || acceptedNow(finding, judgement.violations, seen) ? 'exempt' : 'open',
    lastSeen: seen,
  };
  const { events } = step(after, 'remediated', cause, note);
  const severity = mostSevere(
    violations.map((each) => each.severity),
    subject.severity,
  );
  return { finding: after, events: events.map((each) => ({ ...each, severity, violations })) };
}

const NO_OBJECTION = 'The rule, with its options of today, does not object to the earlier state.';

/**
 * The remediation was undone. What is back is accepted for a while: otherwise the next event would undo the undo. What
 * else is wrong has come up meanwhile: Plumbline did not cause it, and nobody accepts it.
 * @param more A full sentence for the note.
 */
export function undone(
  finding: Finding,
  judgement: Judgement,
  exemption: Exemption,
  cause: Cause,
  more?: string,
): Advance {
  const subject = subjectOf(finding);
  const seen = Math.max(cause.occurredAt, finding.lastSeen);
  const noteWith = (...sentences: readonly (string | undefined)[]) => [...sentences, more].filter(Boolean).join(' ');
  const { violations } = judgement;
  if (violations.length === 0) {
    const after = finding.status === 'resolved' ? finding : resolved(finding, cause, seen);
    return step(notAccepting(after, exemption), 'undone', cause, noteWith(NO_OBJECTION));
  }
  const otherwise = byReading(cause.occurredAt);
  const back = violations.filter(({ path }) => exemption.covers?.includes(path));
  const attribution: Attribution = { proven: new Map(back.map(({ path }) => [path, cause])), otherwise };
  // An evaluation in between may have seen it first.
  const again =
    finding.status === 'resolved'
      ? opened(subject, judgement, back.length > 0 ? cause : otherwise, seen, finding, attribution)
      : {
          ...reattributed(finding, violations, attribution),
          ...described(subject, judgement),
          lastSeen: seen,
        };
  const accepted =
    back.length > 0 ? accepting(again, withExtents(exemption, back), seen) : notAccepting(again, exemption);
  const isAll = acceptedNow(accepted, violations, seen) !== undefined;
  const after: Finding = { ...accepted, status: isAll ? 'exempt' : 'open' };
  const note = back.length === 0 ? NO_OBJECTION : isAll ? granted(exemption) : grantedInPart(exemption);
  return step(after, 'undone', cause, noteWith(note));
}

/** The note of a finding that ends with its resource. */
export const RESOURCE_IS_GONE = 'The resource is gone';

/** Whether a finding has ended because its resource is gone. */
export function isOfGone({ type, note }: Pick<FindingEventDraft, 'type' | 'note'>): boolean {
  return type === 'resolved' && note?.startsWith(RESOURCE_IS_GONE) === true;
}

/** Resolved without a remediation. */
export function closed(finding: Finding, cause: Cause, note: string): Advance {
  if (finding.status === 'resolved') return { finding, events: [] };
  const after = resolved(finding, cause, Math.max(cause.occurredAt, finding.lastSeen));
  return step(after, 'resolved', cause, note);
}
