/**
 * Measures the speed and memory of `plumbline replay`, compared with unpacking the same files and with parsing all
 * records: `npm run bench:replay -- <folder of CloudTrail logs> [--against <dist/plumbline.js of another build>]`. With
 * `--against` it only compares the processor time of the two builds, which take turns.
 *
 * The records of the folder are repeated with new ids: 120,000 records in 60 gzip files, and 480,000 in 240. Each number
 * is the median of whole processes, including their start.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { findLogs } from '../shared/logs/files.ts';

const RECORDS_PER_FILE = 2000;
const FILES = 60;
const RUNS = Number(process.env['BENCH_RUNS'] ?? 5);
const COMMAND = fileURLToPath(new URL('../dist/plumbline.js', import.meta.url));
const UNPACK = fileURLToPath(new URL('unpack.ts', import.meta.url));
const PINNED = existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', '0'] : [];
/** Writes peak memory, in KiB, and processor time, in microseconds, to file descriptor 3 when the process ends. */
const REPORT_PEAK = `data:text/javascript,${encodeURIComponent("import fs from 'node:fs'; process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); fs.writeSync(3, maxRSS + ' ' + (userCPUTime + systemCPUTime)); })")}`;

interface Measured {
  readonly seconds: number;
  /** MiB. Unknown for programs other than Node. */
  readonly peak?: number;
  /** Seconds of all processors. Unknown for programs other than Node. */
  readonly processor?: number;
}

function measure(program: readonly string[]): Measured {
  const [name = '', ...args] = program;
  const started = performance.now();
  const { output, status } = spawnSync(name, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${program.slice(0, 5).join(' ')} ended with ${status}`);
  const [peak = 0, processor = 0] = (output[3] ?? '').split(' ').map(Number);
  return { seconds, ...(peak > 0 ? { peak: peak / 1024, processor: processor / 1e6 } : {}) };
}

/** The median for each program. The programs alternate, so that other load on the machine slows all of them. */
function measureAll(programs: readonly (readonly string[])[]): readonly Measured[] {
  const rounds = Array.from({ length: RUNS }, () => programs.map(measure));
  return programs.map((_, index) => {
    const runs = rounds.map((round) => round[index] as Measured);
    return runs.sort((a, b) => a.seconds - b.seconds)[Math.floor(RUNS / 2)] as Measured;
  });
}

const node = (script: string, ...args: readonly string[]) => [
  process.execPath,
  '--import',
  REPORT_PEAK,
  script,
  ...args,
];
const replay = (folder: string, workers: number, command = COMMAND) =>
  node(command, 'replay', folder, '--json', '--workers', String(workers));

/** Runs independent programs in parallel, which shows the most that two processors of this machine can do. */
function atOnce(programs: readonly (readonly string[])[]): readonly string[] {
  const quoted = programs.map((program) => program.map((word) => `'${word}'`).join(' '));
  return ['sh', '-c', `${quoted.map((line) => `${line} &`).join(' ')} wait`];
}

async function makeLogs(source: string, target: string, files: number): Promise<void> {
  const records = (await findLogs([source])).files
    .filter(({ path }) => path.endsWith('.json'))
    .flatMap(({ path }) => (JSON.parse(readFileSync(path, 'utf8')) as { Records?: object[] }).Records ?? []);
  let next = 0;
  for (let file = 0; file < files; file += 1) {
    const chunk = Array.from({ length: RECORDS_PER_FILE }, () => ({
      ...records[next++ % records.length],
      eventID: randomUUID(),
    }));
    writeFileSync(
      join(target, `${String(file).padStart(4, '0')}.json.gz`),
      gzipSync(JSON.stringify({ Records: chunk })),
    );
  }
}

function row(name: string, records: number, { seconds, peak }: Measured, ...baselines: readonly Measured[]): string {
  const rate = Math.round(records / seconds).toLocaleString('en-US');
  const ratios = baselines.map((baseline) => (seconds / baseline.seconds).toFixed(2));
  return `| ${[name, seconds.toFixed(2), rate, ...ratios, peak?.toFixed(0) ?? ''].join(' | ')} |`;
}

function report(small: string, large: string, halves: readonly string[]): string {
  const [few, many] = [FILES * RECORDS_PER_FILE, FILES * RECORDS_PER_FILE * 4];
  const paths = readdirSync(small).map((name) => join(small, name));
  const threads = availableParallelism();
  const [gunzip, unpack, parse, one, oneLarge, oneThread, allThreads, twoProcesses] = measureAll([
    [...PINNED, 'gunzip', '-c', ...paths],
    [...PINNED, ...node(UNPACK, 'unpack', ...paths)],
    [...PINNED, ...node(UNPACK, 'parse', ...paths)],
    [...PINNED, ...replay(small, 1)],
    [...PINNED, ...replay(large, 1)],
    replay(large, 1),
    replay(large, threads),
    atOnce(halves.map((half) => [process.execPath, COMMAND, 'replay', half, '--json', '--workers', '1'])),
  ]) as [Measured, Measured, Measured, Measured, Measured, Measured, Measured, Measured];
  const additional = { seconds: (oneLarge.seconds - one.seconds) / 3 };
  return [
    `${few.toLocaleString('en-US')} records in ${FILES} gzip files, whole processes, medians of ${RUNS}`,
    '',
    '| one processor | seconds | records/s | × `gunzip` | × unpacking in Node | peak MiB |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    row('`gunzip -c`', few, gunzip, gunzip, unpack),
    row('unpacking in Node', few, unpack, gunzip, unpack),
    row('unpacking in Node and parsing everything', few, parse, gunzip, unpack),
    row('plumbline replay', few, one, gunzip, unpack),
    row(`plumbline replay, each additional ${few.toLocaleString('en-US')}`, few, additional, gunzip, unpack),
    '',
    `| ${many.toLocaleString('en-US')} records | seconds | records/s | × one thread | peak MiB |`,
    '| --- | ---: | ---: | ---: | ---: |',
    row('one processor', many, oneLarge, oneThread),
    row('one thread, all processors', many, oneThread, oneThread),
    row(`${threads} threads, all processors`, many, allThreads, oneThread),
    row('two processes, half of the records each', many, twoProcesses, oneThread),
    '',
  ].join('\n');
}

async function compared(small: string, large: string, folder: string): Promise<string> {
  await makeLogs(String(source), large, FILES * 4);
  const halves = [0, 1].map((half) => {
    const target = mkdtempSync(join(folder, 'half-'));
    const names = readdirSync(large).filter((_, index) => index % 2 === half);
    for (const name of names) linkSync(join(large, name), join(target, name));
    return target;
  });
  return report(small, large, halves);
}

/** The processor time of this build and another one, which take turns. */
function comparison(folder: string, other: string): string {
  const commands = [COMMAND, other];
  const rounds = Array.from({ length: RUNS }, () => commands.map((command) => measure(replay(folder, 1, command))));
  const [ours, theirs] = commands.map((_, index) => {
    const times = rounds.map((round) => round[index]?.processor ?? Number.NaN);
    return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN;
  }) as [number, number];
  return [
    `${(FILES * RECORDS_PER_FILE).toLocaleString('en-US')} records, processor time, medians of ${RUNS}`,
    '',
    '| this build, seconds | the other, seconds | this / other |',
    '| ---: | ---: | ---: |',
    `| ${ours.toFixed(2)} | ${theirs.toFixed(2)} | ${(ours / theirs).toFixed(2)} |`,
    '',
  ].join('\n');
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { against: { type: 'string' } } });
const [source] = positionals;
if (source) {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  try {
    const [small, large] = [mkdtempSync(join(folder, 'small-')), mkdtempSync(join(folder, 'large-'))];
    await makeLogs(source, small, FILES);
    process.stdout.write(values.against ? comparison(small, values.against) : await compared(small, large, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else {
  process.stderr.write(
    'usage: npm run bench:replay -- <folder of CloudTrail logs> [--against <dist/plumbline.js of another build>]\n',
  );
  process.exitCode = 2;
}
