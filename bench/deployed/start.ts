import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { EMPTY } from '../stub.ts';

/** As bench/start.ts has it, except that what is done counts from the start of the process, as people wait for it. */
const TIMED = `
  const [file, event] = process.argv.slice(1);
  const { handler } = await import(file);
  const ready = performance.now();
  if (event) await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 60000 });
  console.error(JSON.stringify({ ready, done: performance.now() }));
`;
/** Apart from the timed one: looking on costs time. */
const COUNTED = `
  import { registerHooks } from 'node:module';
  let bytes = 0;
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (url.startsWith('file:')) bytes += Buffer.byteLength(loaded.source);
      return loaded;
    },
  });
  await import(process.argv[1]);
  console.error(JSON.stringify({ bytes }));
`;

interface Started {
  /** Milliseconds from the start of the process until the handler is there. */
  readonly ready: number;
  /** Milliseconds from the same moment until the first event is done. */
  readonly done: number;
}

type Environment = Readonly<Record<string, string>>;

export const startEmpty = (): Promise<Started> => run<Started>(TIMED, [EMPTY], {});

export function startOnce(file: string, environment: Environment, event: unknown): Promise<Started> {
  return run<Started>(TIMED, [pathToFileURL(file).href, JSON.stringify(event)], environment);
}

/** The bytes of code that a function loads before its first event. */
export async function loadedBy(file: string, environment: Environment): Promise<number> {
  return (await run<{ readonly bytes: number }>(COUNTED, [pathToFileURL(file).href], environment)).bytes;
}

async function run<T>(code: string, args: readonly string[], environment: Environment): Promise<T> {
  const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code, ...args], {
    env: { ...environment },
    maxBuffer: 1e8,
  });
  return JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as T;
}
