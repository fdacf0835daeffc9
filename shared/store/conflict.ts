import { setTimeout as sleep } from 'node:timers/promises';

/** Another process wrote between the read and the write. Read again, and decide anew. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** Another process has continued the run. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

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
