import { chmodSync } from 'node:fs';
import { build } from 'rolldown';
import { OUTPUT, ROOT } from './common.ts';

/** All in one folder: a thread is started from the file beside the one that starts it. */
export async function buildCommand(): Promise<void> {
  await build({
    cwd: ROOT,
    input: { plumbline: 'cli/plumbline.ts', worker: 'shared/logs/worker.ts', thread: 'cli/judging/thread.ts' },
    platform: 'node',
    logLevel: 'warn',
    // It calls a deprecated constructor. Node warns of that outside node_modules only.
    external: ['seek-bzip'],
    output: { ...OUTPUT, dir: 'dist', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
  });
  chmodSync(`${ROOT}dist/plumbline.js`, 0o755);
}
