import type { Action } from './action.ts';
import type { Actor } from './actor.ts';
import type { AwsType } from './kind.ts';
import type { Ref } from './ref.ts';
import type { RenderedViolation } from './rule.ts';
import type { Severity } from './severity.ts';

/** What made a finding open, change or end: one event and who was behind it. */
export interface Cause {
  readonly eventId: string;
  readonly eventName: string;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  readonly actor: Actor;
}

/** What brought some of a finding's violations. */
export interface Origin {
  readonly cause: Cause;
  /** The violations' `at`. */
  readonly of: readonly string[];
}

/** A field that the rule watches, as it was known before and after the event. JSON, secrets as marks. */
export interface Change {
  readonly field: string;
  /** `undefined`: not known. */
  readonly before: unknown;
  readonly after: unknown;
}

/** What would put the resource right. */
export interface Plan {
  /** For people: one imperative sentence a step, or the advice where no action can be planned. */
  readonly steps: readonly string[];
  readonly mode: 'auto' | 'approve' | 'manual';
  readonly actions: readonly Action[];
  /** Undoes `actions`, in the right order. */
  readonly undo: readonly Action[];
}

/** The drift was there from `from` to `to`; without `to` it still is. */
export interface Episode {
  readonly from: Cause;
  readonly to?: Cause;
}

/** A finding that somebody accepts for a while. */
export interface Exemption {
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** Where it was granted: for this one finding, in the settings, by a tag on the resource, or by an undo. */
  readonly grantedBy: 'finding' | 'settings' | 'tag' | 'undo';
  /** The violations (`at`) that were accepted; a new one is not. Left out: whatever is found. */
  readonly covers?: readonly string[];
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
  /** `exempt`: it is wrong, and accepted. */
  readonly status: 'open' | 'exempt' | 'resolved';
  /** Kept when the finding is resolved: should it come back in time, it is accepted still. */
  readonly exemption?: Exemption;
  /** Granted before it and not ended, where what they cover stays accepted as it was. */
  readonly besides?: readonly Exemption[];
  /** Of the gravest violation; once resolved, of the last that was open. */
  readonly severity: Severity;
  /** What is wrong; once resolved, what was wrong last. */
  readonly violations: readonly RenderedViolation[];
  readonly controls: readonly string[];
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly resolvedAt?: number;
  /** What opened it, the latest time it was opened. */
  readonly cause: Cause;
  /** What brought the violations that `cause` did not; left out where it brought them all. */
  readonly origins?: readonly Origin[];
  /** Before and after of the watched fields at `cause`. */
  readonly changes: readonly Change[];
  readonly plan: Plan;
  /** Every time it was open, in order. */
  readonly episodes: readonly Episode[];
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

/** What stopped remediation: the kill switch, its limit an hour, or something that sets the resource again and again. */
export type RemediationStop = 'paused' | 'limit' | 'flapping';

/** How long a finding was open, in milliseconds; until `now` where it still is, and never longer than `most` at a time. */
export function openFor(finding: Finding, now: number, most = Infinity): number {
  return finding.episodes.reduce(
    (sum, { from, to }) => sum + Math.min(most, Math.max(0, (to?.occurredAt ?? now) - from.occurredAt)),
    0,
  );
}
