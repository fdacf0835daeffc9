/**
 * Stands in for `scripts/build/functions.ts` in copies of the project (`project.ts`), of which tests package dozens:
 * bundling is two thirds of the work. Functions of the same sources and settings are bundled once in a run.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildFunctions as build } from '../../scripts/build/functions.ts';
import { settingsIn } from '../../scripts/build/settings.ts';
import { packSettings } from '../../shared/config/deployed.ts';

const DIST = fileURLToPath(new URL('../../dist/functions', import.meta.url));
/** Shared by all copies; `project.ts` puts it there. */
const CACHE = fileURLToPath(new URL('bundles', import.meta.url));

/**
 * As the original does. Of two copies that need the same at the same time, one waits for the other. With `BUNDLE_ANEW`
 * in the environment it does not look for what was bundled before.
 */
export async function buildFunctions(config?: string, global?: 'on' | 'off'): Promise<void> {
  if (process.env['BUNDLE_ANEW']) return build(config, global);
  const settings = JSON.stringify(packSettings(settingsIn(config, global)));
  const bundled = join(CACHE, createHash('sha256').update(settings).digest('hex').slice(0, 16));
  const making = `${bundled}.making`;
  while (!existsSync(bundled)) {
    if (!isFirst(making)) await sleep(50);
    else if (existsSync(bundled)) rmSync(making, { recursive: true });
    else return make(() => build(config, global), bundled, making);
  }
  rmSync(DIST, { recursive: true, force: true });
  cpSync(bundled, DIST, { recursive: true });
}

async function make(bundle: () => Promise<void>, bundled: string, making: string): Promise<void> {
  try {
    await bundle();
    cpSync(DIST, making, { recursive: true });
    renameSync(making, bundled);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** Of all that try, one succeeds in making a folder. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
