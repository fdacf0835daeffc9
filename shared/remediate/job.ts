import type { NewIds } from '../core/action.ts';
import type { ResourceRecord, Run } from '../store/store.ts';
import type { Outcome, Read } from './ports.ts';

/** The states of a run that has begun; `machine.ts` says what happens in each. */
export type RunState = 'checking' | 'starting' | 'applying' | 'stepped' | 'verifying' | 'done' | 'gone' | 'failed';

/** What a plan was to make of the state before it, as far as its steps are carried out; the number of them. */
export interface Expected {
  readonly steps: number;
  readonly state: object;
}

/** A run, and what this process knows of it besides what is stored. */
export interface Job {
  readonly run: Run;
  /** What was stored when the run began a moment ago: it answers the check of the first step. */
  readonly fresh?: ResourceRecord;
  /** The step that comes next may have been carried out already. */
  readonly unsure: boolean;
  /** The resource as it was read right before the step, frozen. */
  readonly seen?: object;
  /** What the plan was to make of the state before it so far. */
  readonly expected?: Expected;
  /** The new ids of what the step has created that was just carried out. */
  readonly made?: NewIds;
  /** The fields that are not as the last step leaves them, though the rule has no objection. */
  readonly differing?: readonly string[];
  /** Why the run ends: a full sentence. */
  readonly reason?: string;
  /** What was read last, for a run that ends. */
  readonly read?: Read;
}

/** What comes after a state: one of the states `To`, or the end of this attempt. */
export type Next<To extends RunState = RunState> =
  | { readonly to: To; readonly job: Job }
  | { readonly outcome: Outcome };

/** The requested run has begun already, or another run on the resource is not over. */
export type Begun = { readonly resume: Run } | { readonly blockedBy: Run; readonly comeBack: () => Promise<Outcome> };
