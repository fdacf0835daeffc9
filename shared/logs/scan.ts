import { eventIdOf } from '../core/event.ts';
import { unwrap } from '../core/unwrap.ts';
import { type Candidate, countUnreadable, sift, type Tally, type Wanted } from './candidate.ts';
import { hasAt } from './json-bytes.ts';
import { isRecord } from './record-start.ts';
import { createSplitter, type Damage, type Splitter } from './split.ts';
import { createVerdicts, type Verdict } from './verdicts.ts';

export interface Sink {
  /** The name of what is read. */
  readonly source: string;
  readonly tally: Tally;
  candidate(candidate: Candidate): void;
  damage(damage: Damage): void;
}

/** Of `"eventName"`, which every record has, from the first letter that is rare: that makes the search fast. */
const NAME_KEY = Buffer.from('ventName"');
/** From the end of the service to there. */
const NAME_AFTER = '","e'.length;
/** Stands between the time and the service of every record that CloudTrail writes. */
const SOURCE = Buffer.from('Z","eventSource":"');
const TIME_LENGTH = '2026-03-02T09:00:00'.length;
const NAMES = /^([^"]*)","eventName":"([^"]*)"/;
/** Of `eventVersion`; the first key of an envelope begins with another. */
const KEY_LETTER = 101;
const ENVELOPE = Buffer.from('{"version":"');
/** CloudTrail writes an error after the caller and before the request; the empty one is none. */
const ERROR = Buffer.from('"errorCode":"');
const REQUEST = Buffer.from('"requestParameters"');
const ID = Buffer.from('"eventID":"');
const ID_LENGTH = 36;
const LONGEST_NAMES = 200;
const LONGEST_SERVICE = 100;
const [QUOTE, OPEN] = [34, 123];

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
  /** Offsets in the source: looking from `lookedFrom`, `NAME_KEY` is first met at `met`, or not before `lookedTo`. */
  let [lookedFrom, met, lookedTo] = [0, 0, 0];

  return {
    start(nextSink, isStrict) {
      [sink, strict] = [nextSink, isStrict];
      [lookedFrom, met, lookedTo] = [0, 0, 0];
    },
    splitter: createSplitter({ value, damage }),
  };

  function value(bytes: Buffer, start: number, end: number, offset: number, doubt: boolean): boolean {
    const seen = strict || doubt ? 'parse' : glance(bytes, start, end, offset);
    if (seen === 'parse') return parse(bytes.subarray(start, end), offset);
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
    const base = offset - start;
    const name = nameAt(bytes, start, base);
    if (name >= end) return 'parse';
    const from = serviceStart(bytes, name - NAME_AFTER);
    const time = from - SOURCE.length;
    if (!hasAt(bytes, time, SOURCE) || !followsIdentity(bytes, time - TIME_LENGTH)) return 'parse';
    // A second name belongs to the request, or to another record.
    if (nameAt(bytes, name + 1, base) < end) return 'parse';
    const verdict = verdicts.look(bytes, from) ?? learn(bytes, from);
    if (!verdict) return 'parse';
    if (!verdict.wanted) return 'unwatched';
    if (!bare) return 'parse';

    const json = bytes.subarray(start, end);
    if (isFailed(json, from - start)) return 'failed';
    // The same key may stand deeper in the record: what is not certain is parsed.
    const id = json.indexOf(ID) + ID.length;
    const certain = id > ID.length && json.lastIndexOf(ID) + ID.length === id && json[id + ID_LENGTH] === QUOTE;
    const at = Date.parse(bytes.toString('latin1', time - TIME_LENGTH, time + 1));
    if (!certain || Number.isNaN(at)) return 'parse';
    const eventID = json.toString('latin1', id, id + ID_LENGTH);
    const { event, eventName } = verdict;
    return { time: at, event, eventName, eventID, json, place: { source: sink.source, offset } };
  }

  function learn(bytes: Buffer, from: number): Verdict | undefined {
    const names = NAMES.exec(bytes.toString('latin1', from, from + LONGEST_NAMES));
    if (!names) return undefined;
    const [, service = '', eventName = ''] = names;
    const verdict = { event: eventIdOf(service, eventName), eventName, wanted: wanted(service, eventName) };
    verdicts.learn(bytes, from, verdict);
    return verdict;
  }

  /** Where the next `NAME_KEY` stands, or the end of what is there; `base` is the offset of `bytes` in the source. */
  function nameAt(bytes: Buffer, from: number, base: number): number {
    const [at, end] = [base + from, base + bytes.length];
    const isKnown = at >= lookedFrom && at <= met && (met < lookedTo || lookedTo === end);
    if (!isKnown) {
      const found = bytes.indexOf(NAME_KEY, from);
      lookedFrom = at;
      lookedTo = end;
      met = found < 0 ? end : base + found;
    }
    return met - base;
  }

  function parse(json: Buffer, offset: number): boolean {
    let value: unknown;
    try {
      value = JSON.parse(json.toString('utf8'));
    } catch {
      return false;
    }
    for (const { record, envelope } of unwrap(value)) {
      const place = { source: sink.source, offset };
      const candidate = sift(record, envelope, wanted, sink.tally, place, record === value ? json : undefined);
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

/** Of the service that ends at `end`: behind the quote before it. */
function serviceStart(bytes: Buffer, end: number): number {
  let from = end;
  while (from > end - LONGEST_SERVICE && bytes[from - 1] !== QUOTE) from -= 1;
  return from;
}

/** Only what is sure: an error written elsewhere is seen when the record is parsed. */
function isFailed(json: Buffer, from: number): boolean {
  const request = json.indexOf(REQUEST, from);
  if (request < 0) return false;
  const between = json.subarray(from, request);
  const error = between.indexOf(ERROR);
  return error >= 0 && between[error + ERROR.length] !== QUOTE && !between.includes(OPEN);
}
