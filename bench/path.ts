/**
 * Measures the path of a change: `npm run build && npm run bench:path -- [--against <dist of another checkout>]
 * [--peer <command>] [--rounds 20] [--delays 0,10,20] [--burst 1000]`.
 *
 * Each function is a warm process that runs its bundle. AWS is simulated in this process, with a delay in front of every
 * call; its table does not grow slower. A stream or queue starts its function at once, which takes Lambda some time. All
 * builds take turns in one run, so that other load on the machine slows all of them.
 */
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { simulateAws } from './path/aws.ts';
import { type Build, startBuild } from './path/build.ts';
import { startPeer } from './path/peer.ts';
import {
  type Contender,
  contenderOf,
  type Drift,
  drift,
  newGroup,
  nothingWrong,
  openSsh,
  type Reached,
} from './path/rounds.ts';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    peer: { type: 'string' },
    rounds: { type: 'string', default: '20' },
    delays: { type: 'string', default: '0,10,20' },
    burst: { type: 'string', default: '1000' },
  },
});
const ROUNDS = Number(values.rounds);
const DELAYS = values.delays.split(',').map(Number);
const BURST = Number(values.burst);
const WARM_UP = 3;
const OURS = fileURLToPath(new URL('../dist', import.meta.url));
const BUILDS = [['this', OURS], ...(values.against ? [['other', values.against]] : [])] as [string, string][];

interface Measured {
  readonly contender: Contender;
  readonly build?: Build;
  readonly group: string;
  readonly drifts: Drift[];
  readonly quiet: number[];
}

const aws = await simulateAws();
try {
  console.log(`Node ${process.version}, medians of ${ROUNDS}, load average ${loadavg()[0]?.toFixed(1)}.\n`);
  await measurePaths();
  if (BURST > 0) for (const [name, dist] of BUILDS) await measureBurst(name, dist);
} finally {
  await aws.stop();
}

async function measurePaths(): Promise<void> {
  const builds = await Promise.all(BUILDS.map(([name, dist]) => startBuild(name, dist, aws, { isRemediating: true })));
  const peer = values.peer ? await startPeer(values.peer, aws) : undefined;
  try {
    const all = [
      ...builds.map((build) => ({ contender: contenderOf(build), build })),
      ...(peer ? [{ contender: peer }] : []),
    ].map((each): Measured => ({ ...each, group: newGroup(aws), drifts: [], quiet: [] }));
    table([
      'round trip',
      'to',
      ...all.flatMap(({ contender: { name } }) => [`${name}: calls in a row`, `${name}: ms`]),
      ...ratioHeads(all),
    ]);
    for (const delay of DELAYS) {
      aws.delay = delay;
      await rounds(all);
      report(`${delay} ms`, all);
    }
    console.log('');
    table(['one drift', ...builds.map(({ name }) => name)]);
    const counted = all.filter(({ build }) => build);
    const count = (pick: (one: Drift) => number) => counted.map(({ drifts }) => median(drifts.map(pick)).toFixed(0));
    row(['calls', ...count(({ calls }) => calls)]);
    row(['invocations', ...count(({ invocations }) => invocations)]);
    row(['write units', ...count(({ units }) => units)]);
    const items = [...new Set(counted.flatMap(({ drifts }) => [...(drifts.at(-1)?.unitsByItem.keys() ?? [])]))].sort();
    for (const item of items) row([`… of \`${item}\``, ...count(({ unitsByItem }) => unitsByItem.get(item) ?? 0)]);
    console.log('');
  } finally {
    for (const build of builds) build.stop();
    peer?.stop();
  }
}

async function rounds(all: readonly Measured[]): Promise<void> {
  for (const { drifts, quiet } of all) for (const each of [drifts, quiet]) each.length = 0;
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const { contender, build, group, drifts, quiet } of all) {
      aws.calls.length = 0;
      const one = await drift(aws, contender, build);
      const took = await nothingWrong(group, contender);
      if (round < 0) continue;
      drifts.push(one);
      quiet.push(took);
    }
  }
}

function ratioHeads(all: readonly Measured[]): readonly string[] {
  const [first, ...others] = all.map(({ contender: { name } }) => name);
  return others.map((name) => `${first} / ${name}`);
}

function report(delay: string, all: readonly Measured[]): void {
  const ends: readonly [string, (one: Drift) => Reached][] = [
    ['port closed', ({ revoked }) => revoked],
    ['first alert', ({ firstAlert }) => firstAlert],
    ['all alerts', ({ allAlerts }) => allAlerts],
  ];
  for (const [end, pick] of ends) {
    const times = all.map(({ drifts }) => median(drifts.map((one) => pick(one).milliseconds)));
    // Without a delay, calls at the same time are answered one after the other and look like a row.
    const calls = all.map(({ drifts }) => (aws.delay > 0 ? String(median(drifts.map((one) => pick(one).inARow))) : ''));
    row([delay, end, ...times.flatMap((time, index) => [calls[index] ?? '', time.toFixed(1)]), ...ratios(times)]);
  }
  const quiet = all.map((each) => median(each.quiet));
  row([delay, 'nothing wrong', ...quiet.flatMap((time) => ['', time.toFixed(1)]), ...ratios(quiet)]);
}

function ratios([first = 0, ...others]: readonly number[]): readonly string[] {
  return others.map((other) => (first / other).toFixed(2));
}

/** Without remediation: Lambda would run many remediations in parallel, and this has one process for each function. */
async function measureBurst(name: string, dist: string): Promise<void> {
  aws.delay = 10;
  const build = await startBuild(`burst-${name}`, dist, aws, { isRemediating: false });
  try {
    const events = (count: number) => Array.from({ length: count }, () => openSsh(aws, newGroup(aws)));
    build.put(...events(10));
    await build.settled();
    const given = events(BURST);
    aws.calls.length = 0;
    const before = { ...build.taken, units: aws.units.get(build.table) ?? 0 };
    const started = performance.now();
    build.put(...given);
    await build.settled();
    const published = aws.calls.filter(({ operation }) => operation === 'Publish');
    if (published.length !== BURST) throw new Error(`${published.length} alerts for ${BURST} changes.`);
    const seconds = (Math.max(...published.map(({ end }) => end)) - started) / 1000;
    const each = (count: number, digits = 2) => (count / BURST).toFixed(digits);
    console.log(
      `A burst of ${BURST} changes, ${name}: all told after ${seconds.toFixed(1)} s; for each change ${each(aws.calls.length)} calls, ${each(build.taken.processor - before.processor, 1)} ms of processor time, ${each(build.taken.invocations - before.invocations)} invocations, ${each((aws.units.get(build.table) ?? 0) - before.units, 1)} write units.`,
    );
  } finally {
    build.stop();
  }
}

function table(heads: readonly string[]): void {
  row(heads);
  row(heads.map((_, index) => (index < 1 ? '---' : '---:')));
}

function row(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
