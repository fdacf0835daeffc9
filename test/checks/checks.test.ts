import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const SETTINGS = ['.dependency-cruiser.cjs', '.oxlintrc.json', 'biome.json', 'knip.json', 'tsconfig.json'];

let root = '';

/** A project of two files, with this project's own settings. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plumbline-checks-'));
  for (const file of SETTINGS) cpSync(join(PROJECT, file), join(root, file));
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
  plant('package.json', '{ "name": "planted", "type": "module" }\n');
  plant('cli/main.ts', "import { one } from '../shared/core/one.ts';\n\nprocess.stdout.write(`${one}`);\n");
  plant('shared/core/one.ts', 'export const one = 1;\n');
  plant('deploy/resources.ts', "export { one } from '../shared/core/one.ts';\n");
  spawnSync('git', ['init', '-q'], { cwd: root });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function check(tool: string, ...args: readonly string[]): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(join(PROJECT, 'node_modules/.bin', tool), args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: status, output: stdout + stderr };
}

const directions = () => check('depcruise', 'shared', 'cli', 'deploy', '--config', '.dependency-cruiser.cjs');

test('dependency directions: as they should be, they pass', () => {
  expect(directions()).toMatchObject({ code: 0, output: expect.stringContaining('3 modules') });
});

test.each([
  ['core imports a rule', 'shared/core/two.ts', "export * from '../rules/s3/three.ts';\n", 'core-is-pure'],
  ['a rule imports another', 'shared/rules/s3/two.ts', "export * from './three.ts';\n", 'rules-import-no-rule'],
  [
    'what rules share imports a rule',
    'shared/rules/common/two.ts',
    "export * from '../s3/three.ts';\n",
    'rules-import-no-rule',
  ],
  [
    'a kind imports another',
    'shared/resources/vpc/kind.ts',
    "export * from '../kms-key/three.ts';\n",
    'kinds-know-no-other-kind',
  ],
  [
    'a kind imports its reader',
    'shared/resources/kms-key/kind.ts',
    "export * from './reader.ts';\n",
    'kinds-know-no-other-kind',
  ],
  [
    'a kind imports the SDK',
    'shared/resources/kms-key/kind.ts',
    "export * from '@aws-sdk/client-s3';\n",
    'sdk-at-the-edges',
  ],
  [
    'a reader imports another kind',
    'shared/resources/vpc/reader.ts',
    "export * from '../kms-key/three.ts';\n",
    'readers-and-effects-know-one-kind',
  ],
  [
    'a reader imports effects',
    'shared/resources/kms-key/reader.ts',
    "export * from './effects.ts';\n",
    'readers-do-not-act',
  ],
  [
    'what types share imports a type',
    'shared/resources/common/two.ts',
    "export * from '../kms-key/three.ts';\n",
    'common-is-below-kinds',
  ],
  [
    'evaluate imports remediate',
    'shared/evaluate/two.ts',
    "export * from '../remediate/three.ts';\n",
    'evaluate-is-below-the-others',
  ],
  [
    'evaluate imports replay',
    'shared/evaluate/two.ts',
    "export * from '../replay/three.ts';\n",
    'evaluate-is-below-the-others',
  ],
  [
    'remediate imports respond',
    'shared/remediate/two.ts',
    "export * from '../respond/three.ts';\n",
    'remediate-builds-on-evaluate',
  ],
  [
    'remediate imports a rule',
    'shared/remediate/two.ts',
    "export * from '../rules/s3/three.ts';\n",
    'remediate-builds-on-evaluate',
  ],
  [
    'replay imports remediate',
    'shared/replay/two.ts',
    "export * from '../remediate/three.ts';\n",
    'replay-builds-on-evaluate',
  ],
  [
    'a channel imports a use case',
    'shared/notify/two.ts',
    "export * from '../remediate/three.ts';\n",
    'channels-know-no-use-case',
  ],
  [
    'a rule imports a reader',
    'shared/rules/s3/two.ts',
    "export * from '../../resources/kms-key/reader.ts';\n",
    'rules-import-no-rule',
  ],
  [
    'shared imports an entry point',
    'shared/evaluate/two.ts',
    "export * from '../../cli/three.ts';\n",
    'shared-knows-no-entry',
  ],
  [
    'a template imports a rule',
    'deploy/two.ts',
    "export * from '../shared/rules/s3/three.ts';\n",
    'templates-know-no-code',
  ],
  ['a template calls AWS', 'deploy/two.ts', "export * from '@aws-sdk/client-s3';\n", 'templates-call-nothing'],
  [
    'shared imports a template',
    'shared/evaluate/two.ts',
    "export * from '../../deploy/resources.ts';\n",
    'no-tests-in-code',
  ],
  ['a rule imports the SDK', 'shared/rules/s3/two.ts', "export * from '@aws-sdk/client-s3';\n", 'sdk-at-the-edges'],
])('dependency directions: %s', (_, path, text, rule) => {
  plant(path, text);
  for (const folder of ['rules/s3', 'remediate', 'replay', 'respond', 'resources/kms-key'])
    plant(`shared/${folder}/three.ts`, 'export const three = 3;\n');
  for (const file of ['shared/resources/kms-key/reader.ts', 'shared/resources/kms-key/effects.ts', 'cli/three.ts'])
    if (file !== path) plant(file, 'export const three = 3;\n');
  plant('node_modules_planted', '');
  expect(directions()).toMatchObject({ output: expect.stringContaining(rule) });
  expect(directions().code).not.toBe(0);
});

test('dependency directions: a cycle', () => {
  plant('shared/core/one.ts', "import { two } from './two.ts';\n\nexport const one: number = two;\n");
  plant('shared/core/two.ts', "import { one } from './one.ts';\n\nexport const two: number = one;\n");
  expect(directions()).toMatchObject({ output: expect.stringContaining('no-cycles') });
});

test('lint: a floating promise', () => {
  expect(check('oxlint', '--type-aware', '--deny-warnings').code).toBe(0);
  plant(
    'shared/core/two.ts',
    'export async function two(): Promise<void> {}\n\nexport function three(): void {\n  two();\n}\n',
  );
  expect(check('oxlint', '--type-aware', '--deny-warnings')).toMatchObject({
    code: 1,
    output: expect.stringContaining('no-floating-promises'),
  });
});

test('lint: every rule that is off has its reason above it', () => {
  const lines = readFileSync(join(PROJECT, '.oxlintrc.json'), 'utf8').split('\n');
  const off = (line: string | undefined) => /: "off"/.test(line ?? '');
  const unexplained = lines.filter((line, at) => {
    const above = lines.slice(0, at).findLast((earlier) => !off(earlier));
    return off(line) && !/^\s*\/\/ /.test(above ?? '');
  });
  expect(unexplained).toEqual([]);
});

test('types: what erasing types cannot remove', () => {
  plant('shared/core/two.ts', 'export enum Two {\n  Three,\n}\n');
  expect(check('tsc', '-p', '.')).toMatchObject({ output: expect.stringContaining('erasableSyntaxOnly') });
});

test('formatting', () => {
  expect(check('biome', 'ci', 'shared').code).toBe(0);
  plant('shared/core/two.ts', 'export const two = {a:2}\n');
  expect(check('biome', 'ci', 'shared').code).not.toBe(0);
});

test('dead code', () => {
  plant('shared/core/two.ts', 'export const two = 2;\n');
  expect(check('knip')).toMatchObject({ code: 1, output: expect.stringContaining('shared/core/two.ts') });
});

test('dead code: what only tests use', () => {
  const found = /^two\b.*one\.ts/m;
  plant('cli/plumbline.ts', "await import('./main.ts');\n");
  plant('shared/core/one.ts', 'export const one = 1;\nexport const two = 2;\n');
  plant(
    'test/core/one.test.ts',
    "import { two } from '../../shared/core/one.ts';\n\nprocess.stdout.write(`${two}`);\n",
  );
  expect(check('knip').output).not.toMatch(found);
  expect(check('knip', '--production')).toMatchObject({ code: 1, output: expect.stringMatching(found) });
  plant('shared/core/one.ts', 'export const one = 1;\n/** @internal A law needs it. */\nexport const two = 2;\n');
  expect(check('knip', '--production').output).not.toMatch(found);
});
