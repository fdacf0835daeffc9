import { unzipSync, zstdDecompressSync } from 'node:zlib';
import { createSplitter } from './split.ts';

/** The JSON values of a text. */
export interface Texts {
  readonly values: readonly unknown[];
  /** Number of parts that are not JSON. */
  readonly damaged: number;
}

/** Bytes that one text may unpack to, and all texts of one value together. */
const LARGEST = 32 * 1024 * 1024;
const LARGEST_SUM = 256 * 1024 * 1024;

export interface Budget {
  unpacked: number;
}

/** Of gzip, zlib or zstd, or of JSON that begins with an object or a list. */
const BASE64 = /^(H4sI|KLUv|e[AJNwy]|W[3wy])[\w+/\s-]+={0,2}\s*$/;
const [OBJECT, LIST, ZSTD] = [123, 91, 0x28];
/** Texts such as names are not searched for records. */
const SHORTEST = 20;

/**
 * The JSON values in a text: JSON, JSON in base64, packed or not, lines of JSON, or a line of a log that ends
 * with JSON. `undefined` if the text contains none.
 */
export function valuesIn(text: string, budget: Budget): Texts | undefined {
  if (text.length < SHORTEST) return undefined;
  if (/^\s*["[{]/.test(text)) {
    try {
      return { values: [JSON.parse(text)], damaged: 0 };
    } catch {
      return split(text);
    }
  }
  if (BASE64.test(text)) return fromBase64(text, budget);
  return text.includes('{"') || text.includes('{\n') ? split(text) : undefined;
}

function split(text: string): Texts | undefined {
  const values: unknown[] = [];
  let damaged = 0;
  const splitter = createSplitter({
    value(bytes, start, end) {
      try {
        values.push(JSON.parse(bytes.toString('utf8', start, end)));
        return true;
      } catch {
        return false;
      }
    },
    damage: () => {
      damaged += 1;
    },
  });
  splitter.push(Buffer.from(text));
  splitter.end();
  return values.length > 0 ? { values, damaged } : undefined;
}

function fromBase64(text: string, budget: Budget): Texts | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes[0] === OBJECT || bytes[0] === LIST) return { values: [bytes.toString('utf8')], damaged: 0 };
  const unpack = bytes[0] === ZSTD ? zstdDecompressSync : unzipSync;
  const limit = Math.min(LARGEST, LARGEST_SUM - budget.unpacked);
  try {
    const unpacked = unpack(bytes, { maxOutputLength: limit });
    budget.unpacked += unpacked.length;
    return { values: [unpacked.toString('utf8')], damaged: 0 };
  } catch (error) {
    if (error instanceof RangeError) budget.unpacked += limit;
    return undefined;
  }
}
