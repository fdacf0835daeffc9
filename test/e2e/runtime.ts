/**
 * One process of one function, as Lambda has it: the handler is imported once, and called with one event after
 * the other. Talks to the tests over IPC. `PLAY_QUICKLY` shortens waiting; the clock can be moved on.
 */
import { flushCompileCache, syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { resolveLoopback } from './loopback.ts';
import { PACE } from './pace.ts';

interface Asked {
  readonly id: number;
  readonly event: unknown;
  /** Milliseconds that the invocation may take. */
  readonly time: number;
  /** How far the clock is ahead. Milliseconds. */
  readonly ahead: number;
}

resolveLoopback();

let ahead = 0;
const clock = Date.now.bind(Date);
Date.now = () => clock() + ahead;

if (process.env['PLAY_QUICKLY']) {
  const wait = timers.setTimeout;
  timers.setTimeout = (time, value, options) => wait(Math.min(time ?? 0, 20), value, options);
  syncBuiltinESMExports();
  const later = globalThis.setTimeout;
  globalThis.setTimeout = ((call: () => void, time = 0, ...given: []) =>
    later(call, time / PACE, ...given)) as typeof globalThis.setTimeout;
}

const [file = '', exported = ''] = process.argv.slice(2);
const module = (await import(pathToFileURL(file).href)) as Record<string, (event: unknown, context: object) => unknown>;

process.on('message', (asked: Asked) => void invoke(asked));
process.on('disconnect', () => process.exit());
process.send?.({ ready: performance.now() });

async function invoke({ id, event, time, ahead: moved }: Asked): Promise<void> {
  ahead = moved;
  const ends = performance.now() + time;
  const context = {
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: '$LATEST',
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${process.env['AWS_LAMBDA_FUNCTION_NAME']}`,
    awsRequestId: `request-${id}`,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, ends - performance.now()),
  };
  // A process that is killed leaves nothing for the next.
  if (id === 2) flushCompileCache();
  const before = performance.now();
  try {
    const answer = await module[exported]?.(event, context);
    process.send?.({ id, answer, took: performance.now() - before, memory: process.memoryUsage.rss() });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
}
