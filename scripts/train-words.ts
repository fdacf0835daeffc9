/**
 * Counts which characters follow each other in the words and identifiers of the installed AWS clients' documentation,
 * and writes `shared/secrets/word-model.ts`: `npm run train:words`. Only the counts are written, rounded.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';

const TARGET = 'shared/secrets/word-model.ts';
const BIT = 4;
const CLASSES = ['start', 'lower', 'upper', 'digit'] as const;

const letters = Array.from({ length: 27 }, () => new Float64Array(26).fill(0.5));
const classes = CLASSES.map(() => new Float64Array(3).fill(1));
/** Each word counts once: how often a word occurs says nothing about its form. */
const words = new Set<string>();
for (const file of globSync('node_modules/@aws-sdk/client-*/dist-types/**/*.d.ts').sort()) {
  for (const [word] of readFileSync(file, 'utf8').matchAll(
    /(?<![A-Za-z0-9])(?=\d*[A-Za-z])[A-Za-z0-9]{3,40}(?![A-Za-z0-9])/g,
  )) {
    words.add(word);
  }
}
for (const word of words) count(word);
writeFileSync(TARGET, render());
console.log(`${words.size} words`);

function count(word: string): void {
  let before = 26;
  let kind = 0;
  for (const char of word) {
    const next = classOf(char);
    add(classes, kind, next - 1);
    kind = next;
    if (next === 3) before = 26;
    else {
      const at = char.toLowerCase().charCodeAt(0) - 97;
      add(letters, before, at);
      before = at;
    }
  }
}

function add(table: readonly Float64Array[], row: number, at: number): void {
  const counts = table[row];
  if (counts) counts[at] = (counts[at] ?? 0) + 1;
}

function classOf(char: string): number {
  if (char <= '9') return 3;
  return char <= 'Z' ? 2 : 1;
}

function bits(counts: Float64Array): readonly number[] {
  const sum = counts.reduce((total, one) => total + one, 0);
  return Array.from(counts, (one) => Math.min(93, Math.round(-Math.log2(one / sum) * BIT)));
}

function render(): string {
  const rows = letters.map((counts) =>
    bits(counts)
      .map((value) => String.fromCharCode(33 + value))
      .join(''),
  );
  return `// Written by scripts/train-words.ts.

/** Parts of a bit. */
export const BIT = ${BIT};

/** How surprising a letter is after another: one row for each letter before, and one for none; \`!\` is 0. */
export const LETTERS: readonly string[] = ${JSON.stringify(rows, undefined, 2)};

/** How surprising a lower case letter, an upper case letter and a digit are: at the start, and after each of them. */
export const CLASSES: readonly (readonly number[])[] = ${JSON.stringify(classes.map(bits))};
`;
}
