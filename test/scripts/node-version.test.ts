import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { ROOT } from '../../scripts/build/common.ts';

const MINIMUM = manifest.engines.node.replace('>=', '');
const PAGES = ['README.md', 'CONTRIBUTING.md', 'docs/deploy.md'];

test.each(PAGES)('%s names the Node that package.json asks for', (page) => {
  const named = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/Node (\d[\d.]*) or newer/g)];
  expect(named.map(([, version]) => version)).toEqual([MINIMUM]);
});

test('package-lock.json asks for the same', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: { readonly '': { readonly engines: unknown } };
  };
  expect(packages[''].engines).toEqual(manifest.engines);
});

test('every script of npm checks the version before anything else', () => {
  const scripts: Readonly<Record<string, string>> = manifest.scripts;
  const checks = (name: string): boolean =>
    /^node (-r \.\/)?cli\/check-node\.cjs|^node dist\/plumbline\.js/.test(scripts[name] ?? '') ||
    scripts[`pre${name}`] === 'node cli/check-node.cjs';
  // Those with a colon are parts of `npm run check`.
  const entries = Object.keys(scripts).filter((name) => !name.startsWith('check:'));
  expect(entries.filter((name) => !checks(name))).toEqual([]);
});

describe('a Node of another version', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-node-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What a command says, run by a Node that calls itself `version`. */
  function runBy(version: string, command: string, ...args: readonly string[]) {
    const fake = join(folder, `${version}.cjs`);
    writeFileSync(
      fake,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
    );
    const { VITEST: _, ...inherited } = process.env;
    const env = { ...inherited, NO_COLOR: '1', NODE_OPTIONS: `--require ${fake}` };
    return new Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }>((resolve) => {
      execFile(command, args, { cwd: ROOT, env }, (error, stdout, stderr) =>
        resolve({ code: error ? error.code : 0, stdout, stderr }),
      );
    });
  }
  const sentence = (version: string) => `Plumbline needs Node ${MINIMUM} or newer; this is Node ${version}.\n`;
  const command = join(ROOT, 'dist/plumbline.js');

  test.each(['12.22.12', '16.20.2', '20.19.0', '22.9.0', '22.17.1'])(
    '%s is refused by the command, with one sentence',
    async (version) => {
      expect(await runBy(version, process.execPath, command, '--version')).toEqual({
        code: 2,
        stdout: '',
        stderr: sentence(version),
      });
    },
  );

  test.each([`${MINIMUM}.0`, '22.100.0', '23.0.0', '24.1.0', '100.0.0'])('%s runs the command', async (version) => {
    expect(await runBy(version, process.execPath, command, '--version')).toEqual({
      code: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
  });

  test.each(['prepare', 'create-rule', 'test', 'check'])(
    '20.19.0 is refused by npm run %s, with one sentence',
    async (script) => {
      const { code, stdout, stderr } = await runBy('20.19.0', 'npm', 'run', '--silent', script);
      expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: sentence('20.19.0') });
    },
  );
});
