import type { EventId } from '../core/event.ts';

/**
 * Remembers which event names are wanted: a name met before is decided from its bytes, without
 * making a text of it. What stands in `bytes` is `<service>","eventName":"<name>"`.
 */
export interface Verdicts {
  /** The event whose service begins at `from`; `undefined` for one not met before. */
  look(bytes: Buffer, from: number): Verdict | undefined;
  learn(bytes: Buffer, from: number, verdict: Verdict): void;
}

export interface Verdict {
  readonly event: EventId;
  readonly eventName: string;
  readonly wanted: boolean;
}

interface Known {
  readonly key: Buffer;
  readonly verdict: Verdict;
}

const QUOTE = 34;
/** The quotes from the end of the service to the end of the name. */
const QUOTES = 5;
const LONGEST = 256;
/** AWS has not nearly as many names. Beyond it, names are looked up as text. */
const MOST = 64 * 1024;

export function createVerdicts(): Verdicts {
  /** By a hash of the bytes. Of two names with one hash, the first is kept: the bytes are compared. */
  const known = new Map<number, Known>();
  let [hash, end] = [0, 0];

  return {
    look(bytes, from) {
      if (!measure(bytes, from)) return undefined;
      const found = known.get(hash);
      if (!found || found.key.length !== end - from) return undefined;
      const { key } = found;
      for (let index = 0; index < key.length; index += 1) if (key[index] !== bytes[from + index]) return undefined;
      return found.verdict;
    },
    learn(bytes, from, verdict) {
      if (!measure(bytes, from) || known.size === MOST || known.has(hash)) return;
      known.set(hash, { key: Buffer.from(bytes.subarray(from, end)), verdict });
    },
  };

  /** Finds where the name ends, and the hash up to there. */
  function measure(bytes: Buffer, from: number): boolean {
    const last = Math.min(bytes.length, from + LONGEST);
    // Kept here until the end: a variable of the function around would be written for every byte.
    let sum = 0;
    let quotes = 0;
    for (let index = from; index < last; index += 1) {
      const byte = bytes[index] as number;
      sum = (Math.imul(sum, 31) + byte) | 0;
      if (byte === QUOTE && (quotes += 1) === QUOTES) {
        hash = sum;
        end = index + 1;
        return true;
      }
    }
    return false;
  }
}
