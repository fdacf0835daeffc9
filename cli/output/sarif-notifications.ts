import type { Notification } from 'sarif';
import type { AnyRule } from '../../shared/core/rule.ts';
import { plain } from '../../shared/core/text.ts';
import { howOften, noticesInOrder, whoLines } from './notices.ts';
import { notesOf, outcomeOf } from './outcome.ts';
import type { Report } from './report.ts';
import { count } from './text.ts';

export interface Notifications {
  /** `false` where something could not be read, or nothing could be judged. */
  readonly isSuccess: boolean;
  readonly notifications: readonly Notification[];
}

/** What a consumer should know besides the results. */
export function notificationsOf(report: Report, rules: readonly AnyRule[], left: number): Notifications {
  const { damage, tally, replayed, configured } = report;
  const outcome = outcomeOf(report);
  const errors = [
    ...damage.map(({ source, offset, reason }) => `${source} at byte ${offset}: ${reason}`),
    ...(outcome.type === 'nothing-to-judge' ? [outcome.text] : []),
  ];
  const warnings = [
    ...Object.entries(tally.unreadable).map(([reason, number]) => `${count(number, 'record')} unreadable: ${reason}`),
    ...(left > 0 ? [`${count(left, 'result')} left out: GitHub takes no more than this file has`] : []),
  ];
  const notes = [
    `Settings: ${configured.file ?? 'the defaults'}`,
    ...(outcome.type === 'no-change' || outcome.type === 'all-filtered' ? [outcome.text] : []),
    ...notesOf(report),
    // What has happened is no state of a resource, and so no result.
    ...noticesInOrder(report.notices).map(
      ({ notice }) => `${notice.title}: ${howOften(notice)}. ${whoLines(notice).join('; ')}`,
    ),
  ];
  const undetermined = replayed.undetermined.map(({ rule, why, count: times }) => {
    const index = rules.findIndex(({ id }) => id === rule);
    const associatedRule = { id: rule, ...(index < 0 ? {} : { index }) };
    return { ...notification('note', `Undetermined: ${why} (${count(times, 'change')})`), associatedRule };
  });
  return {
    isSuccess: errors.length === 0,
    notifications: [
      ...errors.map((text) => notification('error', text)),
      ...warnings.map((text) => notification('warning', text)),
      ...notes.map((text) => notification('note', text)),
      ...undetermined,
    ],
  };
}

function notification(level: 'error' | 'warning' | 'note', text: string): Notification {
  return { level, message: { text: plain(text) } };
}
