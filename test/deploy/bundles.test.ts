import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../scripts/check-templates/project.ts';
import { copyThatBundlesOnce } from '../support/project.ts';

const BUILD = "import('./test/support/bundle-once.ts').then(({ buildFunctions }) => buildFunctions())";
const LONG = 120_000;

let folder = '';
let parts: readonly string[] = [];

beforeAll(async () => {
  folder = copyThatBundlesOnce();
  const built = await run(process.execPath, ['-e', BUILD], folder);
  expect(built, built.output).toMatchObject({ code: 0 });
  const bundles = join(folder, 'dist/functions');
  parts = readdirSync(bundles, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.mjs'))
    .map((path) => join(bundles, path));
  expect(parts.length).toBeGreaterThan(50);
}, LONG);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every part of a function can be loaded', { timeout: LONG }, async () => {
  // The start needs a deployment around it.
  const loose = parts.filter((path) => !path.endsWith('index.mjs'));
  const all = `Promise.all(${JSON.stringify(loose)}.map((path) => import(path).catch(({ message }) => console.log(path, message))))`;
  expect((await run(process.execPath, ['-e', all], folder)).output).toBe('');
});

test('none imports a module of Node, which would read all that it exports', () => {
  const builtins = parts.flatMap((path) => [
    ...readFileSync(path, 'utf8').matchAll(/(?:\bfrom|\bimport\()\s*["'`]((?:node:)?[a-z_/]+)["'`]/g),
  ]);
  expect(builtins.map(([, name]) => name).filter((name) => name !== 'node:module')).toEqual([]);
});

test('a start has no letter beyond Latin-1, with which Node would read twice as much', () => {
  for (const path of parts.filter((each) => /[\\/](?:index|start)\.mjs$/.test(each))) {
    const beyond = Array.from(readFileSync(path, 'utf8')).find((letter) => letter > '\u00ff');
    expect(beyond, path).toBeUndefined();
  }
});

test('a start holds of the SDK the names of failures alone', () => {
  for (const path of parts.filter((each) => /[\\/](?:index|start)\.mjs$/.test(each))) {
    const { sources } = JSON.parse(readFileSync(`${path}.map`, 'utf8')) as { readonly sources: readonly string[] };
    const sdk = sources.filter((each) => /@aws-sdk|@smithy/.test(each) && !/service-error-classification/.test(each));
    expect(sdk, path).toEqual([]);
  }
});
