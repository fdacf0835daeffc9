/**
 * Stands in for `scripts/build/functions.ts` in copies of the project (`project.ts`), of which tests package dozens:
 * bundling is two thirds of the work. Functions of the same sources and settings are bundled once in a run.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFunctions as build } from '../../scripts/build/functions.ts';
import { settingsIn } from '../../scripts/build/settings.ts';
import { packSettings } from '../../shared/config/deployed.ts';

const DIST = fileURLToPath(new URL('../../dist/functions', import.meta.url));
/** Shared by all copies; `project.ts` puts it there. */
const CACHE = fileURLToPath(new URL('bundles', import.meta.url));

/** As the original does. With `BUNDLE_ANEW` in the environment it does not look for what was bundled before. */
export async function buildFunctions(config?: string): Promise<void> {
  const settings = JSON.stringify(packSettings(settingsIn(config)));
  const bundled = join(CACHE, createHash('sha256').update(settings).digest('hex').slice(0, 16));
  if (existsSync(bundled) && !process.env['BUNDLE_ANEW']) {
    rmSync(DIST, { recursive: true, force: true });
    cpSync(bundled, DIST, { recursive: true });
    return;
  }
  await build(config);
  if (existsSync(bundled)) return;
  const made = mkdtempSync(`${bundled}-`);
  cpSync(DIST, made, { recursive: true });
  try {
    renameSync(made, bundled);
  } catch {
    // Another copy was first, with the same.
    rmSync(made, { recursive: true });
  }
}
