/**
 * What was deployed, in figures: `npm run bench:deployed -- [--rounds 20] [--events 2000] [--burst 100]`. Each
 * function is a Node process that runs its bundle, and moto on this machine plays AWS. Needs moto_server, whose speed
 * is why less happens by itself than could: 10,000 events or a burst of 1,000 may take many minutes.
 */
import { statSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Deployment, startDeployment } from '../test/e2e/deployment.ts';
import { HOW_TO_GET_MOTO } from '../test/support/moto.ts';
import { breakdown, medianAndBest, ms, oursOf, ownOf, table } from './deployed/figures.ts';
import {
  asBatch,
  type Burst,
  burst,
  driftRound,
  fineRounds,
  isTable,
  isTableRead,
  median,
  newGroup,
  type Round,
  total,
} from './deployed/rounds.ts';
import { loadedBy, startEmpty, startOnce } from './deployed/start.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    events: { type: 'string', default: '2000' },
    burst: { type: 'string', default: '100' },
  },
});
const [ROUNDS, EVENTS, BURST] = [Number(values.rounds), Number(values.events), Number(values.burst)];
const WARM_UP = 5;
/** Without Slack, whose one message a second would be all that is measured. */
const CHANNELS = { slackWebhook: '' };
/** The rounds drift more often than the default lets one rule put back. */
const SETTINGS = `remediation:\n  perHour: ${10 * (ROUNDS + WARM_UP)}\n`;

type Row = readonly [what: string, measured: string, limit: string, custodian: string];

const deployment = await startDeployment({ remediation: 'auto', ...CHANNELS }, { quick: false, settings: SETTINGS });
if (deployment) {
  console.log(await measured(deployment));
} else {
  console.error(HOW_TO_GET_MOTO);
  process.exitCode = 2;
}

async function measured(running: Deployment): Promise<string> {
  let rows: Row[];
  let rounds: readonly Round[];
  try {
    const drifted = await driftRows(running);
    rounds = drifted.rounds;
    const warm = [...drifted.rows, ...(await fineRows(running, rounds))];
    // Last of all: what it finds is left for nobody to deal with.
    rows = [...(await startRows(running)), ...warm, ...(await sizeRows(running))];
  } finally {
    await running.stop();
  }
  // Far too slow a machine costs this row and not the others.
  rows.push(
    ...(await burstApart().then(burstRows, (error: Error): Row[] => [['burst', `none: ${error.message}`, '', '']])),
  );
  const round = rounds.toSorted((a, b) => ownOf(a) - ownOf(b))[rounds.length >> 1] as Round;
  return [
    `Node ${process.version}, medians of ${ROUNDS}. ${availableParallelism()} processors, with ${loadavg()[1]?.toFixed(1)} processes wanting them.`,
    'AWS is moto on this machine, one process for all of it; whatever polls queues asks it too.',
    '',
    table(['what', 'measured', 'limit', 'Cloud Custodian 0.9.52 *'], rows),
    '',
    '\\* Of another run, on another day; this command does not run it.',
    '',
    `One warm round, drift to alerts, call by call: ${ms(ownOf(round))} in all functions together.`,
    '',
    table(['function', 'call', 'count', 'at moto', 'ours'], breakdown(round)),
  ].join('\n');
}

async function startRows({ functions, aws }: Deployment): Promise<Row[]> {
  const { file = '', environment = {} } = functions.get('detect')?.options ?? {};
  const [empty, ours] = [[] as number[], [] as Awaited<ReturnType<typeof startOnce>>[]];
  for (let each = 0; each < ROUNDS; each += 1) {
    const group = await newGroup({ aws });
    // They take turns, so that what else the machine does meanwhile slows both.
    empty.push((await startEmpty()).ready);
    ours.push(await startOnce(file, environment, asBatch(...(await group.drift()))));
  }
  return [
    ['start → ready: an empty Node module', medianAndBest(empty), '', ''],
    ['start → ready: `detect`', medianAndBest(ours.map(({ ready }) => ready)), '60 ms', '318 ms'],
    ['start → first event done: `detect`, a drift', medianAndBest(ours.map(({ done }) => done)), '250 ms', '960 ms'],
  ];
}

async function driftRows(running: Deployment): Promise<{ readonly rows: Row[]; readonly rounds: readonly Round[] }> {
  for (let each = 0; each < WARM_UP; each += 1) await driftRound(running);
  const before = (await running.inbox.all()).length;
  const rounds: Round[] = [];
  for (let each = 0; each < ROUNDS; each += 1) rounds.push(await driftRound(running));
  const told = (await running.inbox.all()).length - before;
  const each = Object.keys(rounds[0]?.spent ?? {}).map(
    (name) => `${name} ${ms(median(rounds.map(({ spent }) => spent[name] ?? 0)))}`,
  );
  const count = (pick: (call: Round['calls'][number]) => boolean) =>
    median(rounds.map(({ calls }) => calls.filter(pick).length));
  const calls = `${count((call) => !isTable(call))} calls and ${count(isTable)} of the table`;
  return {
    rounds,
    rows: [
      [
        'warm: drift → revoked, verified and alerted, all functions',
        `${medianAndBest(rounds.map(ownOf))}: ${each.join(', ')}; ${calls}; ${told / ROUNDS} alerts each`,
        '100 ms',
        '241–279 ms, 4 calls',
      ],
      ['… of that not at moto', ms(oursOf(rounds)), '', ''],
    ],
  };
}

async function fineRows(running: Deployment, drifts: readonly Round[]): Promise<Row[]> {
  const next = fineRounds(running, await newGroup(running));
  const rounds: Awaited<ReturnType<typeof next>>[] = [];
  for (let each = 0; each < EVENTS; each += 1) rounds.push(await next());
  const warm = rounds.slice(WARM_UP, WARM_UP + ROUNDS);
  const most = (pick: (call: Round['calls'][number]) => boolean) =>
    Math.max(...rounds.slice(WARM_UP).map(({ calls }) => calls.filter(pick).length));
  const reads = `at most ${most((call) => !isTable(call))} AWS reads, ${most(isTableRead)} table reads`;
  const opened = (all: readonly Round[]) => total(all.map(({ connections }) => connections));
  const marks = [100, 1_000, 2_000, 5_000, 10_000, EVENTS].filter(
    (mark, at, all) => mark <= EVENTS && all.indexOf(mark) === at,
  );
  const memory = marks.map((mark) => `${((rounds[mark - 1]?.memory ?? 0) / 2 ** 20).toFixed(0)} MB after ${mark}`);
  return [
    [
      'warm: nothing wrong',
      `${medianAndBest(warm.map(ownOf))}, ${ms(oursOf(warm))} not at moto; ${reads}, ${most((call) => isTable(call) && !isTableRead(call))} table writes`,
      '15 ms, 1 AWS read, 1 table read',
      '15–20 ms, 1 call',
    ],
    [
      'new connections while warm',
      `${opened(drifts)} in ${drifts.length} drifts, ${opened(rounds.slice(WARM_UP))} in ${EVENTS - WARM_UP} with nothing wrong`,
      '0',
      '4 a drift',
    ],
    [`memory of \`detect\`, RSS`, memory.join(', '), 'flat', '51 MB loaded, 131 MB after 630'],
  ];
}

async function sizeRows({ functions, folder }: Deployment): Promise<Row[]> {
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
  const [code, zips] = [[] as string[], [] as string[]];
  for (const [name, { options }] of functions) {
    code.push(`${name} ${kB(await loadedBy(options.file, options.environment))}`);
    zips.push(`${name} ${kB(statSync(join(folder, '.serverless', `${name}.zip`)).size)}`);
  }
  return [
    ['code loaded at the start', code.join(', '), '400 kB each', ''],
    ['zip', zips.join(', '), '3,000 kB each', '733 kB a policy'],
  ];
}

/** On its own: as much as it leaves behind slows moto. Nothing is put back, of which Lambda would do much at once. */
async function burstApart(): Promise<Burst> {
  const running = (await startDeployment({ remediation: 'off', ...CHANNELS }, { quick: false })) as Deployment;
  try {
    const taken = await burst(running, BURST);
    if (taken.errors.length > 0) console.error(`The first failure of the burst: ${taken.errors[0]}`);
    return taken;
  } finally {
    await running.stop();
  }
}

function burstRows({ seconds, calls, alerts, errors }: Burst): Row[] {
  const a = (count: number) => (count / BURST).toFixed(2);
  const reads = calls.filter(({ service }) => service === 'ec2').length;
  const tables = calls.filter(isTable).length;
  return [
    [
      `burst of ${BURST} changes on one queue → last alert, one process a function`,
      `${seconds.toFixed(1)} s, ${alerts} alerts, ${errors.length} failures tried again; ${calls.length} calls of functions (${(calls.length / seconds).toFixed(0)} a second), ${a(calls.length)} a change: ${a(reads)} reads, ${a(tables)} of the table`,
      '',
      '',
    ],
  ];
}
