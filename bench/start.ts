/**
 * How soon a function is ready, and how soon its first event is done: `npm run build && npm run bench:start`. Each
 * try is a process of its own that runs the bundle; AWS is played by a server in this process that answers at once,
 * so that the time is that of our code and of what it loads.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { change, EMPTY, startStub } from './stub.ts';

const TRIES = Number(process.argv[2] ?? 15);
const BUNDLES = fileURLToPath(new URL('../dist/functions/', import.meta.url));
/** What each function is given first; left out: only its start is measured. */
const FIRST: Readonly<Record<string, unknown>> = {
  detect: { Records: [{ messageId: 'm', body: JSON.stringify(change) }] },
  respond: { do: 'pause', by: 'jane@example.com', reason: 'migration' },
  notify: undefined,
  remediate: undefined,
  sweep: undefined,
};

/** Ready: the handler is there, and the process is as old as that. Done: the event's own time, what it loads included. */
const CHILD = `
  const [file, event] = process.argv.slice(1);
  const { handler } = await import(file);
  const ready = performance.now();
  if (event) await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 60000 });
  console.error(JSON.stringify({ ready, done: performance.now() - ready }));
`;

interface Took {
  readonly ready: number;
  readonly done: number;
}

const stub = await startStub('0.0.0.0/0');

console.log(`Milliseconds, best and median of ${TRIES}: Node ${process.version}\n`);
console.log('| function | start to ready | first event |\n| --- | --- | --- |');
for (const [name, event] of Object.entries({ 'an empty module': undefined, ...FIRST })) {
  const file = name in FIRST ? `${BUNDLES}${name}/index.mjs` : EMPTY;
  if (name in FIRST && !existsSync(file)) throw new Error('There are no bundles: npm run build makes them.');
  const all: Took[] = [];
  for (let each = 0; each < TRIES; each += 1) all.push(await startOnce(file, event));
  const done = event === undefined ? '' : bestAndMedian(all.map((took) => took.done));
  console.log(`| ${name} | ${bestAndMedian(all.map(({ ready }) => ready))} | ${done} |`);
}
stub.close();

async function startOnce(file: string, event: unknown): Promise<Took> {
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', CHILD, file, ...(event === undefined ? [] : [JSON.stringify(event)])],
    {
      env: stub.environment,
    },
  );
  return JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as Took;
}

function bestAndMedian(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `${sorted[0]?.toFixed(0)}, ${sorted[sorted.length >> 1]?.toFixed(0)}`;
}
