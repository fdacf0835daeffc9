import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What `npm ci` builds and users run; test/support/build.ts makes it anew before the tests. */
const COMMAND = fileURLToPath(new URL('../../dist/plumbline.js', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly cwd?: string;
  /** `undefined`: not in the environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Close the output after its first piece, as `head -1` does. */
  readonly closeEarly?: boolean;
}

/** Runs `plumbline` as a user would, in a pipe. */
export function plumbline(args: readonly string[], { input, cwd, env, closeEarly }: RunOptions = {}): Promise<Ran> {
  const { FORCE_COLOR: _forced, NO_COLOR: _none, ...inherited } = process.env;
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd,
    env: { ...inherited, ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (closeEarly) child.stdout.destroy();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // A run that ends on a usage error does not wait for its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
