import { describe, expect, test } from 'vitest';
import type { Pair } from './fake.ts';
import { firstHalf } from './pairs/first-half.ts';
import { type Families, type GeneratedPair, generate } from './pairs/generate.ts';
import { secondHalf } from './pairs/second-half.ts';
import { score } from './score.ts';

/** The share of pairs that are judged right. */
async function accuracy(table: readonly GeneratedPair[], difficulty: 'clear' | 'hard'): Promise<number> {
  const of = table.filter((pair) => pair.difficulty === difficulty);
  const { missed, wrong } = await score(of);
  return 1 - (missed.length + wrong.length) / of.length;
}

describe.each([
  ['that the detector was made with', firstHalf, 0.99, 0.95],
  ['that nobody tuned to', secondHalf, 0.95, 0.85],
])('generated pairs of the half %s', (_, families, clear, hard) => {
  const table = generate(families, 'test');

  test('are mostly judged right', async () => {
    expect(await accuracy(table, 'clear')).toBeGreaterThanOrEqual(clear);
    expect(await accuracy(table, 'hard')).toBeGreaterThanOrEqual(hard);
  });

  test('are the same for the same seed', () => {
    expect(generate(families, 'test')).toEqual(table);
    expect(generate(families, 'other')).not.toEqual(table);
  });

  test('are secrets and harmless values in similar numbers', () => {
    const share = table.filter(({ secret }: Pair) => secret).length / table.length;
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
  });
});

test('the halves share no name and no value', () => {
  const listed = (families: Families) =>
    Object.values(families).flatMap((family) => (Array.isArray(family) ? family : Object.keys(family)));
  const first = new Set(listed(firstHalf).filter((one) => typeof one === 'string'));
  expect(listed(secondHalf).filter((one) => first.has(one))).toEqual([]);
});
