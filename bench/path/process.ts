import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';

/** A warm process of one function. */
const CHILD = `
  const { handler } = await import(process.argv[1]);
  const context = { getRemainingTimeInMillis: () => 60_000 };
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ event }) => {
    const before = process.cpuUsage();
    const answer = await handler(event, context).catch((error) => ({ error: String(error) }));
    const { user, system } = process.cpuUsage(before);
    process.send({ answer, processor: (user + system) / 1000 });
  });
  process.send({ ready: true });
`;

export interface Invocation {
  /** Processor time. Milliseconds. */
  readonly processor: number;
}

export interface FunctionProcess {
  /** @throws where the function fails, or says that some of its records have failed. */
  invoke(event: object): Promise<Invocation>;
  stop(): void;
}

export async function startFunction(
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<FunctionProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CHILD, pathToFileURL(file).href], {
    env: { ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await answerOf(child, file);
  return {
    async invoke(event) {
      child.send({ event });
      const { answer, processor } = await answerOf(child, file);
      const { error, batchItemFailures = [] } = (answer ?? {}) as { error?: string; batchItemFailures?: object[] };
      if (error !== undefined || batchItemFailures.length > 0)
        throw new Error(`${file} has failed: ${error ?? JSON.stringify(batchItemFailures)}`);
      return { processor };
    },
    stop: () => void child.kill(),
  };
}

/** What the process says next. */
async function answerOf(child: ChildProcess, file: string) {
  const ended = new AbortController();
  const onExit = () => ended.abort(new Error(`${file} has ended.`));
  child.once('exit', onExit);
  try {
    const [said] = (await once(child, 'message', ended)) as [{ readonly answer: unknown; readonly processor: number }];
    return said;
  } finally {
    child.off('exit', onExit);
  }
}
