import type { Settings } from '../../shared/config/settings.ts';
import { compareEvents, decodeEvent } from '../../shared/core/event.ts';
import type { FindingEventDraft } from '../../shared/core/finding.ts';
import { type Accepted, createTracker, type Tracker } from '../../shared/replay/track.ts';

export interface History {
  readonly tracker: Tracker;
  readonly outcomes: readonly Accepted['outcome'][];
  readonly events: readonly FindingEventDraft[];
  readonly unreadable: readonly string[];
}

/** Follows records in order of time, as a replay does. */
export async function track(settings: Settings, records: readonly unknown[]): Promise<History> {
  const tracker = createTracker(settings);
  const accepted: Accepted[] = [];
  for (const event of records.map((record) => decodeEvent(record)).sort(compareEvents)) {
    accepted.push(await tracker.accept(event));
  }
  return {
    tracker,
    outcomes: accepted.map(({ outcome }) => outcome),
    events: accepted.flatMap(({ events }) => events),
    unreadable: accepted.flatMap(({ unreadable }) => unreadable),
  };
}

/** Each finding event as `opened sg-open-ingress`, in order. */
export const eventLines = ({ events }: History) => events.map(({ type, finding: { rule } }) => `${type} ${rule}`);
