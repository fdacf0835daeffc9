import { enclosingEnd, hasAt, objectEnd, stringEnd } from './json-bytes.ts';
import { afterUnfinished, guessEnd, isBlank, isStart, LOOK_AHEAD, nextRecord, recordStart } from './record-start.ts';

/** Where a source stops making sense. Offsets are bytes of the (unpacked) content. */
export interface Damage {
  readonly offset: number;
  readonly reason: string;
}

export interface Splitter {
  /** Takes the next piece of the source. */
  push(chunk: Buffer): void;
  /**
   * The source has ended: what is still open is damage. `broken` says why it ended too early, where
   * it did. Afterwards another source may begin.
   */
  end(broken?: string): void;
}

export interface Pieces {
  /**
   * One JSON value, most often one record: the bytes from `start` to `end`. With `doubt` it may be
   * two halves of records. False when it is not valid JSON.
   */
  value(bytes: Buffer, start: number, end: number, offset: number, doubt: boolean): boolean;
  damage(damage: Damage): void;
}

const BOM = Buffer.from('\ufeff');
const CONTAINER = /^\{\s*"(Records|logEvents|events|Events)"\s*:\s*\[/;
/** A CloudWatch Logs export to S3 writes the time before each message. */
const EXPORT_TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z[ \t]+(?=\{)/;
/** What may stand in a list or on a line, and is no record. */
const LITERAL = /^(null|true|false|-?\d[\d.eE+-]*)(?=[\s,\]]|$)/;
/** No record is nearly as large; beyond it, the text is no log. */
const MOST_BYTES = 64 * 1024 * 1024;
const [OPEN, LIST, LIST_END, NEWLINE, QUOTE] = [123, 91, 93, 10, 34];

const NOTHING: Buffer = Buffer.alloc(0);

/** What comes next: something at the top, an element of a list, the rest of a list's object, or sense again after damage. */
type Place = 'top' | 'bare-list' | 'object-list' | 'rest' | 'lost';

/** Cuts a log into the JSON objects it holds, whatever stands around them; memory is one object's. */
export function createSplitter(pieces: Pieces): Splitter {
  let pending: Buffer = NOTHING;
  /** Offset of `pending` in the source. */
  let base = 0;
  let place: Place = 'top';
  /** Where to go on after damage: inside a list or at the top. */
  let before: Place = 'top';

  /** Arrived, and not worth looking at before there are `enough` bytes: what does not end is not read again for every piece. */
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
      while (pending.length > 0 && place !== 'lost') {
        const next = afterUnfinished(pending);
        damaged(0, next === undefined ? 'the file ends inside a record' : 'this record does not end');
        if (next === undefined) break;
        base += next;
        pending = pending.subarray(next);
        place = before;
        consume(true);
      }
      if (place !== 'top' && place !== 'lost') damaged(0, 'the file ends before its list of records does');
      reset();
    },
  };

  function reset(): void {
    pending = NOTHING;
    arrived = [];
    [base, bytes, enough] = [0, 0, 0];
    [place, before] = ['top', 'top'];
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
    if (!last && pending.length - position > MOST_BYTES) {
      damaged(position, 'no record ends within 64 MiB');
      position = pending.length;
    }
    base += position;
    pending = pending.subarray(position);
    bytes = pending.length;
    enough = bytes * 1.5;
  }

  /** Takes one thing at `from`; returns where it ends, or `undefined` when it needs more bytes. */
  function step(from: number, last: boolean): number | undefined {
    if (from >= pending.length) return undefined;
    if (place === 'lost') return resync(from);
    if (place === 'rest') return afterList(from);
    const byte = pending[from];
    if (byte === OPEN) return object(from, last);
    if (byte === LIST && place === 'top') return enter('bare-list', from + 1);
    if (byte === LIST_END && place !== 'top') return enter(place === 'object-list' ? 'rest' : 'top', from + 1);
    if (byte === QUOTE) return text(from);
    if (!last && pending.length - from < LOOK_AHEAD) return undefined;
    if (base + from === 0 && hasAt(pending, from, BOM)) return BOM.length;
    const ahead = pending.toString('latin1', from, from + LOOK_AHEAD);
    const time = place === 'top' ? EXPORT_TIME.exec(ahead) : null;
    if (time) return from + time[0].length;
    const literal = LITERAL.exec(ahead);
    return literal ? value(from, from + literal[0].length) : damaged(from, 'this is not JSON');
  }

  /** A string: the answer of a query for records as text. */
  function text(from: number): number | undefined {
    const end = stringEnd(pending, from);
    const newline = pending.indexOf(NEWLINE, from);
    if (newline >= 0 && (end === undefined || newline < end)) return damaged(from, 'this is not JSON');
    return end === undefined ? undefined : value(from, end + 1);
  }

  function value(from: number, end: number): number {
    return pieces.value(pending, from, end, base + from, true) ? end : damaged(from, 'this is not JSON');
  }

  function enter(next: Place, position: number): number {
    place = next;
    return position;
  }

  function object(from: number, last: boolean): number | undefined {
    const guess = guessEnd(pending, from);
    if (guess !== undefined && pieces.value(pending, from, guess, base + from, false)) return guess;
    if (place === 'top' && guess === undefined) {
      if (!last && pending.length - from < LOOK_AHEAD) return undefined;
      const container = CONTAINER.exec(pending.toString('latin1', from, from + LOOK_AHEAD));
      if (container) return enter('object-list', from + container[0].length);
    }
    const end = objectEnd(pending, from);
    const next = isStart(pending, from) ? nextRecord(pending, from) : undefined;
    if (end === undefined) return next === undefined ? undefined : damaged(from, 'this record does not end');
    return end !== guess && pieces.value(pending, from, end, base + from, next !== undefined && next < end)
      ? end
      : damaged(from, 'this record is not valid JSON');
  }

  function afterList(from: number): number | undefined {
    const end = enclosingEnd(pending, from);
    return end === undefined ? undefined : enter('top', end);
  }

  function damaged(at: number, reason: string): number {
    pieces.damage({ offset: base + at, reason });
    before = place === 'lost' ? before : place;
    place = 'lost';
    return Math.min(at + 1, pending.length);
  }

  /** After damage, the next record or the next line that is an object can be trusted again. */
  function resync(from: number): number | undefined {
    const start = recordStart(pending, from);
    if (start !== undefined) return enter(before, start);
    return pending.length - from > LOOK_AHEAD ? pending.length - LOOK_AHEAD : undefined;
  }

  function skipBlank(from: number): number {
    // After damage, the beginning of a line counts.
    if (place === 'lost') return from;
    let index = from;
    while (index < pending.length && isBlank(pending[index])) index += 1;
    return index;
  }
}
