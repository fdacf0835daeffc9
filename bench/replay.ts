/**
 * How fast past logs are judged, beside plain unpacking and beside parsing everything, and how much
 * memory it takes as the logs grow: `node bench/replay.ts <folder of CloudTrail logs>`.
 *
 * The folder's records are repeated with fresh ids until there are 120,000, in 60 packed files, and
 * twice and four times that for memory. Every figure is the median of several processes, each pinned
 * to one processor where the system allows it, but for the last rows.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip, gzipSync } from 'node:zlib';
import { findLogs } from '../shared/trail/files.ts';

const RECORDS_A_FILE = 2000;
const FILES = 60;
const RUNS = Number(process.env['BENCH_RUNS'] ?? 5);
const SELF = fileURLToPath(import.meta.url);

type Mode = 'unpack' | 'parse' | 'replay';

interface Work {
  readonly records: number;
  /** Milliseconds, from the first byte to the last finding; the start of the process is left out. */
  readonly milliseconds: number;
  /** MiB. */
  readonly peak: number;
}

async function child(mode: Mode, logs: string, count: number, threads: number): Promise<void> {
  const found = (await findLogs([logs])).files.slice(0, count);
  const { work } = await import('./replay-work.ts');
  const started = performance.now();
  const records =
    mode === 'replay'
      ? await work(found, threads)
      : await unpack(
          found.map(({ path }) => path),
          mode,
        );
  const milliseconds = performance.now() - started;
  process.stdout.write(
    JSON.stringify({ records, milliseconds, peak: process.resourceUsage().maxRSS / 1024 } satisfies Work),
  );
}

async function unpack(paths: readonly string[], mode: Mode): Promise<number> {
  let records = 0;
  for (const path of paths) {
    const pieces: Buffer[] = [];
    await pipeline(
      createReadStream(path, { highWaterMark: 1024 * 1024 }),
      createGunzip({ chunkSize: 1024 * 1024 }),
      async (unpacked: AsyncIterable<Buffer>) => {
        for await (const piece of unpacked) if (mode === 'parse') pieces.push(piece);
      },
    );
    if (mode === 'parse')
      records += (JSON.parse(Buffer.concat(pieces).toString()) as { Records: unknown[] }).Records.length;
    else records += RECORDS_A_FILE;
  }
  return records;
}

async function compare(source: string): Promise<void> {
  const logs = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  try {
    await makeLogs(source, logs, FILES * 4);
    report(logs);
  } finally {
    rmSync(logs, { recursive: true, force: true });
  }
}

async function makeLogs(source: string, target: string, count: number): Promise<void> {
  const records = (await findLogs([source])).files
    .filter(({ path }) => path.endsWith('.json'))
    .flatMap(({ path }) => (JSON.parse(readFileSync(path, 'utf8')) as { Records?: object[] }).Records ?? []);
  let next = 0;
  for (let file = 0; file < count; file += 1) {
    const part = Array.from({ length: RECORDS_A_FILE }, () => ({
      ...records[next++ % records.length],
      eventID: randomUUID(),
    }));
    writeFileSync(
      join(target, `${String(file).padStart(4, '0')}.json.gz`),
      gzipSync(JSON.stringify({ Records: part }), { level: 6 }),
    );
  }
}

function report(logs: string): void {
  const threads = availableParallelism();
  const command = median(() => gunzipCommand(logs));
  const unpacked = run('unpack', logs, FILES, 1);
  const parsed = run('parse', logs, FILES, 1);
  const one = run('replay', logs, FILES, 1);
  const row = (name: string, { records, milliseconds, peak }: Work) =>
    `| ${name} | ${(milliseconds / 1000).toFixed(2)} | ${Math.round((records / milliseconds) * 1000).toLocaleString('en-US')} | ${(milliseconds / command).toFixed(2)} | ${(milliseconds / unpacked.milliseconds).toFixed(2)} | ${Number.isNaN(peak) ? '' : peak.toFixed(0)} |`;
  const lines = [
    `${(FILES * RECORDS_A_FILE).toLocaleString('en-US')} records in ${FILES} gzip files; medians of ${RUNS} processes`,
    '',
    '| one processor | seconds | records/s | × `gunzip` | × unpacking in Node | peak MiB |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    row('`gunzip -c` (whole process)', { records: FILES * RECORDS_A_FILE, milliseconds: command, peak: Number.NaN }),
    row('unpacking in Node', unpacked),
    row('unpacking and parsing everything', parsed),
    row('plumbline replay', one),
    '',
    '| all processors | seconds | records/s | × one thread | peak MiB |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...[1, threads]
      .map((count) => {
        const work = run('replay', logs, FILES * 4, count, false);
        return { count, work };
      })
      .map(
        ({ count, work }, _, [base]) =>
          `| plumbline replay, ${count} reading thread${count === 1 ? '' : 's'} | ${(work.milliseconds / 1000).toFixed(2)} | ${Math.round((work.records / work.milliseconds) * 1000).toLocaleString('en-US')} | ${((base?.work.milliseconds ?? 0) / work.milliseconds).toFixed(2)} | ${work.peak.toFixed(0)} |`,
      ),
    '',
    '| memory as logs grow (one thread) | records | peak MiB |',
    '| --- | ---: | ---: |',
    ...[1, 2, 4].map((times) => {
      const work = run('replay', logs, FILES * times, 1);
      return `| ${FILES * times} files | ${work.records.toLocaleString('en-US')} | ${work.peak.toFixed(0)} |`;
    }),
    '',
  ];
  process.stdout.write(lines.join('\n'));
}

const PINNED = existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', '0'] : [];

function run(mode: Mode, logs: string, count: number, threads: number, pinned = true): Work {
  const [program = process.execPath, ...args] = [
    ...(pinned ? PINNED : []),
    process.execPath,
    SELF,
    '--child',
    logs,
    String(count),
    String(threads),
    mode,
  ];
  const runs = Array.from(
    { length: RUNS },
    () => JSON.parse(execFileSync(program, args, { encoding: 'utf8' })) as Work,
  );
  return runs.sort((a, b) => a.milliseconds - b.milliseconds)[Math.floor(RUNS / 2)] as Work;
}

function gunzipCommand(logs: string): number {
  const files = readdirSync(logs)
    .slice(0, FILES)
    .map((name) => join(logs, name));
  const [program = 'gunzip', ...args] = [...PINNED, 'gunzip', '-c', ...files];
  const started = performance.now();
  spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return performance.now() - started;
}

function median(measure: () => number): number {
  return Array.from({ length: RUNS }, measure).sort((a, b) => a - b)[Math.floor(RUNS / 2)] as number;
}

const [first = '', folder = '', files = '', workers = ''] = process.argv.slice(2);
if (first === '--child') await child(process.argv[6] as Mode, folder, Number(files), Number(workers));
else if (first) await compare(first);
else {
  process.stderr.write('usage: node bench/replay.ts <folder of CloudTrail logs>\n');
  process.exitCode = 2;
}
