import type { Ref } from '../core/ref.ts';

/** How far the sweep of one kind in one place is, and how the one before it ended. */
export interface Sweep extends Omit<Ref, 'id'>, SweepCounts {
  /** The number of writes, from 1. A write succeeds only on the version before its own. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly began: number;
  /** When it was last written. Milliseconds since 1970. */
  readonly savedAt: number;
  /** Left out: it goes on. */
  readonly ended?: number;
  /**
   * `listed`: the resources that AWS lists. `unresolved`: those with open findings that are no longer listed. `missing`:
   * those that were known and are no longer listed, for kinds whose end is itself drift.
   */
  readonly source: 'listed' | 'unresolved' | 'missing';
  /** Where the next page of the source begins; left out: at its beginning. */
  readonly from?: string;
  /** Ids of the last page that are not judged yet. They come before the next page. */
  readonly left: readonly string[];
  /** The last page of the source was read: after `left`, the source is done. */
  readonly isLastPage?: true;
  /** A listing or a whole page was denied. */
  readonly isDenied?: true;
  /** How often in a row nothing could be listed or judged. */
  readonly rounds: number;
  /** The rules of the kind that were on when it began. */
  readonly rules?: readonly string[];
  /** Another sweep was asked for while this one went on. It begins when this one ends. */
  readonly again?: true;
  /** The last sweep that has ended. */
  readonly last?: SweepRecord;
}

/** Numbers of resources. Each that is listed is judged, unreadable or failed, unless it is gone. */
export interface SweepCounts {
  readonly listed: number;
  /** Those that are no longer listed, of which the table has open findings or a state. */
  readonly unlisted: number;
  readonly judged: number;
  /** AWS denies to read them. */
  readonly unreadable: number;
  /** They were put into the queue of changes, where they are tried further. */
  readonly failed: number;
}

/** How a sweep ended. Times are milliseconds since 1970. */
export interface SweepRecord extends SweepCounts {
  readonly began: number;
  readonly ended: number;
  /** Until then the next sweep has to begin, or what the resources were meanwhile is not known. */
  readonly holdsUntil?: number;
  /**
   * By rule: when the first of the sweeps began that have followed each other in time since then, and in each of which
   * the rule has judged every resource. Left out: in this one, not every resource could be judged.
   */
  readonly uninterruptedSince?: Readonly<Record<string, number>>;
}
