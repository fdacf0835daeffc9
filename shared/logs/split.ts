import { enclosingEnd, hasAt, listEnd, objectEnd, stringEnd } from './json-bytes.ts';
import { lineHead } from './line-head.ts';
import { afterUnfinished, guessEnd, isBlank, isStart, LOOK_AHEAD, nextRecord, recordStart } from './record-start.ts';

/** A place where a source cannot be read. The offset is in bytes of the (unpacked) content. */
export interface Damage {
  readonly offset: number;
  readonly reason: string;
  /** The member of an archive, with the name of the archive. Otherwise it is the source itself. */
  readonly source?: string;
  /** The source is in a format that is not read, and nothing of it was counted. */
  readonly isForeign?: true;
}

export interface Splitter {
  /** Takes the next piece of the source. */
  push(chunk: Buffer): void;
  /**
   * Ends the source. An object that has not ended is damage. Afterwards another source may begin.
   * @param broken Why the source ended too early, if it did.
   */
  end(broken?: string): void;
}

export interface Pieces {
  /**
   * Called with one JSON value, usually a record: the bytes from `start` to `end`.
   * @param uncertain The bytes may be two halves of two records.
   * @returns `false` if the bytes are not valid JSON.
   */
  value(bytes: Buffer, start: number, end: number, offset: number, uncertain: boolean): boolean;
  damage(damage: Damage): void;
}

const BOM = Buffer.from('\ufeff');
const CONTAINER = /^\{\s*"(Records|records|logEvents|events|Events|Messages|results|QueryResultRows)"\s*:\s*\[/;
/** A value in a list or on a line that is not a record. */
const LITERAL = /^(null|true|false|-?\d[\d.eE+-]*)(?=[\s,\]]|$)/;
/** Records are much smaller. A text without an end of a record up to here is not a log. */
const MAX_BYTES = 64 * 1024 * 1024;
const [OPEN, LIST, LIST_END, NEWLINE, QUOTE] = [123, 91, 93, 10, 34];

/** A member of a record, also inside texts. */
const NAME = /eventName\\*"\s*:/;
const BRACE = Buffer.from('{');

const NOTHING: Buffer = Buffer.alloc(0);

/**
 * What comes next: a value at the top level, an element of a list, an element of a list in an object, the rest of that
 * object, or, after damage, bytes to skip up to the next record.
 */
type Expected = 'top' | 'bare-list' | 'object-list' | 'rest' | 'lost';

/** Splits a log, in any of its formats, into its JSON objects. It keeps at most one object in memory. */
export function createSplitter(pieces: Pieces): Splitter {
  let pending: Buffer = NOTHING;
  /** Offset of `pending` in the source. */
  let base = 0;
  let expected: Expected = 'top';
  /** What to expect once the damage is skipped. */
  let beforeDamage: Expected = 'top';

  /** Not read before there are `enough` bytes, so that a long object is not read again with every piece. */
  let arrived: Buffer[] = [];
  let bytes = 0;
  let enough = 0;

  return {
    push(chunk) {
      arrived.push(chunk);
      bytes += chunk.length;
      if (bytes >= enough) consume(false);
    },
    end(broken) {
      consume(broken === undefined);
      if (broken !== undefined) damaged(pending.length, broken);
      while (pending.length > 0 && expected !== 'lost') {
        const next = afterUnfinished(pending);
        damaged(0, next === undefined ? 'the file ends inside a record' : 'this record does not end');
        if (next === undefined) break;
        base += next;
        pending = pending.subarray(next);
        expected = beforeDamage;
        consume(true);
      }
      if (expected !== 'top' && expected !== 'lost') damaged(0, 'the file ends before its list of records does');
      reset();
    },
  };

  function reset(): void {
    pending = NOTHING;
    arrived = [];
    [base, bytes, enough] = [0, 0, 0];
    [expected, beforeDamage] = ['top', 'top'];
  }

  function consume(last: boolean): void {
    pending =
      arrived.length === 1 && pending.length === 0 ? (arrived[0] as Buffer) : Buffer.concat([pending, ...arrived]);
    arrived = [];
    let position = 0;
    for (;;) {
      const next = step(skipBlank(position), last);
      if (next === undefined) break;
      position = next;
    }
    position = skipBlank(position);
    if (!last && pending.length - position > MAX_BYTES) {
      damaged(position, 'no record ends within 64 MiB');
      position = pending.length;
    }
    base += position;
    pending = pending.subarray(position);
    bytes = pending.length;
    enough = bytes * 1.5;
  }

  /** Reads one value or token at `from`. Returns the index after it, or `undefined` if it needs more bytes. */
  function step(from: number, last: boolean): number | undefined {
    if (from >= pending.length) return undefined;
    if (expected === 'lost') return resync(from);
    if (expected === 'rest') return afterList(from);
    const byte = pending[from];
    if (byte === OPEN) return object(from, last);
    const head = expected === 'top' ? lineHead(pending, from, last) : 0;
    if (head === undefined) return undefined;
    if (head > 0) return from + head;
    if (byte === LIST) return expected === 'top' ? enter('bare-list', from + 1) : list(from);
    if (byte === LIST_END && expected !== 'top') return enter(expected === 'object-list' ? 'rest' : 'top', from + 1);
    if (byte === QUOTE) return text(from);
    if (!last && pending.length - from < LOOK_AHEAD) return undefined;
    if (base + from === 0 && hasAt(pending, from, BOM)) return BOM.length;
    const ahead = pending.toString('latin1', from, from + LOOK_AHEAD);
    const literal = LITERAL.exec(ahead);
    return literal ? value(from, from + literal[0].length) : damaged(from, 'this is not JSON');
  }

  /** A JSON string that contains a record: the results of some queries have records as text. */
  function text(from: number): number | undefined {
    const end = stringEnd(pending, from);
    const newline = pending.indexOf(NEWLINE, from);
    if (newline >= 0 && (end === undefined || newline < end)) return damaged(from, 'this is not JSON');
    return end === undefined ? undefined : value(from, end + 1);
  }

  function list(from: number): number | undefined {
    const end = listEnd(pending, from);
    return end === undefined ? undefined : value(from, end);
  }

  function value(from: number, end: number): number {
    return pieces.value(pending, from, end, base + from, true) ? end : damaged(from, 'this is not JSON');
  }

  function enter(next: Expected, position: number): number {
    expected = next;
    return position;
  }

  function object(from: number, last: boolean): number | undefined {
    const guess = guessEnd(pending, from);
    if (guess !== undefined && pieces.value(pending, from, guess, base + from, false)) return guess;
    if (expected === 'top' && guess === undefined) {
      if (!last && pending.length - from < LOOK_AHEAD) return undefined;
      const container = CONTAINER.exec(pending.toString('latin1', from, from + LOOK_AHEAD));
      if (container) return enter('object-list', from + container[0].length);
    }
    const end = objectEnd(pending, from);
    // A record that begins inside this object: not one of the many that may follow it.
    const next = isStart(pending, from) ? nextRecord(pending.subarray(0, end), from) : undefined;
    if (end === undefined) return next === undefined ? undefined : damaged(from, 'this record does not end');
    return end !== guess && pieces.value(pending, from, end, base + from, next !== undefined)
      ? end
      : damaged(from, 'this record is not valid JSON');
  }

  /** The members after a list may have records too, as where the first list is empty. */
  function afterList(from: number): number | undefined {
    const end = enclosingEnd(pending, from);
    if (end === undefined) return undefined;
    if (!NAME.test(pending.toString('latin1', from, end))) return enter('top', end);
    const rest = Buffer.concat([BRACE, pending.subarray(from, end)]);
    const isJson = pieces.value(rest, 0, rest.length, base + from, true);
    return isJson ? enter('top', end) : damaged(from, 'this is not JSON');
  }

  function damaged(from: number, reason: string): number {
    pieces.damage({ offset: base + from, reason });
    beforeDamage = expected === 'lost' ? beforeDamage : expected;
    expected = 'lost';
    return Math.min(from + 1, pending.length);
  }

  /** Skips the damage up to the next record, or the next line that begins with an object. */
  function resync(from: number): number | undefined {
    const start = recordStart(pending, from, beforeDamage === 'top');
    if (start !== undefined) return enter(beforeDamage, start);
    return pending.length - from > LOOK_AHEAD ? pending.length - LOOK_AHEAD : undefined;
  }

  function skipBlank(from: number): number {
    // The beginning of a line matters after damage, so line ends are not skipped.
    if (expected === 'lost') return from;
    let index = from;
    while (index < pending.length && isBlank(pending[index])) index += 1;
    return index;
  }
}
