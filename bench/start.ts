/**
 * Measures the time until a function is ready, and until its first event is handled:
 * `npm run build && npm run bench:start [-- <runs>]`. Each run is a process of its own that runs the bundle. A server in
 * this process simulates AWS and answers at once, so that only our code and its dependencies take time.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { batchOf, change, EMPTY, startStub } from './stub.ts';

const RUNS = Number(process.argv[2] ?? 15);
const BUNDLES = fileURLToPath(new URL('../dist/functions/', import.meta.url));
/** The first event of each function. Where it is undefined, only the start is measured. */
const FIRST: Readonly<Record<string, unknown>> = {
  detect: batchOf('m', change),
  respond: { do: 'pause', by: 'jane@example.com', reason: 'migration' },
  notify: undefined,
  remediate: undefined,
  sweep: undefined,
};

/** `ready`: from the start of the process until the handler is loaded. `done`: the event, including what it loads. */
const CHILD = `
  const [file, event] = process.argv.slice(1);
  const { handler } = await import(file);
  const ready = performance.now();
  const answer = event && await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 60000 });
  if (answer?.batchItemFailures?.length > 0) throw new Error('the event failed');
  console.error(JSON.stringify({ ready, done: performance.now() - ready }));
`;

/** Milliseconds. */
interface Times {
  readonly ready: number;
  readonly done: number;
}

const stub = await startStub('0.0.0.0/0');

console.log(`Milliseconds, best and median of ${RUNS}: Node ${process.version}\n`);
console.log('| function | start until ready | first event |\n| --- | --- | --- |');
for (const [name, event] of Object.entries({ 'an empty module': undefined, ...FIRST })) {
  const file = name in FIRST ? `${BUNDLES}${name}/index.mjs` : EMPTY;
  if (name in FIRST && !existsSync(file)) throw new Error('There are no bundles. Run npm run build first.');
  const all: Times[] = [];
  const before = stub.answered();
  for (let run = 0; run < RUNS; run += 1) all.push(await startOnce(file, event));
  if (event && stub.answered() < before + RUNS) throw new Error(`${name} has not handled its first event.`);
  const done = event === undefined ? '' : bestAndMedian(all.map((times) => times.done));
  console.log(`| ${name} | ${bestAndMedian(all.map(({ ready }) => ready))} | ${done} |`);
}
stub.close();

async function startOnce(file: string, event: unknown): Promise<Times> {
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', CHILD, file, ...(event === undefined ? [] : [JSON.stringify(event)])],
    {
      env: stub.environment,
    },
  );
  return JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as Times;
}

function bestAndMedian(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `${sorted[0]?.toFixed(0)}, ${sorted[sorted.length >> 1]?.toFixed(0)}`;
}
