import { isExpired, type Notice, type NoticeRecord } from '../core/notice.ts';

/** Notices in one answer. */
const MOST = 100;

export interface ListedNotices {
  /** The latest first. */
  readonly notices: readonly Notice[];
  /** How many more there are; left out: none. */
  readonly moreNotices?: number;
}

/** The notices that have not expired, also those that are acknowledged. */
export function openNotices(records: readonly NoticeRecord[], now: number, most = MOST): ListedNotices {
  const open = records
    .flatMap(({ notice }) => (notice && !isExpired(notice, now) ? [notice] : []))
    .sort((a, b) => b.lastAt - a.lastAt || (a.id < b.id ? -1 : 1));
  return { notices: open.slice(0, most), ...(open.length > most ? { moreNotices: open.length - most } : {}) };
}
