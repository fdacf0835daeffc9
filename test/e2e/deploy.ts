import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What `npx serverless deploy` is given, as on a command line. */
export type Params = Readonly<Record<string, string>>;

/** Runs the framework in `folder`. @throws with all that it printed. */
export async function serverless(
  folder: string,
  endpoint: string,
  args: readonly string[],
  params: Params = {},
): Promise<string> {
  // The framework takes no empty value.
  const filled = Object.entries(params).filter(([, value]) => value !== '');
  const given = filled.map(([name, value]) => `--param=${name}=${value}`);
  const child = spawn(process.execPath, [join(ROOT, 'node_modules/.bin/serverless'), ...args, ...given], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      SLS_TELEMETRY_DISABLED: '1',
      SLS_NOTIFICATIONS_MODE: 'off',
      // Milliseconds between looks at a stack, which is there at once.
      SLS_AWS_MONITORING_FREQUENCY: '50',
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`serverless ${args.join(' ')} failed:\n${said}`);
  return said;
}
