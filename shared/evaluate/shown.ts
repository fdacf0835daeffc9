import type { ResourceRecord } from '../store/store.ts';

/** What a listing has shown of a resource. */
export interface Shown {
  /** The whole state. */
  readonly state: object;
  /** When the listing was asked for. Milliseconds since 1970. */
  readonly at: number;
}

/** The clocks of two functions may differ, and AWS may list for some seconds what was. Milliseconds. */
const MARGIN = 60_000;

/**
 * What a listing has shown, where it is as good as a read: nobody has recorded a state of the resource since, and no run
 * acts on it. The write that follows depends on the version of the record, so that a later state is never overwritten.
 * `undefined`: the resource has to be read.
 */
export function stillGood(shown: Shown | undefined, record: ResourceRecord): Shown | undefined {
  if (!shown || record.activeRun !== undefined) return undefined;
  return (record.readAt ?? 0) < shown.at - MARGIN ? shown : undefined;
}
