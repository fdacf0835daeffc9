import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PARTS = ['cli', 'deploy', 'functions', 'generated', 'scripts', 'shared', 'package.json', 'serverless.yml'];

/** A copy of the project, so that packaging disturbs no other test. */
export function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-deploy-'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

export interface Run {
  readonly code: number;
  readonly output: string;
}

/** Runs `serverless` as a user would. */
export function serverless(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  return run(join(ROOT, 'node_modules/.bin/serverless'), args, folder, {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    ...env,
  });
}

/** The code of a run whose program is not installed. */
export const NOT_FOUND = 127;

export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  // As `npx` does it: the project's own Node.
  const PATH = `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}`;
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      { cwd, env: { ...process.env, PATH, NO_COLOR: '1', ...env }, maxBuffer: 1e8 },
      (error, stdout, stderr) => {
        // A program that there is not, as shells have it.
        const code: unknown = error ? (error.code ?? 1) : 0;
        resolve({ code: code === 'ENOENT' ? NOT_FOUND : Number(code), output: stdout + stderr });
      },
    );
  });
}

export const TEMPLATE = 'cloudformation-template-update-stack.json';

/** Parameters as the command line takes them. */
export function paramFlags(params: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(params).map(([name, value]) => `--param=${name}=${value}`);
}
