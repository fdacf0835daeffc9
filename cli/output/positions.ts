import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { causesOf } from '../../shared/core/cause.ts';
import { causeKey } from '../../shared/replay/replay.ts';
import { STANDARD_INPUT } from '../commands/sources.ts';
import type { Report } from './report.ts';

/** Where a record begins in the unpacked text of its file. Lines and columns are numbered from 1. */
export interface TextPosition {
  readonly line: number;
  /** In UTF-16 units, as editors number them. */
  readonly column: number;
}

/** The positions of the records that the findings name as causes, by `causeKey`. Some may be unknown. */
export type Positions = ReadonlyMap<string, TextPosition>;

/**
 * Reads the files of these records once more, since to number the lines of every log would slow down each replay. The
 * position in standard input, and in a file that has changed or is in a format of its own, stays unknown.
 */
export async function positionsIn({ replayed }: Report): Promise<Positions> {
  const keys = new Set(replayed.findings.flatMap((finding) => [finding.cause, ...causesOf(finding)].map(causeKey)));
  const wanted = [...keys].flatMap((key) => {
    const place = replayed.places.get(key);
    return place && place.source !== STANDARD_INPUT ? [{ key, ...place }] : [];
  });
  const positions = new Map<string, TextPosition>();
  for (const [source, places] of Map.groupBy(wanted, (place) => place.source)) {
    const found = await positionsAt(source, new Set(places.map(({ offset }) => offset)));
    for (const { key, offset } of places) {
      const position = found.get(offset);
      if (position) positions.set(key, position);
    }
  }
  return positions;
}

const [NEWLINE, OPEN, LIST, QUOTE] = [10, 123, 91, 34];

/** The positions of the values at these offsets of a file. An offset at which no JSON value begins is left out. */
async function positionsAt(path: string, offsets: ReadonlySet<number>): Promise<ReadonlyMap<number, TextPosition>> {
  const found = new Map<number, TextPosition>();
  let [line, column, base] = [1, 1, 0];
  const waiting = [...offsets].sort((a, b) => a - b);
  try {
    for await (const piece of unpacked(path)) {
      for (let index = 0; index < piece.length && waiting.length > 0; index += 1) {
        const byte = piece[index] ?? 0;
        if (base + index === waiting[0]) {
          waiting.shift();
          if (byte === OPEN || byte === LIST || byte === QUOTE) found.set(base + index, { line, column });
        }
        if (byte === NEWLINE) [line, column] = [line + 1, 1];
        // The bytes of one character after the first are 10xxxxxx; a character of four bytes is two units.
        else if ((byte & 0xc0) !== 0x80) column += byte >= 0xf0 ? 2 : 1;
      }
      if (waiting.length === 0) break;
      base += piece.length;
    }
  } catch {
    // The replay has read the file and has reported its damage. Here only a line number is missing.
    return found;
  }
  return found;
}

const GZIP = Buffer.from([0x1f, 0x8b]);
/** The beginning of text with JSON: blank, the mark of UTF-8, a value, or the time of an export. */
const TEXT = /^(?:[\s{["\d]|\u00ef\u00bb)/;

/** The text of a file, packed with gzip or not. Nothing of a file in another format. */
async function* unpacked(path: string): AsyncGenerator<Buffer> {
  const first: unknown = (await createReadStream(path, { end: 1 }).toArray())[0];
  if (!Buffer.isBuffer(first)) return;
  const packed = createReadStream(path);
  if (first.equals(GZIP)) yield* pipeline(packed, createGunzip(), () => undefined);
  else if (TEXT.test(first.toString('latin1'))) yield* packed;
}
