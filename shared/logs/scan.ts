import { eventIdOf } from '../core/event.ts';
import { type Candidate, countDamage, type Sink, takeParts, type Wanted } from './candidate.ts';
import { hasAt } from './json-bytes.ts';
import { isRecord } from './record-start.ts';
import { createSplitter, type Damage, type Splitter } from './split.ts';
import { createVerdicts, type Verdict } from './verdicts.ts';

/** The end of `"eventName"`, which every record has. The search is fast because `v` is rare. */
const NAME_KEY = Buffer.from('ventName"');
/** Bytes from the end of the service name to `NAME_KEY`. */
const NAME_AFTER = '","e'.length;
/** The bytes between the time and the service name in every record that CloudTrail writes. */
const SOURCE = Buffer.from('Z","eventSource":"');
const TIME_LENGTH = '2026-03-02T09:00:00'.length;
const NAMES = /^([^"]*)","eventName":"([^"]*)"/;
/** The first letter of `eventVersion`, `e`. The first key of an envelope begins with another letter. */
const KEY_LETTER = 101;
const ENVELOPE = Buffer.from('{"version":"');
/** CloudTrail writes an error after the caller and before the request. An empty code means success. */
const ERROR = Buffer.from('"errorCode":"');
const REQUEST = Buffer.from('"requestParameters"');
const ID = Buffer.from('"eventID":"');
const ID_LENGTH = 36;
/** Where the members of the caller begin in a record that CloudTrail writes. */
const IDENTITY_AT = '{"eventVersion":"1.08","userIdentity":{'.length;
const LONGEST_NAMES = 200;
const LONGEST_SERVICE = 100;
const [QUOTE, OPEN] = [34, 123];

interface Scanner {
  readonly splitter: Splitter;
  start(sink: Sink, strict: boolean): void;
}

/** Scanners that have finished a source. They are reused, because their code is compiled and they have learned names. */
const idle = new WeakMap<Wanted, Scanner[]>();

/**
 * Finds the records of a log, piece by piece, and parses only those that a rule follows.
 * @param strict Parses every record, so that damage inside any of them is found. A packed source has a checksum instead.
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
  const { marks } = wanted;
  const identities = marks.identities.map((type) => Buffer.from(`"type":"${type}"`));
  const hasCodes = marks.errorCodes.length > 0;
  let sink: Sink;
  let strict: boolean;
  /**
   * The last search for `NAME_KEY`, as offsets in the source: it began at `searchedFrom` and ended at `searchedTo`. The
   * key is at `foundAt`, or nowhere if that is `searchedTo`.
   */
  let [searchedFrom, foundAt, searchedTo] = [0, 0, 0];

  return {
    start(nextSink, isStrict) {
      [sink, strict] = [nextSink, isStrict];
      [searchedFrom, foundAt, searchedTo] = [0, 0, 0];
    },
    splitter: createSplitter({ value, damage }),
  };

  function value(bytes: Buffer, start: number, end: number, offset: number, uncertain: boolean): boolean {
    const result = strict || uncertain ? 'parse' : inspect(bytes, start, end, offset);
    if (result === 'parse') return parse(bytes.subarray(start, end), offset);
    sink.tally.records += 1;
    if (typeof result === 'string') sink.tally[result] += 1;
    else sink.candidate(result);
    return true;
  }

  function damage(found: Damage): void {
    countDamage(sink, found);
  }

  /** Classifies a record without parsing it, if it has the form that CloudTrail writes; otherwise `parse`. */
  function inspect(
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
    // A second name is in the request or in another record.
    if (nameAt(bytes, name + 1, base) < end) return 'parse';
    const verdict = verdicts.find(bytes, from) ?? learn(bytes, from);
    if (!verdict) return 'parse';
    if (!verdict.wanted && !verdict.noticed && !isMarked(bytes, start, from, name, bare ? end : -1)) return 'unwatched';
    if (!bare) return 'parse';

    const json = bytes.subarray(start, end);
    const error = isUsual(bytes, name, end) ? undefined : errorIn(json, from - start);
    if (error === null) return 'parse';
    const counts = verdict.noticed || isOf(bytes, start) || hasCode(error);
    const left = !verdict.wanted ? 'unwatched' : error !== undefined ? 'failed' : undefined;
    if (left && !counts) return left;
    // A nested object may have the same key. In that case the record is parsed.
    const id = json.indexOf(ID) + ID.length;
    const certain = id > ID.length && json.lastIndexOf(ID) + ID.length === id && json[id + ID_LENGTH] === QUOTE;
    const eventTime = Date.parse(bytes.toString('latin1', time - TIME_LENGTH, time + 1));
    if (!certain || Number.isNaN(eventTime)) return 'parse';
    const eventID = json.toString('latin1', id, id + ID_LENGTH);
    const { event, eventName } = verdict;
    if (left) sink.tally[left] += 1;
    const forNotices = counts ? ({ forNotices: left ? 'only' : 'also' } as const) : {};
    return { time: eventTime, event, eventName, eventID, json, place: { source: sink.source, offset }, ...forNotices };
  }

  /** Whether a record of no rule may count for a notice. Of a record in an envelope, it is found when it is parsed. */
  function isMarked(bytes: Buffer, start: number, from: number, name: number, end: number): boolean {
    if (identities.length === 0 && !hasCodes) return false;
    if (end < 0) return true;
    if (isOf(bytes, start)) return true;
    return hasCodes && !isUsual(bytes, name, end) && hasCode(errorIn(bytes.subarray(start, end), from - start));
  }

  /** CloudTrail writes the type of the caller first. */
  function isOf(bytes: Buffer, start: number): boolean {
    return identities.some((type) => hasAt(bytes, start + IDENTITY_AT, type));
  }

  function hasCode(error: string | null | undefined): boolean {
    if (error === null) return true;
    return error !== undefined && marks.errorCodes.some((part) => error.includes(part));
  }

  function learn(bytes: Buffer, from: number): Verdict | undefined {
    const names = NAMES.exec(bytes.toString('latin1', from, from + LONGEST_NAMES));
    if (!names) return undefined;
    const [, service = '', eventName = ''] = names;
    const event = eventIdOf(service, eventName);
    const verdict = { event, eventName, wanted: wanted.byRule(event), noticed: wanted.byNotice(event) };
    verdicts.learn(bytes, from, verdict);
    return verdict;
  }

  /**
   * The index of the next `NAME_KEY`, or the length of `bytes` if there is none.
   * @param base The offset of `bytes` in the source.
   */
  function nameAt(bytes: Buffer, from: number, base: number): number {
    const [start, end] = [base + from, base + bytes.length];
    const isKnown = start >= searchedFrom && start <= foundAt && (foundAt < searchedTo || searchedTo === end);
    if (!isKnown) {
      const found = bytes.indexOf(NAME_KEY, from);
      searchedFrom = start;
      searchedTo = end;
      foundAt = found < 0 ? end : base + found;
    }
    return foundAt - base;
  }

  function parse(json: Buffer, offset: number): boolean {
    let value: unknown;
    try {
      value = JSON.parse(json.toString('utf8'));
    } catch {
      return false;
    }
    takeParts(value, wanted, sink, offset, json);
    return true;
  }
}

/** Whether the time at `from` follows the end of `userIdentity`, and so is not in the request. */
function followsIdentity(bytes: Buffer, from: number): boolean {
  const key = from - '},"eventTime":"'.length;
  return bytes[key] === 125 && bytes[key + 1] === 44 && bytes[key + 3] === KEY_LETTER;
}

/** The index of the first letter of the service name that ends at `end`. */
function serviceStart(bytes: Buffer, end: number): number {
  let from = end;
  while (from > end - LONGEST_SERVICE && bytes[from - 1] !== QUOTE) from -= 1;
  return from;
}

const BACKSLASH = 92;
/** What follows the name of a call that did not fail, up to its request: each member with its first letter. */
const MEMBERS = ['awsRegion', 'sourceIPAddress', 'userAgent'].map((name) => ({
  letter: name.charCodeAt(0),
  length: `,"${name}":"`.length,
}));
const AFTER_AGENT = Buffer.from(',"requestParameters"');

/**
 * Whether the request follows the user agent, so that there is no error between them. Nearly all records are so, and only
 * the bytes of a few texts are read.
 * @param name Of `NAME_KEY`.
 */
function isUsual(bytes: Buffer, name: number, end: number): boolean {
  let index = textEnd(bytes, name + NAME_KEY.length + ':"'.length, end);
  for (const { letter, length } of MEMBERS) {
    if (bytes[index + 3] !== letter) return false;
    index = textEnd(bytes, index + 1 + length, end);
  }
  return hasAt(bytes, index + 1, AFTER_AGENT);
}

/** The index of the quote that ends a text; one that may be in the text ends the search with the end of the bytes. */
function textEnd(bytes: Buffer, from: number, end: number): number {
  for (let index = from; index < end; index += 1) {
    const byte = bytes[index];
    if (byte === QUOTE) return index;
    if (byte === BACKSLASH) break;
  }
  return end;
}

/**
 * The error code of a call that certainly failed; `null`: it has to be parsed. One in another place is found when the
 * record is parsed.
 */
function errorIn(json: Buffer, from: number): string | null | undefined {
  const request = json.indexOf(REQUEST, from);
  if (request < 0) return undefined;
  const between = json.subarray(from, request);
  const error = between.indexOf(ERROR);
  if (error < 0) return undefined;
  // A text of the caller, such as the user agent, may have the same characters.
  if (between.includes(OPEN)) return null;
  const code = error + ERROR.length;
  return between[code] === QUOTE ? undefined : between.toString('latin1', code, between.indexOf(QUOTE, code));
}
