import type { Action } from './action.ts';
import type { Actor } from './actor.ts';
import type { AwsType } from './kind.ts';
import type { RenderedViolation } from './message.ts';
import type { Ref } from './ref.ts';
import type { Severity } from './severity.ts';

/** What opened, changed or resolved a finding: one event and its actor. */
export interface Cause {
  readonly eventId: string;
  readonly eventName: string;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  readonly actor: Actor;
  /** The neighbour that the event changed; left out: the event changed the resource of the finding. */
  readonly on?: { readonly type: AwsType; readonly id: string };
}

/** The cause of some of a finding's violations. */
export interface Origin {
  readonly cause: Cause;
  /** The paths of the violations. */
  readonly of: readonly string[];
}

/** A field that the rule watches, before and after the event. JSON, with secrets redacted. */
export interface Change {
  readonly field: string;
  /** `undefined`: unknown. */
  readonly before: unknown;
  readonly after: unknown;
}

/** What would fix the resource. */
export interface Plan {
  /** For people: one imperative sentence for each step, or the rule's advice where no action is possible. */
  readonly steps: readonly string[];
  readonly mode: 'auto' | 'approve' | 'manual';
  readonly actions: readonly Action[];
  /** The inverse of `actions`, in the order of execution. */
  readonly undo: readonly Action[];
}

/** A time in which the drift existed: from `from` to `to`, or until now. */
export interface Episode {
  readonly from: Cause;
  readonly to?: Cause;
}

/** A finding that somebody accepts for a while. */
export interface Exemption {
  readonly reason: string;
  /** Who is responsible for it. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** What granted it: a request for this finding, the settings, a tag on the resource, or an undo. */
  readonly grantedBy: 'finding' | 'settings' | 'tag' | 'undo';
  /** Of a tag: the event that set it; left out: no event is known. */
  readonly setBy?: Cause;
  /** The paths of the violations that are accepted; a new one is not. Left out: all violations. */
  readonly covers?: readonly string[];
  /** What the covered violations had as `extent` when they were accepted, by path. With another one they are not accepted. */
  readonly extents?: Readonly<Record<string, string>>;
}

/** The long-lived record of one rule's violations on one resource. */
export interface Finding {
  /** Stable: the same rule on the same resource has the same id in every run. */
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly resource: Ref & {
    /** AWS's own type: `AWS::EC2::SecurityGroup`. */
    readonly type: AwsType;
    readonly arn?: string;
  };
  /** `exempt`: it has violations, and all are accepted. */
  readonly status: 'open' | 'exempt' | 'resolved';
  /** Kept when the finding is resolved: where the violation returns in time, it is still accepted. */
  readonly exemption?: Exemption;
  /** Earlier exemptions that have not ended. What they cover is still accepted. */
  readonly besides?: readonly Exemption[];
  /** That of the most severe violation; once resolved, of the last violations. */
  readonly severity: Severity;
  /** Once resolved: the last violations. */
  readonly violations: readonly RenderedViolation[];
  readonly controls: readonly string[];
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly resolvedAt?: number;
  /** The cause of its latest episode. */
  readonly cause: Cause;
  /** The causes of the violations that `cause` did not bring; left out where it brought all. */
  readonly origins?: readonly Origin[];
  /** Before and after of the watched fields at `cause`. */
  readonly changes: readonly Change[];
  readonly plan: Plan;
  /** Every time it was open, in order. */
  readonly episodes: readonly Episode[];
}

/** The path of the entry that counts the violations that are too many to be stored. */
export const MORE = 'more';

/** Whether violations (by path) were left out, so that it is unknown which they were. */
export function isCut(violations: readonly string[]): boolean {
  return violations.includes(MORE);
}

export const FINDING_EVENT_TYPES = [
  'opened',
  'changed',
  'resolved',
  'reopened',
  'exempted',
  'proposed',
  'approved',
  'remediated',
  'failed',
  'undone',
  'overwritten',
  'restored',
] as const;

export type FindingEventType = (typeof FINDING_EVENT_TYPES)[number];

/** One step of a finding's life, with the finding as it was then. It never changes. */
export interface FindingEvent {
  /** `<finding>-<number>`: the same however often it is delivered. */
  readonly id: string;
  readonly type: FindingEventType;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  readonly severity: Severity;
  readonly violations: readonly RenderedViolation[];
  readonly cause: Cause;
  /** Why, where the type does not say it: a full sentence. */
  readonly note?: string;
  /** Of `proposed`: set where remediation was stopped. Left out where the rule is set to ask. */
  readonly stop?: RemediationStop;
  /** Of `overwritten`: what would bring the change back, where no rule objects to that. A person has to ask for it. */
  readonly restore?: Plan;
  readonly finding: Finding;
}

/** A step of a finding's life that is not numbered and recorded yet. */
export type FindingEventDraft = Omit<FindingEvent, 'id' | 'recordedAt'>;

/** The id of a finding's event; its first event has the number 1. */
export function findingEventId(finding: string, number: number): string {
  return `${finding}-${number}`;
}

/** Numbers and dates what happened to a finding after `count` earlier events. */
export function recorded(
  drafts: readonly FindingEventDraft[],
  count: number,
  recordedAt: number,
): readonly FindingEvent[] {
  return drafts.map((draft, index) => ({
    id: findingEventId(draft.finding.id, count + index + 1),
    recordedAt,
    ...draft,
  }));
}

/**
 * Why remediation waits for a person: the kill switch, the limit of an hour, or a resource that changes again and
 * again.
 */
export type RemediationStop = 'paused' | 'limit' | 'flapping';

/**
 * The total time that a finding was open, until `now` where it still is; each episode counts at most `most`.
 * Milliseconds.
 */
export function openFor({ episodes }: Pick<Finding, 'episodes'>, now: number, most = Infinity): number {
  return episodes.reduce(
    (sum, { from, to }) => sum + Math.min(most, Math.max(0, (to?.occurredAt ?? now) - from.occurredAt)),
    0,
  );
}
