import type { Settings } from '../config/settings.ts';
import { decodeEvent, type EventId, UnreadableEvent } from '../core/event.ts';
import { EXACT, type Notice, type NoticeEvent, type NoticeRecord, noticed, unnoticed } from '../core/notice.ts';
import { type Noticed, occurrenceOf, watchFor } from '../evaluate/notices.ts';
import type { Candidate, NoticeMarks, Place } from '../logs/candidate.ts';
import { notices as definitions } from '../notices/notices.ts';
import { type Condition, isConditions, type RecordPattern } from '../notices/pattern.ts';

/** A notice that was reported, as it was at the end of the log, and the record that reached its threshold. */
export interface ReplayedNotice {
  readonly notice: Notice;
  readonly eventId: string;
  readonly eventName: string;
  readonly place: Place;
}

export interface NoticeReplay {
  /** Takes the next record, oldest first. One that cannot be read counts for nothing. */
  accept(candidate: Candidate): void;
  /** In the order in which they were reported. */
  replayed(): readonly ReplayedNotice[];
}

interface Options {
  readonly settings: Pick<Settings, 'notices' | 'trustedDeployers'>;
  /** Milliseconds since 1970. What ended before is left out, and later records count for nothing. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  onReported?(event: NoticeEvent): unknown;
}

/** Counts what has happened in a log, as `detect` counts what happens in an account. */
export function createNoticeReplay({
  settings,
  since = -Infinity,
  until = Infinity,
  onReported,
}: Options): NoticeReplay {
  const watch = watchFor(settings);
  const records = new Map<string, NoticeRecord>();
  const reported = new Map<string, Omit<ReplayedNotice, 'notice'>>();
  const known = new Map<string, Notice>();
  /** By key: the event that was counted last. */
  const latest = new Map<string, string>();

  function take({ key, naming, threshold, event: happened }: Noticed, place: Place): void {
    const { eventID: eventId, eventName, time: occurredAt } = happened;
    const record = records.get(key) ?? unnoticed(key);
    if (latest.get(key) === eventId) return;
    latest.set(key, eventId);
    const { notice } = record;
    // A flood is only counted. Records are sorted, so that repeated ones follow each other.
    if (notice && notice.count >= EXACT && occurredAt <= notice.lastAt + notice.quiet) {
      set({ ...record, notice: { ...notice, count: notice.count + 1, lastAt: Math.max(notice.lastAt, occurredAt) } });
      return;
    }
    const after = noticed(record, [occurrenceOf(happened)], naming, threshold, occurredAt);
    if (!after) return;
    set(after.record);
    for (const event of after.events) {
      reported.set(event.notice.id, { eventId, eventName, place });
      if (occurredAt >= since) onReported?.(event);
    }
  }

  function set(record: NoticeRecord): void {
    records.set(record.key, record);
    if (record.notice) known.set(record.notice.id, record.notice);
  }

  return {
    accept({ time, json, place }) {
      if (time > until) return;
      const record: unknown = parsed(json);
      try {
        for (const each of watch(decodeEvent(record), record)) take(each, place);
      } catch (error) {
        if (!(error instanceof UnreadableEvent)) throw error;
      }
    },
    replayed: () =>
      [...reported].flatMap(([id, where]) => {
        const notice = known.get(id);
        return notice && notice.lastAt >= since ? [{ notice, ...where }] : [];
      }),
  };
}

/** A record of a packed log may turn out to be damaged only here. Where a rule follows it, that is reported. */
function parsed(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** What of a record shows that it may count for a notice that is on. */
export function marksOf({ notices }: Pick<Settings, 'notices'>): NoticeMarks {
  const on = definitions.filter(({ name }) => notices.some((setting) => setting.name === name));
  const patterns = on.flatMap(({ watched }) => ('pattern' in watched ? [watched.pattern] : []));
  const each = patterns.map(markOf);
  return {
    events: [
      ...on.flatMap(({ watched }) => ('calls' in watched ? watched.calls : [])),
      ...each.flatMap(({ events = [] }) => events),
    ],
    identities: each.flatMap(({ identities = [] }) => identities),
    errorCodes: each.flatMap(({ errorCodes = [] }) => errorCodes),
  };
}

/** The condition of a pattern that is seen at once: its event, else its error, else who calls. */
function markOf(pattern: RecordPattern): Partial<NoticeMarks> {
  const sources = textsIn(pattern, 'eventSource').map((source) => source.replace(/\.amazonaws\.com$/, ''));
  const names = textsIn(pattern, 'eventName');
  if (names.length > 0)
    return { events: sources.flatMap((source) => names.map((name): EventId => `${source}:${name}`)) };
  const errorCodes = textsIn(pattern, 'errorCode');
  if (errorCodes.length > 0) return { errorCodes };
  const identities = textsIn(pattern, 'userIdentity', 'type');
  if (identities.length > 0) return { identities };
  throw new Error('Nothing of the pattern of a notice is seen at once: shared/replay/notices.ts.');
}

function textsIn(pattern: RecordPattern, ...path: readonly string[]): readonly string[] {
  let part: RecordPattern | readonly Condition[] | undefined = pattern;
  for (const name of path) part = part === undefined || isConditions(part) ? undefined : part[name];
  if (part === undefined || !isConditions(part)) return [];
  return part.flatMap((condition) => {
    if (typeof condition === 'string') return [condition];
    if ('prefix' in condition) return [condition.prefix];
    return 'suffix' in condition ? [condition.suffix] : [];
  });
}
