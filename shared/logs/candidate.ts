import {
  decodeEvent,
  type Envelope,
  type EventId,
  eventIdOf,
  type OrderedEvent,
  UnreadableEvent,
} from '../core/event.ts';
import { getText, objectOf } from '../core/json.ts';
import { type FoundRecord, INSIGHT, partsOf } from './parts.ts';
import type { Damage } from './split.ts';

/** A record that may concern a rule: enough to put it in order, the rest still as bytes. */
export interface Candidate extends OrderedEvent {
  readonly event: EventId;
  /**
   * The record as JSON. It may hold secrets, so it is never shown and never written to disk unencrypted. It shares its
   * memory with the source that is being read: a caller that keeps it has to copy it.
   */
  readonly json: Buffer;
  readonly place: Place;
  /** It may count for a notice, also where a rule follows it, or only so. Left out: only a rule follows it. */
  readonly forNotices?: 'also' | 'only';
}

/** The position of a record, for the report of a damaged one. */
export interface Place {
  readonly source: string;
  /** Bytes from the start of the (unpacked) content. */
  readonly offset: number;
}

/** What of a record shows at once that it may count for a notice. Other records need not be parsed. */
export interface NoticeMarks {
  readonly events: readonly EventId[];
  /** `userIdentity.type`. */
  readonly identities: readonly string[];
  /** Parts of an `errorCode`. */
  readonly errorCodes: readonly string[];
}

/** Which records are wanted. */
export interface Wanted {
  /** Whether any rule follows this event. */
  byRule(event: EventId): boolean;
  /** Whether the event counts for a notice. */
  byNotice(event: EventId): boolean;
  readonly marks: NoticeMarks;
}

const NO_MARKS: NoticeMarks = { events: [], identities: [], errorCodes: [] };
const wantedOf = new WeakMap<ReadonlySet<EventId>, Wanted>();

/** Always the same for the same set, so that scanners that have learned the names can be reused. */
export function wantedBy(events: ReadonlySet<EventId>, marks = NO_MARKS): Wanted {
  const known = wantedOf.get(events);
  if (known) return known;
  const noticed = new Set(marks.events);
  const wanted: Wanted = { byRule: (event) => events.has(event), byNotice: (event) => noticed.has(event), marks };
  wantedOf.set(events, wanted);
  return wanted;
}

/** Whether a record may count for a notice. */
export function mayCount(record: unknown, event: EventId, { byNotice, marks }: Wanted): boolean {
  const code = getText(record, 'errorCode');
  return (
    byNotice(event) ||
    marks.identities.includes(getText(record, 'userIdentity', 'type') ?? '') ||
    (code !== undefined && marks.errorCodes.some((part) => code.includes(part)))
  );
}

/** Takes what is found in a source. */
export interface Sink {
  /** The name of the source. */
  readonly source: string;
  readonly tally: Tally;
  candidate(candidate: Candidate): void;
  damage(damage: Damage): void;
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
 * Counts a record that was found, and returns it if a rule follows its event, or if it may count for a notice.
 * @param json The bytes of the record, where they stand in the source unchanged.
 */
export function classifyRecord(
  { record, envelope, lacks }: FoundRecord,
  wanted: Wanted,
  tally: Tally,
  place: Place,
  json?: Buffer,
): Candidate | undefined {
  tally.records += 1;
  const source = getText(record, 'eventSource');
  const name = getText(record, 'eventName');
  const id = source && name ? eventIdOf(source, name) : undefined;
  const counts = id !== undefined && mayCount(record, id, wanted);
  const isUnwatched = id !== undefined && !wanted.byRule(id);
  const isFailed = id !== undefined && !isUnwatched && Boolean(getText(record, 'errorCode'));
  if (isUnwatched) tally.unwatched += 1;
  else if (isFailed) tally.failed += 1;
  const isOnly = isUnwatched || isFailed;
  if (isOnly && !counts) return undefined;
  try {
    if (lacks) throw new UnreadableEvent(lacks);
    const { time, eventSource, eventName, eventID } = decodeEvent(record, envelope);
    return {
      time,
      event: eventIdOf(eventSource, eventName),
      eventName,
      eventID,
      json: json ?? Buffer.from(JSON.stringify(withEnvelope(record, envelope))),
      place,
      ...(counts ? { forNotices: isOnly ? 'only' : 'also' } : {}),
    };
  } catch (error) {
    // It is counted already as what it is for rules.
    if (isOnly) return undefined;
    // JSON of many thousand levels can be parsed, and not be written again.
    if (error instanceof RangeError) countUnreadable(tally, 'the record is nested too deeply');
    else if (error instanceof UnreadableEvent) countUnreadable(tally, error.message);
    else throw error;
    return undefined;
  }
}

/** Counts every part of a JSON value, and passes on the records that a rule follows. */
export function takeParts(value: unknown, wanted: Wanted, sink: Sink, offset: number, json?: Buffer): void {
  for (const part of partsOf(value)) {
    if (!('record' in part)) countOther(part.other, sink.tally);
    else {
      const place = { source: sink.source, offset };
      const candidate = classifyRecord(part, wanted, sink.tally, place, part.record === value ? json : undefined);
      if (candidate) sink.candidate(candidate);
    }
  }
}

/** Counts a part that cannot be read, and reports where it is. */
export function countDamage(sink: Sink, damage: Damage): void {
  sink.tally.records += 1;
  countUnreadable(sink.tally, 'damaged');
  sink.damage(damage);
}

function countOther(other: string, tally: Tally): void {
  tally.records += 1;
  if (other === INSIGHT) tally.unwatched += 1;
  else countUnreadable(tally, other);
}

/** The record with the account and region that only its envelope has. */
function withEnvelope(record: unknown, { account, region }: Envelope): unknown {
  return {
    ...(account ? { recipientAccountId: account } : {}),
    ...(region ? { awsRegion: region } : {}),
    ...objectOf(record),
  };
}
