import type { Judgement } from '../core/judgement.ts';
import { remainingText, stepsText } from '../core/plan.ts';
import type { Run } from '../store/store.ts';
import type { Job } from './job.ts';
import { newsIn } from './run.ts';

/** What people read about a remediation that has ended, besides that it has; `undefined`: there is nothing more. */
export function noteOf(job: Job, judgement: Judgement): string | undefined {
  const { approvedBy, plan, remaining = [] } = job.run;
  const news = newsIn(job.run, judgement);
  const approved = approvedBy === undefined ? [] : [`Approved by ${approvedBy}.`];
  const isPart = remaining.length > 0 || news.length > 0;
  const done = isPart ? [`Carried out: ${stepsText(plan.steps)}.`, remainingText(remaining)] : [];
  const since = news.length > 0 ? [`This has come up meanwhile: ${news.map(({ text }) => text).join(' ')}`] : [];
  return [...approved, ...done, ...since, moreText(job)].filter(Boolean).join(' ') || undefined;
}

export function restoreNote(job: Job): string {
  const { approvedBy = 'unknown', plan } = job.run;
  return [`Requested by ${approvedBy}.`, `Carried out: ${stepsText(plan.steps)}.`, moreText(job)]
    .filter(Boolean)
    .join(' ');
}

/** The new ids of what a run has created, and what is not as Plumbline intended; `undefined`: neither. */
export function moreText(job: Job): string | undefined {
  return [newIdsText(job.run), differenceText(job)].filter(Boolean).join(' ') || undefined;
}

/** The most new ids that one sentence names. */
const MOST_IDS = 10;

/** Other systems may know what was created again by its earlier ids. */
function newIdsText({ newIds = [] }: Run): string | undefined {
  if (newIds.length === 0) return undefined;
  const others = newIds.length - MOST_IDS;
  return `New ids: ${newIds.slice(0, MOST_IDS).join(', ')}${others > 0 ? ` and ${others} more` : ''}.`;
}

/** Says what is not as Plumbline intended, though the rule has no objection. */
function differenceText({ differing = [] }: Job): string | undefined {
  return differing.length === 0
    ? undefined
    : `This is not as Plumbline intended: ${differing.join(', ')}. Something else has changed it at the same time.`;
}
