import { describeActor } from './actor.ts';
import { byOne, newActor, retraced, type Tracing, traced } from './cause.ts';
import {
  acceptedNow,
  accepting,
  acceptingAnew,
  ended,
  endedFor,
  granted,
  standing,
  whyOver,
  withExemptions,
} from './exemption.ts';
import type { Cause, Change, Exemption, Finding, Plan, Stop, Transition, TransitionName } from './finding.ts';
import type { RenderedViolation, Unknown } from './rule.ts';
import { mostSevere, type Severity } from './severity.ts';

/** Whose finding it is: what stays the same for one rule on one resource. */
export interface Subject {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly resource: Finding['resource'];
}

/** One rule's opinion on one state, ready to be recorded. */
export interface Judgement {
  readonly violations: readonly RenderedViolation[];
  /** Set where the rule could not say. */
  readonly unknown?: Unknown;
  readonly changes: readonly Change[];
  readonly plan: Plan;
}

export interface Advance {
  readonly finding: Finding | undefined;
  readonly transitions: readonly Transition[];
}

/** What is known beside the judgement. */
export interface Circumstances {
  /** When the state was seen, where that is not when the cause came about. Milliseconds since 1970. */
  readonly seen?: number;
  /** Granted for this resource by the settings or a tag. */
  readonly exemption?: Exemption | undefined;
  /** Where the violations may have come about by other causes than that of the judgement. */
  readonly tracing?: Tracing;
}

/**
 * The life of a finding: (finding before, judgement, cause) → (finding after, transitions).
 * What is unknown neither opens nor resolves; what is older than what is recorded changes nothing.
 */
export function advance(
  subject: Subject,
  before: Finding | undefined,
  judgement: Judgement,
  cause: Cause,
  { seen = cause.at, exemption, tracing = byOne(cause) }: Circumstances = {},
): Advance {
  const same: Advance = { finding: before, transitions: [] };
  if (before && seen < before.lastSeen) return same;
  const { violations, unknown } = judgement;

  if (violations.length > 0) {
    const accepted = exemption ?? acceptedNow(before, violations, seen);
    if (!before || before.status === 'resolved') {
      const finding = opened(subject, judgement, cause, seen, before, tracing);
      return step(
        subject,
        accepted ? exempt(finding, accepted, seen) : finding,
        accepted ? 'exempted' : before ? 'reopened' : 'opened',
        cause,
        accepted && granted(accepted),
      );
    }
    const known = { ...retraced(before, violations, tracing), ...described(subject, judgement), lastSeen: seen };
    const finding = accepted ? exempt(known, accepted, seen) : withExemptions(known, standing(before, seen));
    if (accepted && before.status === 'open') return step(subject, finding, 'exempted', cause, granted(accepted));
    if (!accepted && before.status === 'exempt') {
      return step(subject, { ...finding, status: 'open' }, 'reopened', cause, whyOver(before, violations, seen));
    }
    const isSame = sameViolations(before.violations, violations);
    const over = accepted ? undefined : endedFor(before, violations, seen);
    if (over) return step(subject, finding, 'changed', cause, ended(over));
    const other = isSame ? newActor(before, finding) : undefined;
    if (!accepted && other)
      return step(
        subject,
        finding,
        'changed',
        other,
        `It has come to light who did it: ${describeActor(other.actor)}.`,
      );
    // No news, but the plan is for the state as it is now, and a rule may have been graded anew.
    if (accepted || isSame) return { finding, transitions: [] };
    return step(subject, finding, 'changed', cause);
  }

  if (!before || before.status === 'resolved') return same;
  if (unknown && !unknown.cleared) return same;
  return step(subject, resolved(before, cause, seen), 'resolved', cause);
}

function exempt(finding: Finding, exemption: Exemption, seen: number): Finding {
  return { ...accepting(finding, exemption, seen), status: 'exempt' };
}

/** Accepts an open finding as it is now. */
export function grant(finding: Finding, exemption: Exemption, cause: Cause): Advance {
  if (finding.status === 'resolved') return { finding, transitions: [] };
  const after: Finding = { ...acceptingAnew(finding, exemption, cause.at), status: 'exempt' };
  return step(subjectOf(finding), after, 'exempted', cause, granted(exemption));
}

/** What Plumbline did by itself or was asked to do: entries that leave the status as it is. */
export function noted(
  finding: Finding,
  transition: 'proposed' | 'approved' | 'failed',
  cause: Cause,
  note?: string,
  stop?: Stop,
): Advance {
  const { transitions } = step(subjectOf(finding), finding, transition, cause, note);
  return { finding, transitions: transitions.map((each) => (stop ? { ...each, stop } : each)) };
}

/** Nobody judges it any more. */
export function dropped(finding: Finding, cause: Cause, note: string): Advance {
  const seen = Math.max(cause.at, finding.lastSeen);
  return step(subjectOf(finding), resolved(finding, cause, seen), 'resolved', cause, note);
}

/** What a remediation has put right, and what it has knowingly left. */
export interface PutRight {
  readonly violations: readonly RenderedViolation[];
  /** What is wrong still, and what is known of who did it; `undefined`: nothing is. */
  readonly left: { readonly judgement: Judgement; readonly tracing: Tracing } | undefined;
}

/** Put back, and judged to be: open or exempt still where something was left as it is. */
export function remediated(finding: Finding, { violations, left }: PutRight, cause: Cause, note?: string): Advance {
  const subject = subjectOf(finding);
  const seen = Math.max(cause.at, finding.lastSeen);
  // A look in between may have seen it first.
  if (finding.status === 'resolved') return step(subject, finding, 'remediated', cause, note);
  if (!left) return step(subject, resolved(finding, cause, seen), 'remediated', cause, note);
  const { judgement, tracing } = left;
  const after: Finding = {
    ...retraced(finding, judgement.violations, tracing),
    ...described(subject, judgement),
    status: finding.status === 'exempt' || acceptedNow(finding, judgement.violations, seen) ? 'exempt' : 'open',
    lastSeen: seen,
  };
  const { transitions } = step(subject, after, 'remediated', cause, note);
  const severity = mostSevere(
    violations.map((each) => each.severity),
    subject.severity,
  );
  return { finding: after, transitions: transitions.map((each) => ({ ...each, severity, violations })) };
}

/** It is over without anything that Plumbline did. */
export function closed(finding: Finding, cause: Cause, note: string): Advance {
  if (finding.status === 'resolved') return { finding, transitions: [] };
  const after = resolved(finding, cause, Math.max(cause.at, finding.lastSeen));
  return step(subjectOf(finding), after, 'resolved', cause, note);
}

/** Put back as it was before the remediation, and accepted for a while, or the next event would undo the undo. */
export function undone(finding: Finding, judgement: Judgement, exemption: Exemption, cause: Cause): Advance {
  const subject = subjectOf(finding);
  const seen = Math.max(cause.at, finding.lastSeen);
  // A look in between may have seen it first.
  const again =
    finding.status === 'resolved'
      ? opened(subject, judgement, cause, seen, finding, byOne(cause))
      : { ...retraced(finding, judgement.violations, byOne(cause)), ...described(subject, judgement), lastSeen: seen };
  const accepted = accepting(again, exemption, seen);
  const isAll = acceptedNow(accepted, judgement.violations, seen) !== undefined;
  const after: Finding = { ...accepted, status: isAll ? 'exempt' : 'open' };
  const note = isAll ? granted(exemption) : `${granted(exemption)} This does not cover all that is wrong now.`;
  return step(subject, after, 'undone', cause, note);
}

function subjectOf({ id, rule, title, severity, resource }: Finding): Subject {
  return { id, rule, title, severity, resource };
}

/** Open anew; of an earlier life it keeps when it began, its episodes and its exemptions. */
function opened(
  subject: Subject,
  judgement: Judgement,
  cause: Cause,
  seen: number,
  before: Finding | undefined,
  tracing: Tracing,
): Finding {
  const { id, rule, title, resource } = subject;
  const causes = traced(undefined, judgement.violations, cause, tracing);
  const finding: Finding = {
    id,
    rule,
    title,
    resource,
    status: 'open',
    ...described(subject, judgement),
    firstSeen: before?.firstSeen ?? cause.at,
    lastSeen: seen,
    ...causes,
    changes: judgement.changes,
    episodes: [...(before?.episodes ?? []), { from: cause }],
  };
  return before ? withExemptions(finding, standing(before, seen)) : finding;
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
  return { ...before, status: 'resolved', lastSeen: seen, resolvedAt: cause.at, episodes };
}

function step(subject: Subject, finding: Finding, transition: TransitionName, cause: Cause, note?: string): Advance {
  const { severity, violations } = finding;
  const entry: Transition = {
    finding: subject.id,
    transition,
    rule: subject.rule,
    resource: subject.resource,
    severity,
    violations,
    cause,
    ...(note ? { note } : {}),
  };
  return { finding, transitions: [entry] };
}

type Seen = Pick<RenderedViolation, 'at' | 'text'>;

/** Order is the judge's own affair; the keys and texts are what count. */
export function sameViolations(a: readonly Seen[], b: readonly Seen[]): boolean {
  const keys = (list: readonly Seen[]) => list.map(({ at, text }) => `${at}\n${text}`).sort();
  const [left, right] = [keys(a), keys(b)];
  return left.length === right.length && left.every((key, index) => key === right[index]);
}
