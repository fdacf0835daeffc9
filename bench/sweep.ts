/**
 * Sweeps a large account under AWS's documented quotas, in virtual time: `npm run bench:sweep`. The code that lists,
 * reads, waits, repeats and judges is the deployed one; the account, the queues and the table are in memory.
 * `npm run bench:sweep -- --small` takes a tenth of the account.
 */
import { parseArgs } from 'node:util';
import { startVirtualClock } from './sweep/clock.ts';

const { values } = parseArgs({ options: { small: { type: 'boolean', default: false } } });
const tenth = values.small ? 10 : 1;
const SIZE = {
  snapshots: 10_000 / tenth,
  functions: 2_000 / tenth,
  versions: 5,
  logGroups: 5_000 / tenth,
  buckets: 2_000 / tenth,
};

process.env['AWS_ACCESS_KEY_ID'] = 'simulated';
process.env['AWS_SECRET_ACCESS_KEY'] = 'simulated';

// The SDK keeps the timers that it finds when it is loaded.
const clock = startVirtualClock(Date.UTC(2026, 2, 2));
const { createSimulation } = await import('./sweep/simulation.ts');
const { costLine, eventRow, recordTable, usageTable } = await import('./sweep/report.ts');

const simulation = await clock.until(createSimulation(SIZE, clock));
console.log(
  `${SIZE.snapshots} snapshots, ${SIZE.functions} functions with ${SIZE.versions} versions each, ${SIZE.logGroups} log groups, ${SIZE.buckets} buckets\n`,
);
let wrong = 0;
for (const which of ['first sweep', 'next sweep'] as const) {
  const result = await clock.until(simulation.sweep());
  console.log(`## The ${which}\n`);
  console.log(recordTable(result));
  console.log(usageTable(result));
  console.log(eventRow(result));
  console.log(costLine(result));
  const { usage, dead, events, records } = result;
  const expected = SIZE.snapshots + SIZE.functions + SIZE.logGroups + SIZE.buckets;
  const judged = records.reduce((sum, record) => sum + record.judged, 0);
  const goals: readonly (readonly [goal: string, isMet: boolean])[] = [
    [`all ${expected} resources are judged`, judged === expected],
    ['nothing is in a dead-letter queue', dead === 0],
    ['every event is judged in less than 5 s', events.length > 0 && Math.max(...events) < 5_000],
    ['at most half of each quota is used', [...usage.values()].every(({ busiest }) => busiest <= 0.5)],
  ];
  for (const [goal, isMet] of goals) console.log(`- ${isMet ? 'met' : 'NOT MET'}: ${goal}`);
  wrong += goals.filter(([, isMet]) => !isMet).length;
  console.log('');
}

console.log('## As it was: messages of five through the queue of changes, ten functions, no pace\n');
const other = await clock.until(createSimulation(SIZE, clock));
const names = Array.from({ length: 2_000 / tenth }, (_, index) => `snap-${String(index).padStart(6, '0')}`);
const before = await clock.until(other.before('ebs-snapshot', names));
console.log(
  `${names.length} snapshots: ${before.messages} messages, ${before.judged} judged, ${before.dead} in the dead-letter queue`,
);
process.exitCode = wrong > 0 ? 1 : 0;
