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
  /** How many processes it has at most. */
  readonly processes: number;
}

export interface Invocation {
  readonly answer: unknown;
  /** Milliseconds, in the process itself. */
  readonly took: number;
  /** Bytes. */
  readonly memory: number;
}

/** A function. Each of its processes does one thing at a time, and another one starts only while all are busy. */
export interface LocalFunction {
  readonly name: string;
  readonly options: FunctionOptions;
  /** @throws where the handler threw, the time was over or the process died. */
  invoke(event: unknown, time?: number): Promise<Invocation>;
  /** As power fails: of the process of this name, or of all. */
  kill(process?: string): void;
  /** All that was written to the log. */
  readonly log: string[];
  /** Milliseconds from the beginning of its process until the handler was there, one of each process. */
  readonly starts: number[];
  /** How far its clock is ahead. Milliseconds. */
  ahead: number;
}

/** The place of one process, which starts when something is done there. */
interface Slot {
  /** As its requests name it: `AWS_SESSION_TOKEN`. */
  readonly name: string;
  running: ChildProcess | undefined;
  isBusy: boolean;
}

export function createFunction(options: FunctionOptions): LocalFunction {
  const { name, file, exported, environment, timeout } = options;
  const slots = Array.from(
    { length: options.processes },
    (_, index): Slot => ({ name: `process-${index}`, running: undefined, isBusy: false }),
  );
  const free: (() => void)[] = [];
  let count = 0;
  const local: LocalFunction = {
    name,
    options,
    log: [],
    starts: [],
    ahead: 0,
    async invoke(event, time = timeout * 1000) {
      const slot = await idleSlot();
      try {
        return await run(slot, event, time);
      } finally {
        slot.isBusy = false;
        free.shift()?.();
      }
    },
    kill(process) {
      for (const slot of slots) if (process === undefined || slot.name === process) slot.running?.kill('SIGKILL');
    },
  };
  return local;

  async function idleSlot(): Promise<Slot> {
    for (;;) {
      const idle = slots.find(({ isBusy }) => !isBusy);
      if (idle) {
        idle.isBusy = true;
        return idle;
      }
      await new Promise<void>((resolve) => free.push(resolve));
    }
  }

  async function run(slot: Slot, event: unknown, time: number): Promise<Invocation> {
    const child = slot.running ?? (await start(slot));
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

  async function start(slot: Slot): Promise<ChildProcess> {
    const child = spawn(process.execPath, [RUNTIME, file, exported], {
      env: { ...environment, AWS_SESSION_TOKEN: slot.name },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    slot.running = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => local.log.push(text));
    }
    child.once('exit', () => {
      if (slot.running === child) slot.running = undefined;
    });
    const [said] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(`${name} did not start: ${local.log.join('')}`))),
    ])) as [{ readonly ready: number }];
    local.starts.push(said.ready);
    return child;
  }
}
