import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/build/common.ts';
import { CannotCreate } from '../../scripts/create/command.ts';
import { createRule, main } from '../../scripts/create-rule.ts';
import { copyOf, runIn, said } from './copy.ts';

const RULES = join(ROOT, 'shared/rules');
const FILES = [
  'shared/rules/kms/kms-key-idle.ts',
  'test/rules/kms/kms-key-idle.cases.ts',
  'docs/rules/kms-key-idle.md',
];

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

let root = '';

beforeAll(() => {
  root = copyOf(
    ['shared', 'generated/actions.ts', 'test/support', 'test/rules/rules.test.ts'],
    (path) => path === RULES,
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a new rule', () => {
  beforeAll(async () => {
    expect(await createRule(root, { path: 'kms/kms-key-idle', kind: 'kms-key' })).toEqual(FILES);
  });

  test('names its kind, and its cases every event of it', () => {
    const rule = readFileSync(join(root, FILES[0] ?? ''), 'utf8');
    expect(rule).toContain("import { kmsKey } from '../../resources/kms-key/kind.ts';");
    expect(rule).toContain("id: 'kms-key-idle',");
    const cases = readFileSync(join(root, FILES[1] ?? ''), 'utf8');
    expect(cases).toContain('    // - kms:ScheduleKeyDeletion\n');
  });

  test('has cases of its own and a page with every section', () => {
    expect(readFileSync(join(root, FILES[1] ?? ''), 'utf8')).toContain(
      "from '../../../shared/rules/kms/kms-key-idle.ts'",
    );
    const page = readFileSync(join(root, FILES[2] ?? ''), 'utf8');
    expect(page).toMatch(/^<!-- end of generated head -->\n/);
    const written = readFileSync(join(ROOT, 'docs/rules/kms-key-disabled.md'), 'utf8');
    const [, body = ''] = written.split('<!-- end of generated head -->');
    expect(page.match(/^## .*$/gm)).toEqual(body.match(/^## .*$/gm));
  });

  test('is formatted as the project is', { timeout: 60_000 }, async () => {
    const { code, output } = await runIn(
      root,
      '@biomejs/biome/bin/biome',
      'check',
      '--vcs-enabled=false',
      ...FILES.slice(0, 2),
    );
    expect(code, output).toBe(0);
  });

  test('compiles', { timeout: 60_000 }, async () => {
    writeFileSync(
      join(root, 'tsconfig.rule.json'),
      JSON.stringify({ extends: './tsconfig.json', include: [], files: FILES.slice(0, 2) }),
    );
    const { code, output } = await runIn(root, 'typescript/bin/tsc', '-p', 'tsconfig.rule.json');
    expect(code, output).toBe(0);
  });

  test('fails its own tests until it is written', { timeout: 60_000 }, async () => {
    await runIn(root, 'vitest/vitest.mjs', 'run', 'test/rules', '--reporter=json', '--outputFile=report.json');
    const report = JSON.parse(readFileSync(join(root, 'report.json'), 'utf8')) as Report;
    const failed = report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed');
    const titles = failed.map(({ title }) => title);
    expect(titles).toContain('compliant: TODO a resource that is in order');
    expect(titles).toContain('drifted: TODO a resource that has drifted');
    expect(titles).toContain('events: TODO opened and resolved');
    expect(titles).toContain('exercises every event it names');
  });
});

describe('a rule is refused', () => {
  const refused = (path: string, kind = 'kms-key') => createRule(root, { path, kind });

  test.each([
    ['kms-key-late', /"kms-key-late" is not <service>\/<rule-id>/],
    ['kms/key/kms-key-late', /is not <service>\/<rule-id>/],
    ['kms/', /is not <service>\/<rule-id>/],
    ['KMS/kms-key-late', /"KMS" is not a service in kebab-case/],
    ['../kms-key-late', /".." is not a service/],
    ['common/kms-key-late', /is for what rules share/],
    ['kms/kmsKeyLate', /"kmsKeyLate" is not <service>-<fault>/],
    ['kms/late', /"late" is not <service>-<fault>/],
    ['kms/kms-key-late.ts', /is not <service>-<fault>/],
    ['kms/kms--key-late', /is not <service>-<fault>/],
  ])('with the name %s', async (path, why) => {
    await expect(refused(path)).rejects.toThrow(CannotCreate);
    await expect(refused(path)).rejects.toThrow(why);
  });

  test('for a kind that is not there', async () => {
    await expect(refused('kms/kms-key-late', 'kms')).rejects.toThrow(/There is no kind "kms"\. Do you mean kms-key\?/);
    await expect(refused('kms/kms-key-late', 'teapot')).rejects.toThrow(/take one of: .*\bkms-key\b/);
    await expect(refused('kms/kms-key-late', '../core/kind')).rejects.toThrow(/There is no kind/);
  });

  test('for a file that holds no kind', async () => {
    mkdirSync(join(root, 'shared/resources/empty'));
    writeFileSync(join(root, 'shared/resources/empty/kind.ts'), "export const name = 'empty';\n");
    await expect(refused('kms/kms-key-late', 'empty')).rejects.toThrow(/exports no kind with the name "empty"/);
    rmSync(join(root, 'shared/resources/empty'), { recursive: true });
  });

  test('where any of its files is there already; nothing is touched', async () => {
    const page = join(root, 'docs/rules/kms-key-late.md');
    mkdirSync(join(root, 'docs/rules'), { recursive: true });
    writeFileSync(page, 'mine');
    await expect(refused('kms/kms-key-late')).rejects.toThrow('docs/rules/kms-key-late.md is there already.');
    expect(readFileSync(page, 'utf8')).toBe('mine');
    expect(existsSync(join(root, 'shared/rules/kms/kms-key-late.ts'))).toBe(false);
    expect(existsSync(join(root, 'test/rules/kms/kms-key-late.cases.ts'))).toBe(false);
    rmSync(page);
  });
});

describe('the command', () => {
  const command = (...args: readonly string[]) => said(main, root, args);

  test('says which files it wrote', async () => {
    const { code, log, error } = await command('kms/kms-alias-lost', '-k', 'kms-key');
    expect([code, error]).toEqual([0, '']);
    expect(log).toContain('docs/rules/kms-alias-lost.md\n');
  });
  test('shows its usage', async () =>
    expect(await command('--help')).toMatchObject({ code: 0, log: /^Usage:/, error: '' }));
  test.each([
    [[], /^Name one rule/],
    [['kms/kms-key-late', 'more', '--kind', 'kms-key'], /^Name one rule/],
    [['kms/kms-key-late'], /^Name what it judges: --kind/],
    [['kms/kms-key-late', '--kinds', 'kms-key'], /^Unknown option '--kinds'/],
    [['kms/late', '--kind', 'kms-key'], /^"late" is not/],
  ])('explains what is wrong with %j', async (args, why) => {
    const { code, log, error } = await command(...args);
    expect([code, log]).toEqual([1, '']);
    expect(error).toMatch(why);
    expect(error).toContain('Usage: npm run create-rule');
  });
});

test('no rule, case or page is left unwritten, nor a resource type, its tests and its story', () => {
  const folders = ['shared/rules', 'test/rules', 'docs/rules', 'shared/resources', 'test/resources', 'test/e2e'];
  const left = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|md)$/.test(path))
      .map((path) => `${folder}/${path}`)
      .filter((path) => /\bTODO\b/.test(readFileSync(join(ROOT, path), 'utf8'))),
  );
  expect(left.map((path) => `${path}: write what says TODO`)).toEqual([]);
});
