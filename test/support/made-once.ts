import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';

/**
 * A folder that `make` fills once in a run, in the worker that needs it first; the others wait for it. Nobody writes to
 * it later.
 * @param what Names it, and all that it depends on.
 */
export async function madeOnce(what: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(inject('madeOnce'), createHash('sha256').update(what).digest('hex').slice(0, 16));
  const [done, failed] = [`${folder}.done`, `${folder}.failed`];
  if (!isFirst(folder)) {
    while (!existsSync(done)) {
      if (existsSync(failed)) throw new Error(`Another worker could not make ${what}.`);
      await sleep(100);
    }
    return folder;
  }
  try {
    await make(folder);
  } catch (error) {
    writeFileSync(failed, '');
    throw error;
  }
  writeFileSync(done, '');
  return folder;
}

/** Of all workers, one succeeds in making a folder. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
