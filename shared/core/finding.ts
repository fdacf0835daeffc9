import type { Action } from './action.ts';
import type { Actor } from './actor.ts';
import type { Ref } from './ref.ts';
import type { RenderedViolation } from './rule.ts';
import type { Severity } from './severity.ts';

/** What made a finding open, change or end: one event and who was behind it. */
export interface Cause {
  readonly eventId: string;
  readonly eventName: string;
  /** Milliseconds since 1970. */
  readonly at: number;
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
  readonly by: 'finding' | 'settings' | 'tag' | 'undo';
  /** The violations (`at`) that were accepted; a new one is not. Left out: whatever is found. */
  readonly covers?: readonly string[];
}

/** The long-lived record of one rule's violations on one resource. */
export interface Finding {
  /** Stable: the same rule on the same resource has the same id in every run. */
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly resource: Ref & { readonly arn?: string };
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

export const TRANSITIONS = [
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

export type TransitionName = (typeof TRANSITIONS)[number];

/** An append-only entry of a finding's life. */
export interface Transition {
  readonly finding: string;
  readonly transition: TransitionName;
  readonly rule: string;
  readonly resource: Finding['resource'];
  readonly severity: Severity;
  readonly violations: readonly RenderedViolation[];
  readonly cause: Cause;
  /** Why, where the name alone does not say: a full sentence. */
  readonly note?: string;
  /** Of `proposed`: set where it is not asked because the rule is set to ask. */
  readonly stop?: Stop;
}

/** What stopped remediation: the kill switch, its limit an hour, or something that sets the resource again and again. */
export type Stop = 'paused' | 'limit' | 'contest';

/** How long a finding was open, in milliseconds; until `now` where it still is, and never longer than `most` at a time. */
export function openFor(finding: Finding, now: number, most = Infinity): number {
  return finding.episodes.reduce(
    (sum, { from, to }) => sum + Math.min(most, Math.max(0, (to?.at ?? now) - from.at)),
    0,
  );
}
