import type { NoticeDefinition } from '../../shared/notices/definition.ts';
import { notices } from '../../shared/notices/notices.ts';

/** The notices, for `docs/notices.md`: a table, and a section for each of those that are on. */
export function noticePage(): string {
  return [
    '| notice | what happened | severity | default | reported when | reported anew after | controls |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...notices.map(
      (notice) =>
        `| \`${notice.name}\` | ${notice.title} | ${notice.severity} | ${notice.enabled ? 'on' : 'off'} | ${when(notice)} | ${minutes(notice.quietMinutes)} | ${notice.controls.join(', ')} |`,
    ),
    '',
    ...notices.flatMap((notice) => [
      `### ${notice.title}`,
      '',
      `\`${notice.name}\`: ${notice.why} ${notice.advice}`,
      '',
      'watched' in notice && 'calls' in notice.watched
        ? `Calls: ${notice.watched.calls.map((call) => `\`${call}\``).join(', ')}.`
        : ['Records that match:', '', '```json', JSON.stringify(patternOf(notice), null, 2), '```'].join('\n'),
      '',
    ]),
  ].join('\n');
}

function patternOf({ watched }: NoticeDefinition): unknown {
  return 'pattern' in watched ? watched.pattern : undefined;
}

function when({ count, withinMinutes }: NoticeDefinition): string {
  return count === 1 ? 'at once' : `${count} within ${minutes(withinMinutes)}`;
}

function minutes(number: number): string {
  if (number % 60 !== 0) return `${number} min`;
  return number === 60 ? 'an hour' : `${number / 60} hours`;
}
