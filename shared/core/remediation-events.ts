import { type Attribution, byOne, reattributed } from './cause.ts';
import { acceptedNow, accepting, granted, grantedInPart } from './exemption.ts';
import type { Cause, Exemption, Finding, FindingEventDraft, RemediationStop } from './finding.ts';
import { type Advance, described, type Judgement, opened, resolved, step, subjectOf } from './judgement.ts';
import type { RenderedViolation } from './message.ts';
import { mostSevere } from './severity.ts';

/** Events of the remediation that leave the status unchanged. */
export function noted(
  finding: Finding,
  type: 'proposed' | 'approved' | 'failed',
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

/**
 * The remediation was undone. What is back is accepted for a while: otherwise the next event would undo the undo.
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
  // An evaluation in between may have seen it first.
  const again =
    finding.status === 'resolved'
      ? opened(subject, judgement, cause, seen, finding, byOne(cause))
      : {
          ...reattributed(finding, judgement.violations, byOne(cause)),
          ...described(subject, judgement),
          lastSeen: seen,
        };
  const accepted = accepting(again, exemption, seen);
  const isAll = acceptedNow(accepted, judgement.violations, seen) !== undefined;
  const after: Finding = { ...accepted, status: isAll ? 'exempt' : 'open' };
  const note = isAll ? granted(exemption) : grantedInPart(exemption);
  return step(after, 'undone', cause, [note, more].filter(Boolean).join(' '));
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
