import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { EMPTY } from '../stub.ts';

/** Like in bench/start.ts, but `done` is measured from the start of the process. */
const TIMED = `
  const [file, event] = process.argv.slice(1);
  const { handler } = await import(file);
  const ready = performance.now();
  if (event) await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 60000 });
  console.error(JSON.stringify({ ready, done: performance.now() }));
`;
/** Not in the timed process, because the hook takes time. */
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
  /** Milliseconds from the start of the process until the handler is loaded. */
  readonly ready: number;
  /** Milliseconds from the start of the process until the first event is handled. */
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
