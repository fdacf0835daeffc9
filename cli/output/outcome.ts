import { compareSeverity, type Severity } from '../../shared/core/severity.ts';
import { type Report, unreadableCount } from './report.ts';
import { count, grouped } from './text.ts';

export const OUTCOMES = ['findings', 'all-filtered', 'no-drift', 'no-change', 'nothing-to-judge'] as const;

/** The result of a replay in a word and in a sentence. Only `no-drift` says that changes were judged and are all right. */
export interface Outcome {
  readonly type: (typeof OUTCOMES)[number];
  readonly text: string;
}

/** Reasons for values in a log that are not records of CloudTrail, or not known to be. */
const NO_RECORDS = ['not a CloudTrail record', 'damaged'];

/**
 * A log whose records were all read, and of which no rule follows any, is a quiet log: `no-change`. Where nothing could
 * be read, or nothing was left to judge by the options, the log shows nothing: `nothing-to-judge`.
 */
export function outcomeOf({ replayed, tally, files, configured, filtered }: Report): Outcome {
  const { findings, followed, later } = replayed;
  const unreadable = unreadableCount(tally);
  if (followed === 0) {
    if (configured.settings.rules.length === 0) return nothing(`${configured.file} switches every rule off`);
    if (tally.records === 0 || unreadable > 0) return nothing(recordsIn(tally, files, unreadable));
    if (later > 0) return nothing(`${count(later, 'change')} after --until, and none before`);
    const text = `No change to judge: 0 of ${count(tally.records, 'record')} concern a rule.`;
    return { type: 'no-change', text };
  }
  if (findings.length > 0) return { type: 'findings', text: `${count(findings.length, 'finding')}.` };
  if (filtered && filtered.hidden > 0)
    return { type: 'all-filtered', text: `No finding is shown: ${hiddenBy(filtered)}.` };
  const doubt = replayed.undetermined.length > 0 ? ' Some changes are undetermined: see below.' : '';
  const unseen = unreadable > 0 ? ` ${count(unreadable, 'record is', 'records are')} unreadable.` : '';
  return { type: 'no-drift', text: `No drift found.${doubt}${unseen}` };
}

function nothing(why: string): Outcome {
  return { type: 'nothing-to-judge', text: `Nothing to judge: ${why}.` };
}

function recordsIn(tally: Report['tally'], files: number, unreadable: number): string {
  const others = NO_RECORDS.reduce((sum, reason) => sum + (tally.unreadable[reason] ?? 0), 0);
  const found = `${count(tally.records - others, 'CloudTrail record')} in ${count(files, 'source')}`;
  return unreadable > 0 ? `${found}, ${grouped(unreadable)} unreadable` : found;
}

/** Only what is shown counts; what filters leave out does not. */
export function exitCodeOf(report: Report, failOn: Severity | undefined): number {
  const { damage, replayed } = report;
  if (damage.length > 0) return 2;
  if (failOn === undefined) return 0;
  if (outcomeOf(report).type === 'nothing-to-judge') return 2;
  const fails = replayed.findings.some(
    ({ severity, exemption }) => !exemption && compareSeverity(severity, failOn) >= 0,
  );
  return fails ? 1 : 0;
}

/** `3 findings are left out by --severity critical`. */
export function hiddenBy({ hidden, by }: NonNullable<Report['filtered']>): string {
  return `${count(hidden, 'finding is', 'findings are')} left out by ${by}`;
}

/** What else people should know of the result, as sentences without a full stop. */
export function notesOf({ replayed, filtered, configured }: Report): readonly string[] {
  const { file, off } = configured;
  return [
    ...(filtered && filtered.hidden > 0 ? [hiddenBy(filtered)] : []),
    ...(filtered?.unmatched ?? []),
    ...(replayed.ended > 0
      ? [
          `${count(replayed.ended, 'finding')} ended before --since, and ${replayed.ended === 1 ? 'is' : 'are'} left out`,
        ]
      : []),
    ...(off.size > 0 ? [`switched off in ${file}: ${[...off.keys()].join(', ')}`] : []),
  ];
}
