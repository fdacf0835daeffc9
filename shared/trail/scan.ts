import { type Candidate, countUnreadable, sift, type Tally, type Wanted } from './candidate.ts';
import { hasAt } from './json-bytes.ts';
import { createSplitter, type Damage, isRecord, type Splitter } from './split.ts';
import { unwrap } from './unwrap.ts';
import { createVerdicts, type Verdicts } from './verdicts.ts';

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
const ERROR = '"errorCode":"';
const ID = '"eventID":"';
const ID_LENGTH = 36;
const LONGEST_NAMES = 200;

/** What was learned from one file serves the next. */
const learned = new WeakMap<Wanted, Verdicts>();

function verdictsOf(wanted: Wanted): Verdicts {
  const verdicts = learned.get(wanted) ?? createVerdicts();
  learned.set(wanted, verdicts);
  return verdicts;
}

/**
 * Finds the records of a log, piece by piece, and reads on only in those that a rule follows. With
 * `strict`, all are parsed, so that damage inside any of them is noticed; a packed source has a
 * checksum for that.
 */
export function createScanner(wanted: Wanted, sink: Sink, strict: boolean): Splitter {
  const { source, tally } = sink;
  const verdicts = verdictsOf(wanted);
  /** Offset in the source before which `SOURCE` is known not to stand again: it need not be looked for. */
  let nowhereBefore = 0;

  return createSplitter({
    value(bytes, start, end, offset, doubt) {
      const seen = strict || doubt ? 'parse' : glance(bytes, start, end, offset);
      if (seen === 'parse') return parse(bytes.toString('utf8', start, end), offset);
      tally.records += 1;
      if (typeof seen === 'string') tally[seen] += 1;
      else sink.candidate(seen);
      return true;
    },
    damage(damage) {
      tally.records += 1;
      countUnreadable(tally, 'damaged');
      sink.damage(damage);
    },
  });

  /** What can be said of a record, written as CloudTrail writes it, without parsing it. */
  function glance(bytes: Buffer, start: number, end: number, offset: number): Candidate | 'unwatched' | 'parse' {
    const bare = bytes[start + 2] === KEY_LETTER && isRecord(bytes, start);
    if (!bare && !hasAt(bytes, start, ENVELOPE)) return 'parse';
    const time = timeEnd(bytes, start, end, offset);
    if (time === undefined || !followsIdentity(bytes, time - TIME_LENGTH)) return 'parse';
    const from = time + SOURCE.length;
    const known = verdicts.look(bytes, from);
    if (known === false) return 'unwatched';
    const names = NAMES.exec(bytes.toString('latin1', from, from + LONGEST_NAMES));
    if (!names) return 'parse';
    const [, service = '', eventName = ''] = names;
    const verdict = known ?? wanted(service, eventName);
    if (known === undefined) verdicts.learn(bytes, from, verdict);
    if (!verdict) return 'unwatched';
    if (!bare) return 'parse';

    const text = bytes.toString('utf8', start, end);
    // The same keys may stand deeper in the record: what is not certain is parsed.
    const id = text.lastIndexOf(ID);
    const certain = id >= 0 && text.indexOf(ID) === id && text[id + ID.length + ID_LENGTH] === '"';
    const at = Date.parse(bytes.toString('latin1', time - TIME_LENGTH, time + 1));
    if (!certain || Number.isNaN(at) || text.includes(ERROR)) return 'parse';
    const eventID = text.slice(id + ID.length, id + ID.length + ID_LENGTH);
    return { time: at, eventName, eventID, text, place: { source, offset } };
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
      const place = { source, offset };
      const candidate = sift(record, envelope, wanted, tally, place, record === value ? text : undefined);
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
