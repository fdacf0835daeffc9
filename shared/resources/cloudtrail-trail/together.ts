import type { NeighboursOf } from '../../core/kind.ts';
import { type Ref, refKey } from '../../core/ref.ts';
import type { CloudTrailTrail, cloudtrailTrail } from './kind.ts';
import type { ManagementEvents } from './selectors.ts';

type Beside = NeighboursOf<typeof cloudtrailTrail>;

/** Ends the sentence about something that another trail may record. */
export const ANOTHER_RECORDS = 'another trail records it (not known)';

/** A trail that logs at the place of another trail, and the management events that it records. */
export interface RecordingTrail extends CloudTrailTrail {
  readonly managementEvents: ManagementEvents;
}

/** Whether CloudTrail cannot deliver the log files of a trail to the bucket that it has now. */
export function cannotDeliver({ bucket, deliveryFailure }: CloudTrailTrail): boolean {
  return deliveryFailure !== undefined && deliveryFailure.bucket === bucket;
}

/**
 * Whether another trail of the account records something that a trail does not. `undefined`: the trails that are known
 * do not, and there may be others. CloudTrail delivers each event to every trail that selects it.
 * @param trail A trail of one region needs only another that records this region.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
 */
export function isRecordedElsewhere(
  ref: Ref,
  { multiRegion }: Pick<CloudTrailTrail, 'multiRegion'>,
  { trails }: Beside,
  records: (other: RecordingTrail) => boolean,
): boolean | undefined {
  let mayBe = !trails.complete;
  for (const { ref: other, state } of trails.items) {
    if (refKey(other) === refKey(ref) || state.logging === false || cannotDeliver(state)) continue;
    const isThere = state.multiRegion || (multiRegion === false && other.region === ref.region);
    const { logging, managementEvents } = state;
    if (logging && managementEvents && isThere && records({ ...state, managementEvents })) return true;
    mayBe ||= logging === undefined || !managementEvents || state.multiRegion === undefined;
  }
  return mayBe ? undefined : false;
}

/**
 * Whether other trails record both what reads and what writes. Each can be the work of another trail, as trails share it.
 */
export function areBothRecordedElsewhere(
  ref: Ref,
  trail: Pick<CloudTrailTrail, 'multiRegion'>,
  beside: Beside,
  records: (other: RecordingTrail, which: 'reads' | 'writes') => boolean,
): boolean | undefined {
  const [reads, writes] = (['reads', 'writes'] as const).map((which) =>
    isRecordedElsewhere(ref, trail, beside, (other) => records(other, which)),
  );
  if (reads === false || writes === false) return false;
  return reads && writes;
}

/** Whether a trail records any management events, or all read or write events, of an AWS service or of every one. */
export function recordsManagement(
  { managementEvents: { included, readWrite, excludedSources } }: RecordingTrail,
  which: 'any' | 'reads' | 'writes',
  source?: string,
): boolean {
  if (!included || (source !== undefined && excludedSources.includes(source))) return false;
  if (which === 'any' || readWrite === 'All') return true;
  return which === (readWrite === 'ReadOnly' ? 'reads' : 'writes');
}
