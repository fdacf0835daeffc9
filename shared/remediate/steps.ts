import { type Failure, failureOf, isPassing, whyOf } from '../aws/failure.ts';
import type { Action } from '../core/action.ts';
import type { Run } from '../store/store.ts';
import type { Job, Next, RunState } from './job.ts';
import { nextVersion, proceed } from './lease.ts';
import type { RemediatePorts } from './ports.ts';
import { Stopped } from './run.ts';

/** Records which step comes, so that a later attempt knows that it may have been carried out. */
export async function startStep(job: Job, ports: RemediatePorts): Promise<Next<'applying'>> {
  const { run } = job;
  if (run.startedStep === run.completedSteps) return { to: 'applying', job };
  const started = await proceed(nextVersion(run, { startedStep: run.completedSteps }, ports.now()), ports);
  return { to: 'applying', job: { ...job, run: started } };
}

/** Carries out the step in AWS. A step that was carried out already changes nothing more. */
export async function applyStep(job: Job, { apply }: RemediatePorts): Promise<Next<'stepped'>> {
  const { ref, plan, completedSteps } = job.run;
  const made = await apply(ref, plan.actions[completedSteps] as Action);
  return { to: 'stepped', job: { ...job, made } };
}

/** Records that a step is completed. The last one is recorded with the outcome; if that fails, it is repeated. */
export async function completeStep(job: Job, ports: RemediatePorts): Promise<Next<'checking' | 'verifying'>> {
  const { made = [], ...rest } = job;
  const { run } = job;
  const now = ports.now();
  const newIds = [...(run.newIds ?? []), ...made];
  const done = { completedSteps: run.completedSteps + 1, actedAt: now, ...(newIds.length > 0 ? { newIds } : {}) };
  const after = nextVersion(run, done, now);
  const known = { ...rest, unsure: false };
  return hasSteps(after)
    ? { to: 'checking', job: { ...known, run: await proceed(after, ports) } }
    : { to: 'verifying', job: { ...known, run: { ...after, version: run.version } } };
}

export function hasSteps({ completedSteps, plan }: Run): boolean {
  return completedSteps < plan.actions.length;
}

/** Whether the next step may have been carried out, where a state threw. */
export function isUnsureAfter(state: RunState, { unsure }: Job, error: unknown): boolean {
  return unsure || (state === 'applying' && failureOf(error) === 'unanswered');
}

/**
 * Why a run ends as failed, a full sentence.
 * @param last There is no further attempt.
 * @returns `undefined` where a later attempt may succeed.
 */
export function failureReason(error: unknown, run: Run, last: boolean): string | undefined {
  if (error instanceof Stopped) {
    return hasSteps(run) ? `${position(run)} was not carried out. ${error.message}` : error.message;
  }
  const failure: Failure = failureOf(error);
  if (!isPassing(failure)) {
    const what = failure === 'denied' ? 'Plumbline is not allowed to do it' : 'AWS refused it';
    const why = whyOf(error);
    return `${position(run)} failed: ${what} (${nameOf(error)}).${why ? ` ${why}` : ''}`;
  }
  return last ? `${position(run)} could not be completed: ${nameOf(error)}.` : undefined;
}

const WHAT = { remediate: 'plan', undo: 'undo', restore: 'restore' } as const satisfies Record<Run['purpose'], string>;

function position(run: Run): string {
  const what = `the ${WHAT[run.purpose]}`;
  return hasSteps(run)
    ? `Step ${run.completedSteps + 1} of ${run.plan.actions.length} of ${what}`
    : `The check after ${what}`;
}

/** The error's name only: messages of AWS may hold what an account wrote. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
