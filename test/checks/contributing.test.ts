import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/build/common.ts';

/** What a reader copies from the page: a file with its text, or commands. */
interface Step {
  /** The last heading above it. */
  readonly heading: string;
  readonly file?: string;
  readonly text: string;
}

/** Commands that are left out here. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'npm ci': 'installs from a registry',
  'npm test': 'this test is one of them',
};

/** Not copied: what git does not keep. */
const IGNORED = new Set(['.git', 'node_modules', 'dist', '.serverless', '.vitest', 'coverage']);

const steps = stepsOf(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8'));

function stepsOf(page: string): readonly Step[] {
  const parts = page.matchAll(
    /^#+ (?<heading>.*)$|(?:^`(?<file>[^`\n]+)`:\n\n)?^(?<fence>`{3,})\w+\n(?<text>[\s\S]*?)^\k<fence>$/gm,
  );
  let heading = '';
  return [...parts].flatMap(({ groups = {} }): Step[] => {
    const { heading: next, file, text } = groups;
    if (next !== undefined) heading = next;
    return text === undefined ? [] : [{ heading, ...(file === undefined ? {} : { file }), text }];
  });
}

/** The commands of a step without their comments. */
function commandsIn({ text }: Step): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, ''))
    .filter((line) => line !== '' && !Object.hasOwn(LEFT_OUT, line));
}

let root = '';

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'plumbline-contributing-'));
  cpSync(ROOT, root, { recursive: true, filter: (path) => !IGNORED.has(relative(ROOT, path).split('/')[0] ?? '') });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const cloned = await shell('git init --quiet && git add --all && git commit --quiet --message clone');
  expect(cloned, cloned.output).toMatchObject({ code: 0 });
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs a line as a contributor types it, in the copy. */
function shell(line: string): Promise<{ readonly code: number; readonly output: string }> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|NODE_|npm_|TEST$|PROD$|DEV$|MODE$)/.test(name),
  );
  const by = { NAME: 'Jane', EMAIL: 'jane@example.com' };
  const env = {
    ...Object.fromEntries(inherited),
    NO_COLOR: '1',
    ...Object.fromEntries(
      Object.entries(by).flatMap(([name, value]) => [
        [`GIT_AUTHOR_${name}`, value],
        [`GIT_COMMITTER_${name}`, value],
      ]),
    ),
  };
  return new Promise((resolve) => {
    execFile('sh', ['-ec', line], { cwd: root, env, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });
}

test('the page has both walkthroughs, with commands and files', () => {
  const commands = steps.filter(({ file }) => file === undefined).flatMap(commandsIn);
  for (const script of ['create-rule', 'create-resource', 'check'])
    expect(commands.filter((command) => command.startsWith(`npm run ${script}`)).length, script).toBeGreaterThan(0);
  expect(steps.filter(({ file }) => file !== undefined).length).toBeGreaterThanOrEqual(13);
  expect(steps.find(({ file }) => file?.startsWith('shared/rules/'))?.text).toMatch(/z\.number\(\)[\s\S]*\.regex\(/);
});

test('every command that is left out stands on the page', () => {
  const lines = steps.flatMap(({ text }) => text.split('\n').map((line) => line.replace(/\s+#.*$/, '')));
  expect(Object.keys(LEFT_OUT).filter((command) => !lines.includes(command))).toEqual([]);
});

describe('copied from the page, in their order', () => {
  // The first block lists what there is.
  test.each(steps.slice(1).map((step) => [`${step.heading}: ${step.file ?? step.text.trim()}`, step] as const))(
    '%s',
    { timeout: 120_000 },
    async (_, step) => {
      if (step.file !== undefined) {
        expect(existsSync(join(root, step.file)), 'no scaffold has made this file').toBe(true);
        mkdirSync(dirname(join(root, step.file)), { recursive: true });
        writeFileSync(join(root, step.file), step.text);
        return;
      }
      for (const command of commandsIn(step)) {
        const { code, output } = await shell(command);
        expect(code, `${command}\n${output}`).toBe(0);
        if (command.includes('vitest')) expect(output, command).toMatch(/Tests +\d+ passed/);
      }
    },
  );

  test('nothing that a scaffold wrote is left for the reader to guess', async () => {
    expect(
      await shell(
        '! git grep -nw TODO HEAD -- shared/rules shared/resources test/rules test/resources docs/rules "test/e2e/stories-*"',
      ),
    ).toEqual({ code: 0, output: '' });
  });
});
