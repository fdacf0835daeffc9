import { describeActor } from './actor.ts';
import { type Attribution, attributed, byOne, newActor, reattributed } from './cause.ts';
import {
  acceptedNow,
  accepting,
  acceptingAnew,
  activeExemptions,
  ended,
  endedFor,
  granted,
  whyOver,
  withExemptions,
} from './exemption.ts';
import type {
  Cause,
  Change,
  Exemption,
  Finding,
  FindingEventDraft,
  FindingEventType,
  Plan,
  RemediationStop,
} from './finding.ts';
import type { RenderedViolation, Unknown } from './rule.ts';
import { mostSevere, type Severity } from './severity.ts';

/** What a finding is about. It stays the same for one rule on one resource. */
export interface Subject {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly resource: Finding['resource'];
}

/** One rule's judgement of one state, ready to be recorded. */
export interface Judgement {
  readonly violations: readonly RenderedViolation[];
  /** Set where the rule cannot decide. */
  readonly unknown?: Unknown;
  readonly changes: readonly Change[];
  readonly plan: Plan;
}

/** A finding after one more judgement, and what happened to it. */
export interface Advance {
  readonly finding: Finding | undefined;
  readonly events: readonly FindingEventDraft[];
}

/** What is known besides the judgement. */
export interface Circumstances {
  /** When the state was read; left out: when the cause occurred. Milliseconds since 1970. */
  readonly seen?: number;
  /** Granted for this resource by the settings or a tag. */
  readonly exemption?: Exemption | undefined;
  /** The cause of each violation; left out: all have the cause of the judgement. */
  readonly attribution?: Attribution;
}

/**
 * The life of a finding: (finding before, judgement, cause) → (finding after, events). Unknown neither opens nor
 * resolves a finding. A judgement that is older than the finding changes nothing.
 */
export function advance(
  subject: Subject,
  before: Finding | undefined,
  judgement: Judgement,
  cause: Cause,
  { seen = cause.occurredAt, exemption, attribution = byOne(cause) }: Circumstances = {},
): Advance {
  const same: Advance = { finding: before, events: [] };
  if (before && seen < before.lastSeen) return same;
  const { violations, unknown } = judgement;

  if (violations.length > 0) {
    const accepted = exemption ?? acceptedNow(before, violations, seen);
    if (!before || before.status === 'resolved') {
      const finding = opened(subject, judgement, cause, seen, before, attribution);
      return step(
        accepted ? exempt(finding, accepted, seen) : finding,
        accepted ? 'exempted' : before ? 'reopened' : 'opened',
        cause,
        accepted && granted(accepted),
      );
    }
    const known = {
      ...reattributed(before, violations, attribution),
      ...described(subject, judgement),
      lastSeen: seen,
    };
    const finding = accepted ? exempt(known, accepted, seen) : withExemptions(known, activeExemptions(before, seen));
    if (accepted && before.status === 'open') return step(finding, 'exempted', cause, granted(accepted));
    if (!accepted && before.status === 'exempt') {
      return step({ ...finding, status: 'open' }, 'reopened', cause, whyOver(before, violations, seen));
    }
    const isSame = sameViolations(before.violations, violations);
    const over = accepted ? undefined : endedFor(before, violations, seen);
    if (over) return step(finding, 'changed', cause, ended(over));
    const other = isSame ? newActor(before, finding) : undefined;
    if (!accepted && other)
      return step(finding, 'changed', other, `It is now known who caused it: ${describeActor(other.actor)}.`);
    // No event, but the plan is for the current state, and the rule's severity may have changed.
    if (accepted || isSame) return { finding, events: [] };
    return step(finding, 'changed', cause);
  }

  if (!before || before.status === 'resolved') return same;
  if (unknown && !unknown.cleared) return same;
  return step(resolved(before, cause, seen), 'resolved', cause);
}

function exempt(finding: Finding, exemption: Exemption, seen: number): Finding {
  return { ...accepting(finding, exemption, seen), status: 'exempt' };
}

/** Accepts an open finding with its current violations. */
export function grant(finding: Finding, exemption: Exemption, cause: Cause): Advance {
  if (finding.status === 'resolved') return { finding, events: [] };
  const after: Finding = { ...acceptingAnew(finding, exemption, cause.occurredAt), status: 'exempt' };
  return step(after, 'exempted', cause, granted(exemption));
}

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

/** Resolved, because its rule is no longer judged. */
export function dropped(finding: Finding, cause: Cause, note: string): Advance {
  const seen = Math.max(cause.occurredAt, finding.lastSeen);
  return step(resolved(finding, cause, seen), 'resolved', cause, note);
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

/** Resolved without a remediation. */
export function closed(finding: Finding, cause: Cause, note: string): Advance {
  if (finding.status === 'resolved') return { finding, events: [] };
  const after = resolved(finding, cause, Math.max(cause.occurredAt, finding.lastSeen));
  return step(after, 'resolved', cause, note);
}

/**
 * The remediation was undone. What is back is accepted for a while: otherwise the next event would undo the undo.
 */
export function undone(finding: Finding, judgement: Judgement, exemption: Exemption, cause: Cause): Advance {
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
  const note = isAll ? granted(exemption) : `${granted(exemption)} This does not cover everything that is wrong now.`;
  return step(after, 'undone', cause, note);
}

function subjectOf({ id, rule, title, severity, resource }: Finding): Subject {
  return { id, rule, title, severity, resource };
}

/** A new episode. First sight, earlier episodes and exemptions are kept. */
function opened(
  subject: Subject,
  judgement: Judgement,
  cause: Cause,
  seen: number,
  before: Finding | undefined,
  attribution: Attribution,
): Finding {
  const { id, rule, title, resource } = subject;
  const causes = attributed(undefined, judgement.violations, cause, attribution);
  const finding: Finding = {
    id,
    rule,
    title,
    resource,
    status: 'open',
    ...described(subject, judgement),
    firstSeen: before?.firstSeen ?? cause.occurredAt,
    lastSeen: seen,
    ...causes,
    changes: judgement.changes,
    episodes: [...(before?.episodes ?? []), { from: cause }],
  };
  return before ? withExemptions(finding, activeExemptions(before, seen)) : finding;
}

function described(
  subject: Subject,
  { violations, plan }: Judgement,
): Pick<Finding, 'severity' | 'violations' | 'controls' | 'plan'> {
  return {
    severity: mostSevere(
      violations.map(({ severity }) => severity),
      subject.severity,
    ),
    violations,
    controls: [...new Set(violations.flatMap(({ controls }) => controls))],
    plan,
  };
}

function resolved(before: Finding, cause: Cause, seen: number): Finding {
  const episodes = before.episodes.map((episode, index) =>
    index === before.episodes.length - 1 ? { ...episode, to: cause } : episode,
  );
  return { ...before, status: 'resolved', lastSeen: seen, resolvedAt: cause.occurredAt, episodes };
}

function step(finding: Finding, type: FindingEventType, cause: Cause, note?: string): Advance {
  const { severity, violations } = finding;
  return { finding, events: [{ type, severity, violations, cause, ...(note ? { note } : {}), finding }] };
}

type Seen = Pick<RenderedViolation, 'path' | 'text'>;

/** Whether paths and texts are the same, in any order. */
export function sameViolations(a: readonly Seen[], b: readonly Seen[]): boolean {
  const keys = (list: readonly Seen[]) => list.map(({ path, text }) => `${path}\n${text}`).sort();
  const [left, right] = [keys(a), keys(b)];
  return left.length === right.length && left.every((key, index) => key === right[index]);
}
