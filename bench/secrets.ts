/** Measures the secret detector on labelled tables, generated pairs and random text: `npm run bench:secrets`. */
import { Redacted } from '../shared/core/redacted.ts';
import { detectSecret, loadDetect } from '../shared/secrets/detect.ts';
import type { Pair } from '../test/secrets/fake.ts';
import { labelled } from '../test/secrets/labelled.ts';
import { later } from '../test/secrets/later.ts';
import { firstHalf } from '../test/secrets/pairs/first-half.ts';
import { type GeneratedPair, generate } from '../test/secrets/pairs/generate.ts';
import { secondHalf } from '../test/secrets/pairs/second-half.ts';
import { score } from '../test/secrets/score.ts';
import { reportRandomness } from './secrets-randomness.ts';

const ROUNDS = 50;
const SEEDS = { first: 'plumb', second: 'line' };

await reportTable('labelled', labelled);
await reportTable('later', later);
await reportHalf('first half', generate(firstHalf, SEEDS.first), true);
// A person who reads the failures of this half tunes to it, so only numbers are shown.
if (!process.argv.includes('--first-half')) {
  await reportHalf('second half', generate(secondHalf, SEEDS.second), false);
}
reportRandomness();

async function reportTable(title: string, table: readonly Pair[]): Promise<void> {
  const { precision, recall, hits, missed, wrong } = await score(table);
  const secrets = table.filter(({ secret }) => secret).length;
  console.log(`${title}: ${table.length} pairs, ${secrets} of them secrets`);
  console.log(`  precision ${percent(precision)}, recall ${percent(recall)}, ${hits} found`);
  console.log(`  missed: ${names(missed)}`);
  console.log(`  wrongly reported: ${names(wrong)}`);
  console.log(`  ${(await microseconds(table)).join(' µs per pair, ')} µs per pair with the detector loaded before`);
}

async function reportHalf(title: string, table: readonly GeneratedPair[], open: boolean): Promise<void> {
  const { precision, recall, missed, wrong } = await score(table);
  const failed = new Set<Pair>([...missed, ...wrong]);
  console.log(`${title}: ${table.length} pairs, precision ${percent(precision)}, recall ${percent(recall)}`);
  for (const difficulty of ['clear', 'hard'] as const) {
    const of = table.filter((pair) => pair.difficulty === difficulty);
    const right = of.filter((pair) => !failed.has(pair)).length;
    console.log(`  ${difficulty}: ${right} of ${of.length} right, ${percent(right / of.length)}`);
  }
  if (open) console.log(`  wrong: ${names([...failed])}`);
}

/** Processor time: other processes on the machine do not count. */
async function microseconds(table: readonly Pair[]): Promise<readonly string[]> {
  const values = table.map(({ name, value }) => ({ name, value: new Redacted(value) }));
  const detect = await loadDetect();
  const start = process.cpuUsage().user;
  for (let round = 0; round < ROUNDS; round++) for (const { name, value } of values) await detectSecret(name, value);
  const middle = process.cpuUsage().user;
  for (let round = 0; round < ROUNDS; round++) for (const { name, value } of values) detect(name, value);
  const end = process.cpuUsage().user;
  return [middle - start, end - middle].map((time) => (time / ROUNDS / values.length).toFixed(1));
}

function names(table: readonly Pair[]): string {
  return [...new Set(table.map(({ theme, name }) => `${name} (${theme})`))].join(', ') || 'none';
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}
