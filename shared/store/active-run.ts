import type { ResourceRecord, Run, RunStore } from './store.ts';

/** A run that has not ended by then is given up. Longer than all of its tries take. Milliseconds. */
const LONGEST_RUN = 2 * 60 * 60_000;

/** The run on a resource that is not over: all of its findings together have one at a time. */
export async function activeRun(
  { activeRun: id }: Pick<ResourceRecord, 'activeRun'>,
  { store }: { readonly store: Pick<RunStore, 'run'> },
): Promise<Run | undefined> {
  const run = id === undefined ? undefined : await store.run(id);
  return run?.status === 'acting' ? run : undefined;
}

/** Whether a run acts for so long that the next attempt is its last: it must not keep others from its resource. */
export function isOverdue({ startedAt }: Run, now: number): boolean {
  return now - startedAt >= LONGEST_RUN;
}
