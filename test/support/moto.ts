import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { delimiter } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A local stand-in for AWS: https://docs.getmoto.org/en/latest/docs/server_mode.html */
export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

/** What corrects it, before what the machine has there: Python imports the first `sitecustomize`, and ours the next. */
const PYTHONPATH = [fileURLToPath(new URL('moto', import.meta.url)), process.env['PYTHONPATH']]
  .filter(Boolean)
  .join(delimiter);

/** What it has from the start: policies of AWS, and no images, each of which has a snapshot that sweeps would read. */
const LOADED = { MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', MOTO_EC2_LOAD_DEFAULT_AMIS: 'false' };

/** What it says where its table and its stream are as AWS's. */
const CORRECTED = 'table and stream are corrected';

export const HOW_TO_GET_MOTO = 'This needs moto_server: pip install "moto[server]==5.2.1"';

/**
 * Starts a server on a free port of this machine; `undefined` where moto is not installed. In CI it has to be.
 * @throws where moto is made otherwise than expected, so that its stream would not be as AWS's.
 */
export async function startMoto(): Promise<Moto | undefined> {
  const port = await freePort();
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // Of its own group, so that the launcher and what it launches end together.
    detached: true,
    env: { ...process.env, ...LOADED, PYTHONPATH },
  });
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(0, 10_000)));
  const failed = once(server, 'error').then(([error]) => error as NodeJS.ErrnoException);
  const url = `http://127.0.0.1:${port}`;
  const ready = await Promise.race([failed, answers(url, server)]);
  server.stderr.removeAllListeners('data').resume();
  if (ready === true && said.includes(CORRECTED)) return { url, stop: () => stop(server) };
  if (ready instanceof Error && ready.code === 'ENOENT' && process.env['CI'] === undefined) return undefined;
  if (ready instanceof Error) throw new Error(HOW_TO_GET_MOTO, { cause: ready });
  await stop(server);
  const what = ready ? 'The table and the stream of moto_server are not corrected.' : 'moto_server did not start.';
  throw new Error(`${what} ${said}`);
}

async function answers(url: string, server: ChildProcess): Promise<boolean> {
  for (let waited = 0; waited < 30_000 && server.exitCode === null; waited += 50) {
    const answer = await fetch(`${url}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) return true;
    await sleep(50);
  }
  return false;
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null) return;
  const ended = once(server, 'exit');
  process.kill(-server.pid, 'SIGKILL');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
