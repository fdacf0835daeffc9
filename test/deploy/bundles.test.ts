import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyOfProject, run } from './project.ts';

const BUILD = "import('./scripts/build/functions.ts').then(({ buildFunctions }) => buildFunctions())";

test('every part of a function can be loaded', { timeout: 120_000 }, async () => {
  const folder = copyOfProject();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const built = await run(process.execPath, ['-e', BUILD], folder);
  expect(built, built.output).toMatchObject({ code: 0 });
  const bundles = join(folder, 'dist/functions');
  // The start needs a deployment around it.
  const parts = readdirSync(bundles, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.mjs') && !path.endsWith('index.mjs'),
  );
  expect(parts.length).toBeGreaterThan(50);
  const all = `Promise.all(${JSON.stringify(parts.map((path) => join(bundles, path)))}.map((path) => import(path).catch(({ message }) => console.log(path, message))))`;
  expect((await run(process.execPath, ['-e', all], folder)).output).toBe('');
});
