import { idsOf, type ShownIds } from '../core/controls.ts';
import type { NoticeEvent, Seen } from '../core/notice.ts';
import type { NoticeDetail } from './event-schema.ts';

/** The `detail-type` of notices, on Plumbline's own bus. */
export const NOTICE_DETAIL_TYPES: Readonly<Record<NoticeEvent['type'], string>> = {
  reported: 'Notice Reported',
  acknowledged: 'Notice Acknowledged',
};

/** A notice for machines. It has at most `MOST_SEEN` entries of bounded texts, so that it is never too large. */
export function noticeDetailOf({ id, type, recordedAt, notice }: NoticeEvent, shown: ShownIds): NoticeDetail {
  const { name, title, severity, controls, account, count, firstAt, lastAt, seen, acknowledged } = notice;
  return {
    version: '1',
    id,
    type,
    recordedAt: iso(recordedAt),
    notice: notice.id,
    name,
    title,
    severity,
    controls: [...idsOf(controls, shown)],
    account,
    count,
    firstAt: iso(firstAt),
    lastAt: iso(lastAt),
    expiresAt: iso(lastAt + notice.quiet),
    seen: seen.map(seenOf),
    ...(acknowledged
      ? {
          acknowledged: {
            by: acknowledged.by,
            ...(acknowledged.identity === undefined ? {} : { identity: acknowledged.identity }),
            at: iso(acknowledged.at),
          },
        }
      : {}),
  };
}

function seenOf({ service, eventName, region, errorCode, actor, count }: Seen): NoticeDetail['seen'][number] {
  return { service, eventName, region, ...(errorCode === undefined ? {} : { errorCode }), actor: { ...actor }, count };
}

/** For filter policies. */
export function noticeAttributesOf({ type, notice }: NoticeEvent): Readonly<Record<string, string>> {
  const { name, severity, account } = notice;
  return { severity, type, notice: name, account };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
