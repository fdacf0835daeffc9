import { Redacted } from '../../shared/core/redacted.ts';
import { detectSecret } from '../../shared/secrets/detect.ts';
import type { Pair } from './fake.ts';

/** How a detector did on a table. */
export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly hits: number;
  readonly missed: readonly Pair[];
  readonly wrong: readonly Pair[];
}

/** Runs the detector over a table and compares it with the labels. */
export async function score(table: readonly Pair[]): Promise<Score> {
  const judged = await Promise.all(
    table.map(async (pair) => ({
      pair,
      found: (await detectSecret(pair.name, new Redacted(pair.value))) !== undefined,
    })),
  );
  const missed = judged.filter(({ pair, found }) => pair.secret && !found).map(({ pair }) => pair);
  const wrong = judged.filter(({ pair, found }) => !pair.secret && found).map(({ pair }) => pair);
  const hits = judged.filter(({ pair, found }) => pair.secret && found).length;
  return { precision: hits / (hits + wrong.length), recall: hits / (hits + missed.length), hits, missed, wrong };
}
