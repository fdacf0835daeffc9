import { type Candidate, countUnreadable, sift, type Tally, type Wanted } from './candidate.ts';
import { hasAt } from './json-bytes.ts';
import { createSplitter, type Damage, isRecord, type Splitter } from './split.ts';
import { unwrap } from './unwrap.ts';
import { createVerdicts, type Verdict } from './verdicts.ts';

export interface Sink {
  /** The name of what is read. */
  readonly source: string;
  readonly tally: Tally;
  candidate(candidate: Candidate): void;
  damage(damage: Damage): void;
}

/** Follows the time of every record CloudTrail writes; its first byte is rare, which makes the search fast. */
const SOURCE = Buffer.from('Z","eventSource":"');
const TIME_LENGTH = '2026-03-02T09:00:00'.length;
const NAMES = /^([^"]*)","eventName":"([^"]*)"/;
/** Of `eventVersion`; the first key of an envelope begins with another. */
const KEY_LETTER = 101;
const ENVELOPE = Buffer.from('{"version":"');
/** CloudTrail writes an error after the caller and before the request; the empty one is none. */
const ERROR = '"errorCode":"';
const REQUEST = '"requestParameters"';
const ID = '"eventID":"';
const ID_LENGTH = 36;
const LONGEST_NAMES = 200;

interface Scanner {
  readonly splitter: Splitter;
  start(sink: Sink, strict: boolean): void;
}

/** Scanners that are done with a source. One that goes on with the next has its code compiled and its names learned. */
const idle = new WeakMap<Wanted, Scanner[]>();

/**
 * Finds the records of a log, piece by piece, and reads on only in those that a rule follows. With
 * `strict`, all are parsed, so that damage inside any of them is noticed; a packed source has a
 * checksum for that.
 */
export function openScanner(wanted: Wanted, sink: Sink, strict: boolean): Splitter {
  const waiting = idle.get(wanted) ?? [];
  idle.set(wanted, waiting);
  const scanner = waiting.pop() ?? createScanner(wanted);
  scanner.start(sink, strict);
  return {
    push: scanner.splitter.push,
    end(broken) {
      scanner.splitter.end(broken);
      waiting.push(scanner);
    },
  };
}

function createScanner(wanted: Wanted): Scanner {
  const verdicts = createVerdicts();
  let sink: Sink;
  let strict: boolean;
  /** Offset in the source before which `SOURCE` is known not to stand again: it need not be looked for. */
  let nowhereBefore: number;

  return {
    start(nextSink, isStrict) {
      [sink, strict, nowhereBefore] = [nextSink, isStrict, 0];
    },
    splitter: createSplitter({ value, damage }),
  };

  function value(bytes: Buffer, start: number, end: number, offset: number, doubt: boolean): boolean {
    const seen = strict || doubt ? 'parse' : glance(bytes, start, end, offset);
    if (seen === 'parse') return parse(bytes.toString('utf8', start, end), offset);
    sink.tally.records += 1;
    if (typeof seen === 'string') sink.tally[seen] += 1;
    else sink.candidate(seen);
    return true;
  }

  function damage(found: Damage): void {
    sink.tally.records += 1;
    countUnreadable(sink.tally, 'damaged');
    sink.damage(found);
  }

  /** What can be said of a record, written as CloudTrail writes it, without parsing it. */
  function glance(
    bytes: Buffer,
    start: number,
    end: number,
    offset: number,
  ): Candidate | 'unwatched' | 'failed' | 'parse' {
    const bare = bytes[start + 2] === KEY_LETTER && isRecord(bytes, start);
    if (!bare && !hasAt(bytes, start, ENVELOPE)) return 'parse';
    const time = timeEnd(bytes, start, end, offset);
    if (time === undefined || !followsIdentity(bytes, time - TIME_LENGTH)) return 'parse';
    const from = time + SOURCE.length;
    const verdict = verdicts.look(bytes, from) ?? learn(bytes, from);
    if (!verdict) return 'parse';
    if (!verdict.wanted) return 'unwatched';
    if (!bare) return 'parse';

    const text = bytes.toString('utf8', start, end);
    if (isFailed(text, from - start)) return 'failed';
    // The same key may stand deeper in the record: what is not certain is parsed.
    const id = text.lastIndexOf(ID);
    const certain = id >= 0 && text.indexOf(ID) === id && text[id + ID.length + ID_LENGTH] === '"';
    const at = Date.parse(bytes.toString('latin1', time - TIME_LENGTH, time + 1));
    if (!certain || Number.isNaN(at)) return 'parse';
    const eventID = text.slice(id + ID.length, id + ID.length + ID_LENGTH);
    return { time: at, eventName: verdict.eventName, eventID, text, place: { source: sink.source, offset } };
  }

  function learn(bytes: Buffer, from: number): Verdict | undefined {
    const names = NAMES.exec(bytes.toString('latin1', from, from + LONGEST_NAMES));
    if (!names) return undefined;
    const [, service = '', eventName = ''] = names;
    const verdict = { eventName, wanted: wanted(service, eventName) };
    verdicts.learn(bytes, from, verdict);
    return verdict;
  }

  /** Where the record's time ends: at the `Z`. */
  function timeEnd(bytes: Buffer, start: number, end: number, offset: number): number | undefined {
    if (offset + end - start <= nowhereBefore) return undefined;
    const found = bytes.indexOf(SOURCE, start);
    if (found >= 0 && found < end) return found;
    nowhereBefore = offset - start + (found < 0 ? bytes.length - SOURCE.length : found);
    return undefined;
  }

  function parse(text: string, offset: number): boolean {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return false;
    }
    for (const { record, envelope } of unwrap(value)) {
      const place = { source: sink.source, offset };
      const candidate = sift(record, envelope, wanted, sink.tally, place, record === value ? text : undefined);
      if (candidate) sink.candidate(candidate);
    }
    return true;
  }
}

/** Whether the time at `from` follows the end of `userIdentity`, and so is no part of a request. */
function followsIdentity(bytes: Buffer, from: number): boolean {
  const key = from - '},"eventTime":"'.length;
  return bytes[key] === 125 && bytes[key + 1] === 44 && bytes[key + 3] === KEY_LETTER;
}

/** Only what is sure: an error written elsewhere is seen when the record is parsed. */
function isFailed(text: string, from: number): boolean {
  const request = text.indexOf(REQUEST, from);
  if (request < 0) return false;
  const between = text.slice(from, request);
  const error = between.indexOf(ERROR);
  return error >= 0 && between[error + ERROR.length] !== '"' && !between.includes('{');
}
