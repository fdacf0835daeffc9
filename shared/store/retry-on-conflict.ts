import { setTimeout as sleep } from 'node:timers/promises';
import { Conflict } from './store.ts';

/** Milliseconds, multiplied by the number of the attempt: processes that met once should not meet again. */
const LONGEST_PAUSE = 20;

/**
 * Reads and decides anew where somebody wrote between the read and the write.
 * @param work Reads, decides and writes; everything that it knows is read in it.
 * @throws {Conflict} where the last attempt meets another writer, too.
 */
export async function retryOnConflict<T>(work: (attempt: number) => Promise<T>, attempts = 5): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof Conflict) || attempt >= attempts) throw error;
      await sleep(Math.random() * LONGEST_PAUSE * attempt);
    }
  }
}
