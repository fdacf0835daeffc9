import { Conflict, Overtaken } from '../store/conflict.ts';
import type { Run } from '../store/store.ts';
import type { Job } from './job.ts';
import type { Outcome, RemediatePorts } from './ports.ts';

/** Longer than a function runs: after it, the process that had the run is dead. Milliseconds. */
const LEASE = 150_000;

/** Seconds until a run that another process has is looked at again. */
export const RETRY_SECONDS = 60;

/** The shortest wait for a run on the same resource. Most runs take seconds. */
const SOON_SECONDS = 5;

/** Seconds until a resource on which a run acts is looked at again: the longer the run takes, the later. */
export function secondsUntilFree({ startedAt }: Run, now: number): number {
  return Math.min(RETRY_SECONDS, Math.max(SOON_SECONDS, Math.ceil((now - startedAt) / 1000)));
}

/** A run that begins, with its first lease. */
export function begun(run: Omit<Run, 'version' | 'leaseUntil'>, now: number): Run {
  return { ...run, version: 1, leaseUntil: now + LEASE };
}

/** A run that has failed and is requested again. */
export function begunAgain({ endedAt: _endedAt, note: _note, ...failed }: Run, by: string, now: number): Run {
  return nextVersion({ ...failed, status: 'acting', approvedBy: by, startedAt: now }, {}, now);
}

/** The next version of a run, with a new lease. */
export function nextVersion(run: Run, known: Partial<Run>, now: number): Run {
  return { ...run, ...known, version: run.version + 1, leaseUntil: now + LEASE };
}

/** Takes a run whose lease is over; `undefined`: another process has it. */
export async function takeOver(run: Run, { store, now }: RemediatePorts): Promise<Run | undefined> {
  if (run.leaseUntil > now()) return undefined;
  const ours = nextVersion(run, {}, now());
  try {
    await store.proceed(ours);
    return ours;
  } catch (error) {
    if (error instanceof Conflict) return undefined;
    throw error;
  }
}

/**
 * Writes the next version of our run.
 * @throws {Overtaken} where the run is no longer ours.
 */
export async function proceed(run: Run, { store }: RemediatePorts): Promise<Run> {
  try {
    await store.proceed(run);
    return run;
  } catch (error) {
    if (error instanceof Conflict) throw new Overtaken('Another process has continued the run.', { cause: error });
    throw error;
  }
}

/** Leaves the run to the next attempt. Where the write fails, the lease ends by itself. */
export async function release(job: Job, { store, now }: RemediatePorts): Promise<void> {
  await store.proceed({ ...nextVersion(asKnown(job), {}, now()), leaseUntil: 0 }).catch(() => undefined);
}

/** Later, when the process that has the run is done or dead. */
export async function comeBack({ id }: Pick<Run, 'id'>, { later }: RemediatePorts): Promise<Outcome> {
  await later({ event: id, waited: true }, RETRY_SECONDS);
  return 'waiting';
}

/** The run as far as known: a step that was certainly not carried out counts as never started. */
export function asKnown({ run: { startedStep: _started, ...run }, unsure }: Job): Run {
  return unsure ? { ...run, startedStep: run.completedSteps } : run;
}
