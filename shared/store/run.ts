import type { NewIds } from '../core/action.ts';
import type { Plan } from '../core/finding.ts';
import type { RemainingViolation } from '../core/plan.ts';
import type { Ref } from '../core/ref.ts';
import type { Pause } from './control.ts';

/** One execution of a plan, recorded before and after each step, so that another process can continue it. */
export interface Run {
  /** The number of writes, from 1. A write succeeds only on the version before its own. */
  readonly version: number;
  /** The process that executes it has it until then. Milliseconds since 1970. */
  readonly leaseUntil: number;
  /** The id of the finding's event that started it. */
  readonly id: string;
  readonly finding: string;
  readonly rule: string;
  readonly ref: Ref;
  /** `restore`: it brings back what another run has overwritten. */
  readonly purpose: 'remediate' | 'undo' | 'restore';
  /** `gone`: the resource no longer exists. */
  readonly status: 'acting' | 'done' | 'failed' | 'gone';
  /** The run executes its `actions`; its `undo` reverts them. */
  readonly plan: Plan;
  /** The state before, frozen. */
  readonly before: object | null;
  /** The last compliant state, frozen; for the judgement afterwards. */
  readonly baseline?: object;
  /** The paths of the violations that it remediates, and that an undo brings back. */
  readonly violations: readonly string[];
  /** The violations that it leaves; left out where there are none. */
  readonly remaining?: readonly RemainingViolation[];
  /** The run of the finding before it that was not undone: once this one is undone, that one can be. */
  readonly previousRun?: string;
  /** Who approved it; left out where no approval was needed. */
  readonly approvedBy?: string;
  /** The number of steps that are known to be done. */
  readonly completedSteps: number;
  /** The step that was begun and may be done. It stays set where nobody ever learned whether it is. */
  readonly startedStep?: number;
  /** The new ids of what its steps have created, for people; left out: none, or they are not known. */
  readonly newIds?: NewIds;
  /** When the last step was done. Milliseconds since 1970. */
  readonly actedAt?: number;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly note?: string;
}

/** How many remediations of one rule ran in one account. */
export interface RateLimit {
  /** The hour that is counted: whole hours since 1970. */
  readonly hour: number;
  readonly count: number;
  /** The limit was exceeded. No remediation starts by itself until somebody resets it. */
  readonly tripped: boolean;
}

export interface RateLimitChange {
  readonly before: RateLimit | undefined;
  readonly after: RateLimit;
}

/** A run that exists already, and what can keep one from beginning. */
export interface BeforeRun {
  readonly run?: Run;
  readonly rateLimit?: RateLimit;
  readonly pause?: Pause;
}
