import { EXACT, type NoticeEvent, noticed } from '../core/notice.ts';
import { retryOnConflict } from '../store/conflict.ts';
import type { NoticeStore } from '../store/store.ts';
import { type Noticed, occurrenceOf } from './notices.ts';

export interface NoticePorts {
  readonly store: Pick<NoticeStore, 'notice' | 'saveNotice' | 'countNotice'>;
  /** Called with what was reported, for metrics. */
  onReported?(events: readonly NoticeEvent[]): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/** So many processes may meet at one record. Each that loses has let another one count. */
const ATTEMPTS = 30;

/**
 * Counts what has happened for one notice: one write for all of a batch. The write depends on what was read, so that
 * of two processes one reaches the threshold, and reports it. Events that were counted already change nothing.
 * @param all Of one key.
 */
export async function countNotices(all: readonly Noticed[], ports: NoticePorts): Promise<void> {
  const [first] = all;
  if (!first) return;
  const { key, naming, threshold } = first;
  const occurrences = all.map(({ event }) => occurrenceOf(event));
  const last = Math.max(...occurrences.map(({ occurredAt }) => occurredAt));
  const reported = await retryOnConflict(async () => {
    const record = await ports.store.notice(key);
    const { notice } = record;
    // In a flood, what was reported already is only counted, and processes do not have to wait for each other.
    if (notice && notice.count >= EXACT && last <= notice.lastAt + notice.quiet) {
      const count = new Set(occurrences.map(({ eventId }) => eventId)).size;
      if (await ports.store.countNotice(record, { count, lastAt: last }, ports.now())) return [];
    }
    const after = noticed(record, occurrences, naming, threshold, ports.now());
    if (!after) return [];
    await ports.store.saveNotice(after.record, after.events, ports.now());
    return after.events;
  }, ATTEMPTS);
  if (reported.length > 0) ports.onReported?.(reported);
}
