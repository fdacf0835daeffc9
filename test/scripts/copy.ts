import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/build/common.ts';

/** What a part of the project needs to be formatted, compiled and tested. */
const SETTINGS = ['package.json', 'tsconfig.json', 'biome.json', '.oxlintrc.json', '.dependency-cruiser.cjs'];

/** A copy of some files and folders of the project, to write into; files for which `leaveOut` holds are left out. */
export function copyOf(paths: readonly string[], leaveOut: (path: string) => boolean = () => false): string {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-copy-'));
  for (const path of [...SETTINGS, ...paths])
    cpSync(join(ROOT, path), join(root, path), { recursive: true, filter: (source) => !leaveOut(source) });
  writeFileSync(join(root, 'vitest.config.ts'), "export default { test: { include: ['test/**/*.test.ts'] } };\n");
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return root;
}

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Exit code and output of a tool of the project (`typescript/bin/tsc`), run in a copy. */
export function runIn(root: string, tool: string, ...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const options = { cwd: root, env: { ...env, NO_COLOR: '1', VITEST: '' }, maxBuffer: 1e8 };
    execFile(process.execPath, [join(ROOT, 'node_modules', tool), ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, output: stdout + stderr }),
    );
  });
}

/** What a command of `scripts` said. */
export async function said(
  main: (
    args: readonly string[],
    root: string,
    out: { log(text: string): void; error(text: string): void },
  ) => Promise<number>,
  root: string,
  args: readonly string[],
): Promise<{ readonly code: number; readonly log: string; readonly error: string }> {
  const texts = { log: '', error: '' };
  const code = await main(args, root, {
    log: (text) => void (texts.log += text),
    error: (text) => void (texts.error += text),
  });
  return { code, ...texts };
}
