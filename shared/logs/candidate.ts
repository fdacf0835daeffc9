import {
  decodeEvent,
  type Envelope,
  type EventId,
  eventIdOf,
  type OrderedEvent,
  UnreadableEvent,
} from '../core/event.ts';
import { getText, objectOf } from '../core/json.ts';

/** A record that may concern a rule: enough to put it in order, the rest still as bytes. */
export interface Candidate extends OrderedEvent {
  readonly event: EventId;
  /**
   * The record as JSON. May hold secrets: never shown, never written to disk in the clear. Handed
   * over while a source is read, it is a part of what is being read: who keeps it, copies it.
   */
  readonly json: Buffer;
  readonly place: Place;
}

/** Where a record stands; told where it turns out to be damaged. */
export interface Place {
  readonly source: string;
  /** Bytes into the (unpacked) content. */
  readonly offset: number;
}

/** Whether any rule follows this event. */
export type Wanted = (eventSource: string, eventName: string) => boolean;

const wantedOf = new WeakMap<ReadonlySet<EventId>, Wanted>();

/** One function for one set, so that what is learned about it can be kept. */
export function wantedBy(events: ReadonlySet<EventId>): Wanted {
  const wanted = wantedOf.get(events) ?? ((eventSource, eventName) => events.has(eventIdOf(eventSource, eventName)));
  wantedOf.set(events, wanted);
  return wanted;
}

/** What happened to every record of a source; none is left out of the count. */
export interface Tally {
  /** Records of any kind, those below included. */
  records: number;
  /** No rule follows the event. */
  unwatched: number;
  /** Somebody tried, and AWS refused. */
  failed: number;
  /** Could not be judged, by reason. */
  unreadable: Record<string, number>;
}

export function emptyTally(): Tally {
  return { records: 0, unwatched: 0, failed: 0, unreadable: {} };
}

export function countUnreadable(tally: Tally, reason: string, count = 1): void {
  tally.unreadable[reason] = (tally.unreadable[reason] ?? 0) + count;
}

export function addTally(sum: Tally, part: Tally): void {
  sum.records += part.records;
  sum.unwatched += part.unwatched;
  sum.failed += part.failed;
  for (const [reason, count] of Object.entries(part.unreadable)) countUnreadable(sum, reason, count);
}

/**
 * Sorts one decoded record: counted, or returned where a rule follows its event. `json` is the
 * record's own, where there is one.
 */
export function sift(
  record: unknown,
  envelope: Envelope,
  wanted: Wanted,
  tally: Tally,
  place: Place,
  json?: Buffer,
): Candidate | undefined {
  tally.records += 1;
  const source = getText(record, 'eventSource');
  const name = getText(record, 'eventName');
  if (!source || !name) {
    // Insights and other record types have no call to judge; anything else is not CloudTrail's.
    if (getText(record, 'eventType') || getText(record, 'eventCategory')) tally.unwatched += 1;
    else countUnreadable(tally, 'not a CloudTrail record');
    return undefined;
  }
  if (!wanted(source, name)) {
    tally.unwatched += 1;
    return undefined;
  }
  if (getText(record, 'errorCode')) {
    tally.failed += 1;
    return undefined;
  }
  try {
    const { time, eventName, eventID } = decodeEvent(record, envelope);
    return {
      time,
      event: eventIdOf(source, name),
      eventName,
      eventID,
      json: json ?? Buffer.from(JSON.stringify(completed(record, envelope))),
      place,
    };
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    countUnreadable(tally, error.message);
    return undefined;
  }
}

/** What only the envelope knew becomes part of the record. */
function completed(record: unknown, { account, region }: Envelope): unknown {
  return {
    ...(account ? { recipientAccountId: account } : {}),
    ...(region ? { awsRegion: region } : {}),
    ...objectOf(record),
  };
}
