import { gzipSync } from 'node:zlib';
import type { Log, Result } from 'sarif';
import { plainJson } from '../../shared/core/text.ts';

/**
 * GitHub refuses a file beyond these limits. The size is that of the file packed with gzip, in bytes.
 * @see https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
const MOST_RESULTS = 25_000;
const MOST_BYTES = 10 * 1024 * 1024;

/**
 * The text of a log with as many of the first results as the limits allow.
 * @param logOf Makes the log of these results; `left` is the number of the others.
 */
export function fitting(
  results: readonly Result[],
  logOf: (some: readonly Result[], left: number) => Log,
  { mostResults = MOST_RESULTS, mostBytes = MOST_BYTES } = {},
): string {
  let most = Math.min(results.length, mostResults);
  for (;;) {
    const text = `${plainJson(logOf(results.slice(0, most), results.length - most), 2)}\n`;
    // Packing never makes a text larger by more than a few bytes, so most texts need not be packed.
    if (text.length * 3 < mostBytes || most === 0) return text;
    const bytes = gzipSync(text).length;
    if (bytes <= mostBytes) return text;
    most = Math.min(most - 1, Math.floor((most * mostBytes) / bytes));
  }
}
