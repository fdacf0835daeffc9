/**
 * Measures whether memory grows with the number of events: `npm run build && npm run bench:memory [-- <events>]`. One
 * process of `detect` handles 10,000 events, one after the other. A local server that answers at once simulates AWS.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { batchOf, change, startStub } from './stub.ts';

const EVENTS = Number(process.argv[2] ?? 10_000);
const BUNDLE = fileURLToPath(new URL('../dist/functions/detect/index.mjs', import.meta.url));
const MARKS = [100, 1000, 2000, 5000, 10_000].filter((mark) => mark <= EVENTS);

/** Resident memory is read before garbage collection, reachable memory after it. */
const CHILD = `
  const [file, text, marks, first] = process.argv.slice(1);
  const { handler } = await import(file);
  const change = JSON.parse(text);
  const ends = JSON.parse(marks);
  const batch = JSON.parse(first);
  for (let event = 1; event <= ends.at(-1); event += 1) {
    change.detail.eventID = String(event);
    batch.Records[0].messageId = String(event);
    batch.Records[0].body = JSON.stringify(change);
    const { batchItemFailures } = await handler(batch, { getRemainingTimeInMillis: () => 60000 });
    if (batchItemFailures.length > 0) throw new Error('an event failed');
    if (!ends.includes(event)) continue;
    const { rss, heapTotal, external } = process.memoryUsage();
    gc();
    console.error(JSON.stringify({ event, rss, heapTotal, external, reachable: process.memoryUsage().heapUsed }));
  }
`;

interface Mark {
  readonly event: number;
  readonly rss: number;
  /** What the engine holds for objects, whether or not they are reachable. */
  readonly heapTotal: number;
  /** Buffers. */
  readonly external: number;
  readonly reachable: number;
}

const stub = await startStub('10.0.0.0/8');
const { stderr } = await promisify(execFile)(
  process.execPath,
  [
    '--expose-gc',
    '--input-type=module',
    '-e',
    CHILD,
    BUNDLE,
    JSON.stringify(change),
    JSON.stringify(MARKS),
    JSON.stringify(batchOf('', change)),
  ],
  { env: stub.environment, maxBuffer: 1 << 26 },
);
if (stub.answered() < 2 * EVENTS) throw new Error('detect has not looked at every event.');
stub.close();
const marks = stderr.split('\n').flatMap((line) => (line.startsWith('{"event"') ? [JSON.parse(line) as Mark] : []));
const mega = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
console.log(
  '| events | resident, MiB | heap, MiB | buffers, MiB | reachable, MiB |\n| ---: | ---: | ---: | ---: | ---: |',
);
for (const { event, rss, heapTotal, external, reachable } of marks)
  console.log(`| ${[event, ...[rss, heapTotal, external, reachable].map(mega)].join(' | ')} |`);
