import type { RemediatePorts } from '../evaluate/ports.ts';
import { Conflict, Overtaken, type Run } from '../store/store.ts';

/** Longer than a function lives: after it, whoever had the run is dead. Milliseconds. */
const LEASE = 150_000;

/** When to look again at what somebody else is doing. Seconds. */
export const RETRY_SECONDS = 60;

/** A run that begins, ours for a while. */
export function begun(run: Omit<Run, 'version' | 'leaseUntil'>, now: number): Run {
  return { ...run, version: 1, leaseUntil: now + LEASE };
}

/** The run with one more thing known of it, ours for another while. */
export function onward(run: Run, known: Partial<Run>, now: number): Run {
  return { ...run, ...known, version: run.version + 1, leaseUntil: now + LEASE };
}

/** Takes a run that nobody has; `undefined`: somebody has it. */
export async function take(run: Run, { store, now }: RemediatePorts): Promise<Run | undefined> {
  if (run.leaseUntil > now()) return undefined;
  const ours = onward(run, {}, now());
  try {
    await store.proceed(ours);
    return ours;
  } catch (error) {
    if (error instanceof Conflict) return undefined;
    throw error;
  }
}

/** @throws {Overtaken} where the run is no longer ours. */
export async function proceed(run: Run, { store }: RemediatePorts): Promise<Run> {
  try {
    await store.proceed(run);
    return run;
  } catch (error) {
    if (error instanceof Conflict) throw new Overtaken('The run is no longer ours.', { cause: error });
    throw error;
  }
}

/** Leaves a run to whoever comes next. Where this fails, the lease ends by itself. */
export async function letGo(run: Run, { store, now }: RemediatePorts): Promise<void> {
  await store.proceed({ ...onward(run, {}, now()), leaseUntil: 0 }).catch(() => undefined);
}
