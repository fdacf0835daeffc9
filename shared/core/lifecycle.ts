import type { Cause, Change, Episode, Finding, Plan, Transition, TransitionName } from './finding.ts';
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

/**
 * The life of a finding: (finding before, judgement, cause) → (finding after, transitions).
 * What is unknown neither opens nor resolves; a cause older than what is recorded changes nothing.
 */
export function advance(subject: Subject, before: Finding | undefined, judgement: Judgement, cause: Cause): Advance {
  const same: Advance = { finding: before, transitions: [] };
  if (before && cause.at < before.lastSeen) return same;
  const { violations, unknown } = judgement;

  if (violations.length > 0) {
    if (!before) return step(subject, opened(subject, judgement, cause, []), 'opened', cause);
    if (before.status === 'resolved') {
      return step(
        subject,
        { ...opened(subject, judgement, cause, before.episodes), firstSeen: before.firstSeen },
        'reopened',
        cause,
      );
    }
    const finding = { ...before, ...described(subject, judgement), lastSeen: cause.at };
    // No news, but the plan is for the state as it is now, and a rule may have been graded anew.
    if (sameViolations(before.violations, violations)) return { finding, transitions: [] };
    return step(subject, finding, 'changed', cause);
  }

  if (before?.status !== 'open') return same;
  if (unknown && !unknown.cleared) return same;
  return step(subject, resolved(before, cause), 'resolved', cause);
}

function opened(subject: Subject, judgement: Judgement, cause: Cause, past: readonly Episode[]): Finding {
  const { id, rule, title, resource } = subject;
  return {
    id,
    rule,
    title,
    resource,
    status: 'open',
    ...described(subject, judgement),
    firstSeen: cause.at,
    lastSeen: cause.at,
    cause,
    changes: judgement.changes,
    episodes: [...past, { from: cause }],
  };
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

function resolved(before: Finding, cause: Cause): Finding {
  const episodes = before.episodes.map((episode, index) =>
    index === before.episodes.length - 1 ? { ...episode, to: cause } : episode,
  );
  return { ...before, status: 'resolved', lastSeen: cause.at, resolvedAt: cause.at, episodes };
}

function step(subject: Subject, finding: Finding, transition: TransitionName, cause: Cause): Advance {
  const { severity, violations } = finding;
  const entry: Transition = {
    finding: subject.id,
    transition,
    rule: subject.rule,
    resource: subject.resource,
    severity,
    violations,
    cause,
  };
  return { finding, transitions: [entry] };
}

/** Order is the judge's own affair; the keys and texts are what count. */
function sameViolations(a: readonly RenderedViolation[], b: readonly RenderedViolation[]): boolean {
  const keys = (list: readonly RenderedViolation[]) => list.map(({ at, text }) => `${at}\n${text}`).sort();
  const [left, right] = [keys(a), keys(b)];
  return left.length === right.length && left.every((key, index) => key === right[index]);
}
