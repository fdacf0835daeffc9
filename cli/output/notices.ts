import { describeActor } from '../../shared/core/actor.ts';
import { idsOf, type ShownIds } from '../../shared/core/controls.ts';
import type { Notice, NoticeEvent, Seen } from '../../shared/core/notice.ts';
import { compareSeverity } from '../../shared/core/severity.ts';
import { isoTime, plain, plainJson } from '../../shared/core/text.ts';
import type { ReplayedNotice } from '../../shared/replay/notices.ts';
import type { ReplayNoticeEvent, ReplayReport } from './report-schema.ts';
import { count, type Paint } from './text.ts';

type NoticeJson = ReplayReport['notices'][number];

/** Most severe first, then the earliest. */
export function noticesInOrder(notices: readonly ReplayedNotice[]): readonly ReplayedNotice[] {
  return notices.toSorted(
    ({ notice: a }, { notice: b }) =>
      compareSeverity(b.severity, a.severity) || a.firstAt - b.firstAt || (a.id < b.id ? -1 : 1),
  );
}

/** A notice for machines, as it was at the end of the log. */
export function noticeJson({ notice }: Pick<ReplayedNotice, 'notice'>, shown: ShownIds): NoticeJson {
  const { id, name, title, severity, controls, account, firstAt, lastAt, reportedAt, seen } = notice;
  return {
    id,
    name,
    title,
    severity,
    controls: [...idsOf(controls, shown)],
    account,
    count: notice.count,
    firstAt: iso(firstAt),
    lastAt: iso(lastAt),
    reportedAt: iso(reportedAt),
    seen: seen.map(seenJson),
  };
}

function seenJson({ service, eventName, region, errorCode, actor, count: times }: Seen): NoticeJson['seen'][number] {
  const failed = errorCode === undefined ? {} : { errorCode };
  return { service, eventName, region, ...failed, actor: { ...actor }, count: times };
}

/** A notice that is reported, as one line of JSON. */
export function noticeLine({ recordedAt, notice }: NoticeEvent, shown: ShownIds): string {
  const { id, ...members } = noticeJson({ notice }, shown);
  const line: ReplayNoticeEvent = { occurredAt: iso(recordedAt), type: 'reported', notice: id, ...members };
  return `${plainJson(line)}\n`;
}

/** A section of the table: what has happened, by whom and how often. */
export function noticeLines(notices: readonly ReplayedNotice[], paint: Paint): readonly string[] {
  if (notices.length === 0) return [];
  return [
    paint.bold(`${count(notices.length, 'notice')}: what has happened, and is no state`),
    '',
    ...noticesInOrder(notices).flatMap(({ notice }) => [
      `${paint.severity(notice.severity.padEnd(9), notice.severity)} ${plain(notice.title)}: ${howOften(notice)}`,
      ...whoLines(notice).map((line) => paint.dim(`          ${plain(line)}`)),
      paint.dim(`          ${notice.name}, account ${plain(notice.account)}`),
      '',
    ]),
  ];
}

/** `3 times from 2026-03-02T09:00:00Z to 2026-03-02T09:04:00Z` */
export function howOften({ count: times, firstAt, lastAt }: Notice): string {
  return times === 1 ? `once at ${isoTime(firstAt)}` : `${times} times from ${isoTime(firstAt)} to ${isoTime(lastAt)}`;
}

/** Who has done what, and from where. */
export function whoLines({ seen, count: all }: Notice): readonly string[] {
  const lines = seen.map(({ actor, service, eventName, errorCode, region, count: times }) => {
    const from = actor.sourceIp && actor.sourceIp !== actor.name ? ` from ${actor.sourceIp}` : '';
    const failed = errorCode === undefined ? '' : `, ${errorCode}`;
    const often = times > 1 ? `, ${times} times` : '';
    return `${describeActor(actor)}${from}: ${service} ${eventName} in ${region}${failed}${often}`;
  });
  const more = all - seen.reduce((sum, each) => sum + each.count, 0);
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
