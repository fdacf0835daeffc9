/** Bundles the command and the functions: `npm run build`, and by itself after `npm ci`. */
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type OutputOptions } from 'rolldown';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const output: OutputOptions = {
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  // Names stay, so that a stack trace can be read.
  minify: { mangle: false, compress: true, codegen: true },
};

rmSync(`${ROOT}dist`, { recursive: true, force: true });

// All in one folder: a thread is started from the file beside the one that starts it.
await build({
  cwd: ROOT,
  input: { plumbline: 'cli/main.ts', worker: 'shared/trail/worker.ts' },
  platform: 'node',
  logLevel: 'warn',
  output: { ...output, dir: 'dist' },
});
chmodSync(`${ROOT}dist/plumbline.js`, 0o755);

for (const file of readdirSync(`${ROOT}functions`)) {
  const name = file.replace(/\.ts$/, '');
  await build({
    cwd: ROOT,
    input: { [name]: `functions/${file}` },
    platform: 'node',
    logLevel: 'warn',
    output: { ...output, entryFileNames: '[name].mjs', dir: 'dist/functions', codeSplitting: false },
  });
}
