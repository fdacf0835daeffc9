import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const RUNTIME = fileURLToPath(new URL('runtime.ts', import.meta.url));

export interface FunctionOptions {
  readonly name: string;
  /** Of the handler: the module and what it exports. */
  readonly file: string;
  readonly exported: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly timeout: number;
  readonly memory: number;
}

export interface Invocation {
  readonly answer: unknown;
  /** Milliseconds, in the process itself. */
  readonly took: number;
  /** Bytes. */
  readonly memory: number;
}

/** A function with at most one process, which does one thing at a time. */
export interface LocalFunction {
  readonly name: string;
  readonly options: FunctionOptions;
  /** @throws where the handler threw, the time was over or the process died. */
  invoke(event: unknown, time?: number): Promise<Invocation>;
  /** As power fails. */
  kill(): void;
  /** All that was written to the log. */
  readonly log: string[];
  /** Milliseconds from the beginning of its process until the handler was there, one of each process. */
  readonly starts: number[];
  /** How far its clock is ahead. Milliseconds. */
  ahead: number;
}

export function createFunction(options: FunctionOptions): LocalFunction {
  const { name, file, exported, environment, timeout } = options;
  let running: ChildProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let count = 0;
  const local: LocalFunction = {
    name,
    options,
    log: [],
    starts: [],
    ahead: 0,
    invoke(event, time = timeout * 1000) {
      const mine = last.then(
        () => run(event, time),
        () => run(event, time),
      );
      last = mine;
      return mine;
    },
    kill: () => void running?.kill('SIGKILL'),
  };
  return local;

  async function run(event: unknown, time: number): Promise<Invocation> {
    const child = running ?? (await start());
    const id = (count += 1);
    const over = setTimeout(() => child.kill('SIGKILL'), time);
    try {
      return await new Promise<Invocation>((resolve, reject) => {
        const onMessage = (said: { readonly id: number; readonly error?: string } & Invocation) => {
          if (said.id !== id) return;
          child.off('exit', onExit);
          child.off('message', onMessage);
          if (said.error === undefined) resolve(said);
          else reject(new Error(`${name}: ${said.error}`));
        };
        const onExit = () => reject(new Error(`${name}: the process ended`));
        child.on('message', onMessage);
        child.once('exit', onExit);
        child.send({ id, event, time, ahead: local.ahead });
      });
    } finally {
      clearTimeout(over);
    }
  }

  async function start(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [RUNTIME, file, exported], {
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    running = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => local.log.push(text));
    }
    child.once('exit', () => {
      if (running === child) running = undefined;
    });
    const [said] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(`${name} did not start: ${local.log.join('')}`))),
    ])) as [{ readonly ready: number }];
    local.starts.push(said.ready);
    return child;
  }
}
