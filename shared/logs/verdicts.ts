import type { EventId } from '../core/event.ts';

/**
 * Remembers which event names are wanted. A known name is found by its bytes, without making a string of them. The bytes
 * are `<service>","eventName":"<name>"`.
 */
export interface Verdicts {
  /** The event whose service name begins at `from`; `undefined` for an unknown one. */
  find(bytes: Buffer, from: number): Verdict | undefined;
  learn(bytes: Buffer, from: number, verdict: Verdict): void;
}

export interface Verdict {
  readonly event: EventId;
  readonly eventName: string;
  /** A rule follows it. */
  readonly wanted: boolean;
  /** It counts for a notice. */
  readonly noticed: boolean;
}

interface Known {
  readonly key: Buffer;
  readonly verdict: Verdict;
}

const QUOTE = 34;
/** Number of quotes from the end of the service name to the end of the event name. */
const QUOTES = 5;
const LONGEST = 256;
/** AWS has far fewer names. Beyond this number, names are compared as strings. */
const MAX_NAMES = 64 * 1024;

export function createVerdicts(): Verdicts {
  /** By a hash of the bytes. Of two names with the same hash, only the first is stored: the bytes are compared too. */
  const known = new Map<number, Known>();
  let [hash, end] = [0, 0];

  return {
    find(bytes, from) {
      if (!measure(bytes, from)) return undefined;
      const found = known.get(hash);
      if (!found || found.key.length !== end - from) return undefined;
      const { key } = found;
      for (let index = 0; index < key.length; index += 1) if (key[index] !== bytes[from + index]) return undefined;
      return found.verdict;
    },
    learn(bytes, from, verdict) {
      if (!measure(bytes, from) || known.size === MAX_NAMES || known.has(hash)) return;
      known.set(hash, { key: Buffer.from(bytes.subarray(from, end)), verdict });
    },
  };

  /** Sets the end of the name and the hash of the bytes up to it; `false` if the name does not end. */
  function measure(bytes: Buffer, from: number): boolean {
    const last = Math.min(bytes.length, from + LONGEST);
    // A local variable is faster: `hash` would be written for every byte.
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
