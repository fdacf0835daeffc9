import { type Attribution, attributed } from './cause.ts';
import { activeExemptions, withExemptions } from './exemption.ts';
import type { Cause, Change, Finding, FindingEventDraft, FindingEventType, Plan } from './finding.ts';
import type { RenderedViolation } from './message.ts';
import type { Unknown } from './rule.ts';
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

/** What a finding is about. */
export function subjectOf({ id, rule, title, severity, resource }: Finding): Subject {
  return { id, rule, title, severity, resource };
}

/** A new episode. First sight, earlier episodes and exemptions are kept. */
export function opened(
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

/** What a judgement says of a finding. */
export function described(
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

/** The end of an episode. */
export function resolved(before: Finding, cause: Cause, seen: number): Finding {
  const episodes = before.episodes.map((episode, index) =>
    index === before.episodes.length - 1 ? { ...episode, to: cause } : episode,
  );
  return { ...before, status: 'resolved', lastSeen: seen, resolvedAt: cause.occurredAt, episodes };
}

/** One step of a finding's life. */
export function step(finding: Finding, type: FindingEventType, cause: Cause, note?: string): Advance {
  const { severity, violations } = finding;
  return { finding, events: [{ type, severity, violations, cause, ...(note ? { note } : {}), finding }] };
}

/** Whether no part gives more or less than before, as far as that is known. */
export function sameExtents(before: readonly RenderedViolation[], after: readonly RenderedViolation[]): boolean {
  return after.every(({ path, extent }) => {
    const was = before.find((each) => each.path === path)?.extent;
    return was === undefined || extent === undefined || was === extent;
  });
}

type Seen = Pick<RenderedViolation, 'path' | 'text'>;

/** Whether paths and texts are the same, in any order. */
export function sameViolations(a: readonly Seen[], b: readonly Seen[]): boolean {
  const keys = (list: readonly Seen[]) => list.map(({ path, text }) => `${path}\n${text}`).sort();
  const [left, right] = [keys(a), keys(b)];
  return left.length === right.length && left.every((key, index) => key === right[index]);
}
