/** Measures the precision, recall and speed of the secret detector on two labelled tables: `npm run bench:secrets`. */
import { Redacted } from '../shared/core/redacted.ts';
import { detectSecret, loadDetect } from '../shared/secrets/detect.ts';
import type { Pair } from '../test/secrets/fake.ts';
import { labelled } from '../test/secrets/labelled.ts';
import { score } from '../test/secrets/score.ts';
import { unseen } from '../test/secrets/unseen.ts';

const ROUNDS = 50;

await report('labelled', labelled);
await report('unseen', unseen);

async function report(title: string, table: readonly Pair[]): Promise<void> {
  const { precision, recall, hits, missed, wrong } = await score(table);
  const secrets = table.filter(({ secret }) => secret).length;
  console.log(`${title}: ${table.length} pairs, ${secrets} of them secrets`);
  console.log(`  precision ${percent(precision)}, recall ${percent(recall)}, ${hits} found`);
  console.log(`  missed: ${names(missed)}`);
  console.log(`  wrongly reported: ${names(wrong)}`);
  console.log(`  ${(await microseconds(table)).join(' µs per pair, ')} µs per pair with the detector loaded before`);
}

async function microseconds(table: readonly Pair[]): Promise<readonly string[]> {
  const values = table.map(({ name, value }) => ({ name, value: new Redacted(value) }));
  const detect = await loadDetect();
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round++) for (const { name, value } of values) await detectSecret(name, value);
  const middle = performance.now();
  for (let round = 0; round < ROUNDS; round++) for (const { name, value } of values) detect(name, value);
  const end = performance.now();
  return [middle - start, end - middle].map((ms) => ((ms * 1000) / ROUNDS / values.length).toFixed(1));
}

function names(table: readonly Pair[]): string {
  return table.map(({ theme, name }) => `${name} (${theme})`).join(', ') || 'none';
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}
