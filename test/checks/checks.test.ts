import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const SETTINGS = ['.dependency-cruiser.cjs', '.oxlintrc.json', 'biome.json', 'knip.json', 'tsconfig.json'];

let root = '';

/** A project of three files, with this project's own settings. */
function project(): string {
  root = mkdtempSync(join(tmpdir(), 'plumbline-checks-'));
  for (const file of SETTINGS) cpSync(join(PROJECT, file), join(root, file));
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
  plant('package.json', '{ "name": "planted", "type": "module" }\n');
  plant('cli/main.ts', "import { one } from '../shared/core/one.ts';\n\nprocess.stdout.write(`${one}`);\n");
  plant('shared/core/one.ts', 'export const one = 1;\n');
  plant('deploy/resources.ts', "export { one } from '../shared/core/one.ts';\n");
  spawnSync('git', ['init', '-q'], { cwd: root });
  return root;
}

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

interface Planted {
  readonly title: string;
  readonly path: string;
  readonly imports: string;
  readonly rule: string;
}

const PLANTED: readonly Planted[] = (
  [
    ['core imports a rule', 'shared/core/two.ts', '../rules/s3/three.ts', 'core-is-pure'],
    ['a rule imports another', 'shared/rules/s3/two.ts', './three.ts', 'rules-import-no-rule'],
    ['what rules share imports a rule', 'shared/rules/common/two.ts', '../s3/three.ts', 'rules-import-no-rule'],
    ['a kind imports another', 'shared/resources/vpc/kind.ts', '../kms-key/three.ts', 'kinds-know-no-other-kind'],
    ['a kind imports its reader', 'shared/resources/kms-key/kind.ts', './reader.ts', 'kinds-know-no-other-kind'],
    ['a kind imports the SDK', 'shared/resources/kms-key/kind.ts', '@aws-sdk/client-s3', 'sdk-at-the-edges'],
    [
      'a reader imports another kind',
      'shared/resources/vpc/reader.ts',
      '../kms-key/three.ts',
      'readers-and-effects-know-one-kind',
    ],
    ['a reader imports effects', 'shared/resources/kms-key/reader.ts', './effects.ts', 'readers-do-not-act'],
    [
      'what types share imports a type',
      'shared/resources/common/two.ts',
      '../kms-key/three.ts',
      'common-is-below-kinds',
    ],
    ['evaluate imports remediate', 'shared/evaluate/two.ts', '../remediate/three.ts', 'evaluate-is-below-the-others'],
    ['evaluate imports replay', 'shared/evaluate/two.ts', '../replay/three.ts', 'evaluate-is-below-the-others'],
    ['remediate calls evaluate', 'shared/remediate/two.ts', '../evaluate/three.ts', 'remediate-asks-evaluate'],
    ['remediate imports respond', 'shared/remediate/two.ts', '../respond/three.ts', 'remediate-asks-evaluate'],
    ['remediate imports a rule', 'shared/remediate/two.ts', '../rules/s3/three.ts', 'remediate-asks-evaluate'],
    ['replay imports remediate', 'shared/replay/two.ts', '../remediate/three.ts', 'replay-builds-on-evaluate'],
    ['a channel imports a use case', 'shared/notify/two.ts', '../remediate/three.ts', 'channels-know-no-use-case'],
    ['a rule imports a reader', 'shared/rules/s3/two.ts', '../../resources/kms-key/reader.ts', 'rules-import-no-rule'],
    ['shared imports an entry point', 'shared/evaluate/two.ts', '../../cli/three.ts', 'shared-knows-no-entry'],
    ['a template imports a rule', 'deploy/two.ts', '../shared/rules/s3/three.ts', 'templates-know-no-code'],
    ['a template calls AWS', 'deploy/two.ts', '@aws-sdk/client-s3', 'templates-call-nothing'],
    ['shared imports a template', 'shared/evaluate/two.ts', '../../deploy/resources.ts', 'no-tests-in-code'],
    ['a rule imports the SDK', 'shared/rules/s3/two.ts', '@aws-sdk/client-s3', 'sdk-at-the-edges'],
  ] as const
).map(([title, path, imports, rule]) => ({ title, path, imports, rule }));

/** What is imported, where no row writes it. */
const IMPORTED = [
  ...['rules/s3', 'evaluate', 'remediate', 'replay', 'respond', 'resources/kms-key'].map(
    (folder) => `shared/${folder}/three.ts`,
  ),
  'shared/resources/kms-key/effects.ts',
  'cli/three.ts',
];

describe('dependency directions, against each of which there is a file', () => {
  let found: ReturnType<typeof directions>;

  // All in one project: looking at it takes a second.
  beforeAll(() => {
    root = project();
    for (const path of IMPORTED) plant(path, 'export const three = 3;\n');
    for (const [path, its] of Map.groupBy(PLANTED, (each) => each.path))
      plant(path, its.map(({ imports }) => `export * from '${imports}';\n`).join(''));
    plant('shared/core/four.ts', "import { five } from './five.ts';\n\nexport const four: number = five;\n");
    plant('shared/core/five.ts', "import { four } from './four.ts';\n\nexport const five: number = four;\n");
    found = directions();
    rmSync(root, { recursive: true, force: true });
  });

  test('fail', () => {
    expect(found.code).not.toBe(0);
  });

  test.each(PLANTED)('$title', ({ path, imports, rule }) => {
    const target = imports.startsWith('.') ? join(dirname(path), imports) : `node_modules/${imports}/`;
    const its = found.output.split('\n').filter((line) => line.includes(`error ${rule}: ${path} → `));
    expect(its.join('\n')).toContain(target);
  });

  test('a cycle', () => {
    expect(found.output).toContain('error no-cycles: shared/core/five.ts → ');
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

describe('a project with nothing wrong, and then something', () => {
  beforeEach(() => {
    root = project();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('dependency directions: as they should be, they pass', () => {
    expect(directions()).toMatchObject({ code: 0, output: expect.stringContaining('3 modules') });
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
});
