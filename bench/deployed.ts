/**
 * Measures the deployed system: `npm run bench:deployed -- [--rounds 20] [--events 2000]`. Each function is a Node process
 * that runs its bundle, and moto on this machine simulates AWS. It needs moto_server. What a drift takes from end to end,
 * and a burst, `bench:path` measures: moto gets slower with each transaction.
 */
import { statSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Deployment, startDeployment } from '../test/e2e/deployment.ts';
import { HOW_TO_GET_MOTO } from '../test/support/moto.ts';
import { medianAndBest, ms, oursOf, ownOf, table } from './deployed/figures.ts';
import {
  asBatch,
  compliantRounds,
  driftRound,
  isTable,
  isTableRead,
  newGroup,
  type Round,
  total,
} from './deployed/rounds.ts';
import { loadedBy, startEmpty, startOnce } from './deployed/start.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    events: { type: 'string', default: '2000' },
  },
});
const [ROUNDS, EVENTS] = [Number(values.rounds), Number(values.events)];
const WARM_UP = 5;
/** Without Slack, because its limit of one message a second would determine the results. */
const CHANNELS = { slackWebhook: '' };
/** The rounds need more remediations an hour than the default limit of a rule. */
const SETTINGS = `remediation:\n  maxPerHour: ${10 * (ROUNDS + WARM_UP)}\n`;

type Row = readonly [measurement: string, result: string, limit: string, custodian: string];

const deployment = await startDeployment({ remediation: 'auto', ...CHANNELS }, { quick: false, settings: SETTINGS });
if (deployment) {
  console.log(await report(deployment));
} else {
  console.error(HOW_TO_GET_MOTO);
  process.exitCode = 2;
}

async function report(running: Deployment): Promise<string> {
  try {
    const warm = await compliantRows(running, await driftRounds(running));
    // Last, because nothing handles the findings of these starts.
    const rows = [...(await startRows(running)), ...warm, ...(await sizeRows(running))];
    return [
      `Node ${process.version}, medians of ${ROUNDS}. ${availableParallelism()} processors, load average ${loadavg()[1]?.toFixed(1)}.`,
      'moto on this machine simulates AWS, in one process. The polling of the queues uses it too.',
      '',
      table(['measurement', 'result', 'limit', 'Cloud Custodian 0.9.52 *'], rows),
      '',
      '\\* From another run, on another day. This command does not run Cloud Custodian.',
    ].join('\n');
  } finally {
    await running.stop();
  }
}

async function startRows({ functions, aws }: Deployment): Promise<Row[]> {
  const { file = '', environment = {} } = functions.get('detect')?.options ?? {};
  const [empty, ours] = [[] as number[], [] as Awaited<ReturnType<typeof startOnce>>[]];
  for (let each = 0; each < ROUNDS; each += 1) {
    const group = await newGroup({ aws });
    // They alternate, so that other load on the machine slows both.
    empty.push((await startEmpty()).ready);
    ours.push(await startOnce(file, environment, asBatch(...(await group.drift()))));
  }
  return [
    ['start until ready: an empty Node module', medianAndBest(empty), '', ''],
    ['start until ready: `detect`', medianAndBest(ours.map(({ ready }) => ready)), '60 ms', '318 ms'],
    [
      'start until the first event is handled: `detect`, a drift',
      medianAndBest(ours.map(({ done }) => done)),
      '250 ms',
      '960 ms',
    ],
  ];
}

async function driftRounds(running: Deployment): Promise<readonly Round[]> {
  for (let each = 0; each < WARM_UP; each += 1) await driftRound(running);
  const rounds: Round[] = [];
  for (let each = 0; each < ROUNDS; each += 1) rounds.push(await driftRound(running));
  return rounds;
}

async function compliantRows(running: Deployment, drifts: readonly Round[]): Promise<Row[]> {
  const next = compliantRounds(running, await newGroup(running));
  const rounds: Awaited<ReturnType<typeof next>>[] = [];
  for (let each = 0; each < EVENTS; each += 1) rounds.push(await next());
  const warm = rounds.slice(WARM_UP, WARM_UP + ROUNDS);
  const most = (pick: (call: Round['calls'][number]) => boolean) =>
    Math.max(...rounds.slice(WARM_UP).map(({ calls }) => calls.filter(pick).length));
  const reads = `at most ${most((call) => !isTable(call))} reads of AWS, ${most(isTableRead)} reads of the table`;
  const opened = (all: readonly Round[]) => total(all.map(({ connections }) => connections));
  const marks = [100, 1_000, 2_000, 5_000, 10_000, EVENTS].filter(
    (mark, at, all) => mark <= EVENTS && all.indexOf(mark) === at,
  );
  const memory = marks.map((mark) => `${((rounds[mark - 1]?.memory ?? 0) / 2 ** 20).toFixed(0)} MB after ${mark}`);
  return [
    [
      'warm: no drift',
      `${medianAndBest(warm.map(ownOf))}, ${ms(oursOf(warm))} without moto; ${reads}, ${most((call) => isTable(call) && !isTableRead(call))} writes of the table`,
      '15 ms, 1 read of AWS, 1 read of the table',
      '15–20 ms, 1 call',
    ],
    [
      'new connections while warm',
      `${opened(drifts)} in ${drifts.length} drifts, ${opened(rounds.slice(WARM_UP))} in ${EVENTS - WARM_UP} events without drift`,
      '0',
      '4 a drift',
    ],
    [`memory of \`detect\`, RSS`, memory.join(', '), 'flat', '51 MB loaded, 131 MB after 630'],
  ];
}

async function sizeRows({ functions, archives }: Deployment): Promise<Row[]> {
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
  const [code, zips] = [[] as string[], [] as string[]];
  for (const [name, { options }] of functions) {
    code.push(`${name} ${kB(await loadedBy(options.file, options.environment))}`);
    zips.push(`${name} ${kB(statSync(join(archives, `${name}.zip`)).size)}`);
  }
  return [
    ['code loaded at the start', code.join(', '), '400 kB each', ''],
    ['zip', zips.join(', '), '3,000 kB each', '733 kB a policy'],
  ];
}
