import { digestOf } from './digest.ts';
import type { Cause } from './finding.ts';
import type { Severity } from './severity.ts';

/** One event that counts for a notice: who did what, when and from where. It holds nothing of the request. */
export interface Occurrence extends Cause {
  /** `iam`. */
  readonly service: string;
  readonly region: string;
  /** AWS's answer, where the call or the sign-in failed. */
  readonly errorCode?: string;
}

/** Some occurrences that differ only in their times. */
export interface Seen extends Omit<Occurrence, 'eventId' | 'occurredAt'> {
  readonly count: number;
}

/** Something that happened in an account and that a person should know of. It is no state, so nothing fixes it. */
export interface Notice {
  /** `<key>-<number>`: a notice that is reported anew has another one. */
  readonly id: string;
  /** Its name in the settings: `root-used`. */
  readonly name: string;
  readonly title: string;
  readonly severity: Severity;
  readonly controls: readonly string[];
  readonly account: string;
  /** The number of occurrences. Beyond `EXACT`, one that was delivered twice may be counted twice. */
  readonly count: number;
  /** The times of the first and the last occurrence. Milliseconds since 1970. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Who, what and from where, the first first; at most `MOST_SEEN`. */
  readonly seen: readonly Seen[];
  /** Milliseconds since 1970. */
  readonly reportedAt: number;
  /** It expires where nothing more has happened at this time after `lastAt`. Milliseconds. */
  readonly quiet: number;
  readonly acknowledged?: Acknowledgement;
}

/** A person has seen a notice and answers for it. */
export interface Acknowledgement {
  /** Who, in their own words. */
  readonly by: string;
  /** The ARN of who it was; left out: AWS does not say it. */
  readonly identity?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One step of a notice's life, with the notice as it was then. It never changes. */
export interface NoticeEvent {
  /** `notice-<id of the notice>-<type>`: the same however often it is delivered. */
  readonly id: string;
  readonly type: 'reported' | 'acknowledged';
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  readonly notice: Notice;
}

/** An occurrence that is remembered, so that it counts once. `of`: its place in `seen`; left out: it has none. */
export interface Remembered {
  /** The first digits of the digest of the event's id. */
  readonly event: string;
  readonly at: number;
  readonly of?: number;
}

/** What is stored of one notice of an account and of those that it is about. */
export interface NoticeRecord {
  /** The digest of the name, the account and the group. */
  readonly key: string;
  /** The number of writes; 0: nothing is stored. */
  readonly version: number;
  /** How often it was reported. */
  readonly number: number;
  /** The latest that arrived, the earliest first; at most `MOST_REMEMBERED`. */
  readonly remembered: readonly Remembered[];
  /** What the remembered occurrences were. */
  readonly seen: readonly Seen[];
  /** The notice that was reported last. */
  readonly notice?: Notice;
}

/** What is said of every notice of a name. */
export type Naming = Pick<Notice, 'name' | 'title' | 'severity' | 'controls' | 'account'>;

/** When a notice is reported. Times are milliseconds. */
export interface Threshold {
  /** So many occurrences … */
  readonly count: number;
  /** … within so long. */
  readonly within: number;
  /** Without an occurrence for so long, it expires, and the next is reported anew. Not shorter than `within`. */
  readonly quiet: number;
}

export const MOST_SEEN = 5;
/** More than twice the highest threshold, so that what arrives late or out of order is still counted together. */
export const MOST_REMEMBERED = 100;
/** Up to this number, each occurrence counts once. A flood is counted without reading what was counted. */
export const EXACT = MOST_REMEMBERED;

export function noticeKey(name: string, account: string, group: string): string {
  return digestOf(JSON.stringify([name, account, group]));
}

/** Whether nothing has happened for so long that the next occurrence is reported anew. */
export function isExpired({ lastAt, quiet }: Pick<Notice, 'lastAt' | 'quiet'>, now: number): boolean {
  return now > lastAt + quiet;
}

/** What is stored before the first occurrence. */
export function unnoticed(key: string): NoticeRecord {
  return { key, version: 0, number: 0, remembered: [], seen: [] };
}

/** The record after some occurrences, and the events of those that were reported; `undefined`: all were known. */
export function noticed(
  before: NoticeRecord,
  occurrences: readonly Occurrence[],
  naming: Naming,
  threshold: Threshold,
  now: number,
): { readonly record: NoticeRecord; readonly events: readonly NoticeEvent[] } | undefined {
  const known = new Set(before.remembered.map(({ event }) => event));
  const fresh = occurrences.filter(({ eventId }) => {
    const mark = markOf(eventId);
    return !known.has(mark) && known.add(mark);
  });
  if (fresh.length === 0) return undefined;
  let record = before;
  const events: NoticeEvent[] = [];
  for (const occurrence of fresh.toSorted((a, b) => a.occurredAt - b.occurredAt)) {
    record = remember(record, occurrence);
    const { notice } = record;
    // One that is late belongs to what was reported last: to report it as something of its own would repeat the message.
    if (notice && occurrence.occurredAt <= notice.lastAt + notice.quiet) {
      record = { ...record, notice: counted(notice, [occurrence]) };
      continue;
    }
    const together = crossing(record, occurrence.occurredAt, threshold);
    if (!together) continue;
    const number = record.number + 1;
    const reported: Notice = {
      id: `${record.key}-${number}`,
      ...naming,
      ...extentOf(together),
      seen: seenIn(together, record.seen),
      reportedAt: now,
      quiet: threshold.quiet,
    };
    record = { ...record, number, notice: reported };
    events.push(eventOf('reported', reported, now));
  }
  return { record, events };
}

/** The record after a person has acknowledged its notice. */
export function acknowledge(
  before: NoticeRecord,
  notice: Notice,
  acknowledged: Acknowledgement,
): { readonly record: NoticeRecord; readonly event: NoticeEvent } {
  const known = { ...notice, acknowledged };
  return { record: { ...before, notice: known }, event: eventOf('acknowledged', known, acknowledged.at) };
}

/** A notice after further occurrences. */
function counted(notice: Notice, occurrences: readonly Occurrence[]): Notice {
  const times = [notice.firstAt, notice.lastAt, ...occurrences.map(({ occurredAt }) => occurredAt)];
  return {
    ...notice,
    count: notice.count + occurrences.length,
    firstAt: Math.min(...times),
    lastAt: Math.max(...times),
    seen: occurrences.reduce((seen, each) => withSeen(seen, each).seen, notice.seen),
  };
}

function remember(record: NoticeRecord, occurrence: Occurrence): NoticeRecord {
  const { seen, index } = withSeen(record.seen, occurrence);
  const entry: Remembered = {
    event: markOf(occurrence.eventId),
    at: occurrence.occurredAt,
    ...(index === undefined ? {} : { of: index }),
  };
  const remembered = [...record.remembered, entry].slice(-MOST_REMEMBERED);
  return { ...record, ...pruned(remembered, seen) };
}

/** Without what nothing refers to any more. */
function pruned(remembered: readonly Remembered[], seen: readonly Seen[]): Pick<NoticeRecord, 'remembered' | 'seen'> {
  const used = seen.map((_, index) => remembered.filter(({ of }) => of === index).length);
  const places = used.map((count, index) => (count > 0 ? used.slice(0, index).filter((each) => each > 0).length : -1));
  return {
    remembered: remembered.map(({ of, ...entry }) => (of === undefined ? entry : { ...entry, of: places[of] ?? 0 })),
    seen: seen.flatMap((each, index) => (used[index] ? [{ ...each, count: used[index] }] : [])),
  };
}

/** The remembered occurrences that together with the one at `at` reach the threshold, and those that follow them. */
function crossing(
  { remembered }: NoticeRecord,
  at: number,
  { count, within, quiet }: Threshold,
): readonly Remembered[] | undefined {
  const near = remembered.filter((entry) => Math.abs(entry.at - at) <= within).toSorted((a, b) => a.at - b.at);
  const start = near.findIndex((entry, index) => {
    const last = near[index + count - 1];
    return last !== undefined && last.at - entry.at <= within && entry.at <= at && last.at >= at;
  });
  if (start < 0) return undefined;
  const from = near[start]?.at ?? at;
  let end = at;
  return remembered
    .filter((entry) => entry.at >= from)
    .toSorted((a, b) => a.at - b.at)
    .filter((entry) => {
      const follows = entry.at <= end + quiet;
      if (follows) end = Math.max(end, entry.at);
      return follows;
    });
}

function extentOf(together: readonly Remembered[]): Pick<Notice, 'count' | 'firstAt' | 'lastAt'> {
  const times = together.map(({ at }) => at);
  return { count: together.length, firstAt: Math.min(...times), lastAt: Math.max(...times) };
}

function seenIn(together: readonly Remembered[], seen: readonly Seen[]): readonly Seen[] {
  return seen.flatMap((each, index) => {
    const count = together.filter(({ of }) => of === index).length;
    return count > 0 ? [{ ...each, count }] : [];
  });
}

/** `index`: the place of the occurrence; `undefined`: there is no room for it. */
function withSeen(
  seen: readonly Seen[],
  { eventId: _id, occurredAt: _at, ...what }: Occurrence,
): { readonly seen: readonly Seen[]; readonly index: number | undefined } {
  const text = textOf(what);
  const index = seen.findIndex((each) => textOf(each) === text);
  if (index >= 0) {
    return { seen: seen.map((each, at) => (at === index ? { ...each, count: each.count + 1 } : each)), index };
  }
  return seen.length < MOST_SEEN
    ? { seen: [...seen, { ...what, count: 1 }], index: seen.length }
    : { seen, index: undefined };
}

function textOf({ service, eventName, region, errorCode, actor }: Omit<Seen, 'count'>): string {
  return JSON.stringify([service, eventName, region, errorCode, actor.name, actor.role, actor.arn, actor.sourceIp]);
}

function markOf(eventId: string): string {
  return digestOf(eventId).slice(0, 10);
}

function eventOf(type: NoticeEvent['type'], notice: Notice, recordedAt: number): NoticeEvent {
  return { id: `notice-${notice.id}-${type}`, type, recordedAt, notice };
}
