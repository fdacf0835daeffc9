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
   * The record as JSON. It may hold secrets, so it is never shown and never written to disk unencrypted. It shares its
   * memory with the source that is being read: a caller that keeps it has to copy it.
   */
  readonly json: Buffer;
  readonly place: Place;
}

/** The position of a record, for the report of a damaged one. */
export interface Place {
  readonly source: string;
  /** Bytes from the start of the (unpacked) content. */
  readonly offset: number;
}

/** Whether any rule follows this event. */
export type Wanted = (eventSource: string, eventName: string) => boolean;

const wantedOf = new WeakMap<ReadonlySet<EventId>, Wanted>();

/** Always the same function for the same set, so that scanners that have learned the names can be reused. */
export function wantedBy(events: ReadonlySet<EventId>): Wanted {
  const wanted = wantedOf.get(events) ?? ((eventSource, eventName) => events.has(eventIdOf(eventSource, eventName)));
  wantedOf.set(events, wanted);
  return wanted;
}

/** The number of records of a source, by what was done with them. Every record is counted. */
export interface Tally {
  /** All records, including those below. */
  records: number;
  /** No rule follows the event. */
  unwatched: number;
  /** AWS refused the call. */
  failed: number;
  /** Records that could not be judged, by reason. */
  unreadable: Record<string, number>;
}

export function emptyTally(): Tally {
  return { records: 0, unwatched: 0, failed: 0, unreadable: {} };
}

export function countUnreadable(tally: Tally, reason: string, count = 1): void {
  tally.unreadable[reason] = (tally.unreadable[reason] ?? 0) + count;
}

export function addTally(sum: Tally, tally: Tally): void {
  sum.records += tally.records;
  sum.unwatched += tally.unwatched;
  sum.failed += tally.failed;
  for (const [reason, count] of Object.entries(tally.unreadable)) countUnreadable(sum, reason, count);
}

/**
 * Counts a parsed record, and returns it if a rule follows its event.
 * @param json The bytes of the record, where they stand in the source as they are.
 */
export function classifyRecord(
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
    // Insights events and other types of CloudTrail records contain no API call.
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
      json: json ?? Buffer.from(JSON.stringify(withEnvelope(record, envelope))),
      place,
    };
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    countUnreadable(tally, error.message);
    return undefined;
  }
}

/** The record with the account and region that only its envelope has. */
function withEnvelope(record: unknown, { account, region }: Envelope): unknown {
  return {
    ...(account ? { recipientAccountId: account } : {}),
    ...(region ? { awsRegion: region } : {}),
    ...objectOf(record),
  };
}
