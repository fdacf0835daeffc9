import { hasAt } from './json-bytes.ts';

/** How CloudTrail begins every record; what a next record's beginning shows is where this one ends. */
const START = Buffer.from('{"eventVersion"');
const VERSION_LENGTH = ':"1.08"'.length;
const IDENTITY = Buffer.from(',"userIdentity":{');
const ENVELOPE = Buffer.from('{"version":"');
const VERSION_KEY = Buffer.from('"eventVersion"');
const RECORD_KEYS = /^"eventVersion"\s*:\s*"[\d.]+"\s*,\s*"userIdentity"/;
const LINE_START = Buffer.from('\n{');
/** Bytes that show whether a record begins. */
export const LOOK_AHEAD = 128;
const [OPEN, CLOSE, COMMA] = [123, 125, 44];

/**
 * Whether the object with an `eventVersion` at `from` is a record: a part of one may have an
 * `eventVersion`, too. A few bytes of what follows tell; this is asked for every record.
 */
export function isRecord(bytes: Buffer, from: number): boolean {
  const next = from + START.length + VERSION_LENGTH;
  return bytes[next] === COMMA && bytes[next + 2] === IDENTITY[2] && bytes[next + IDENTITY.length - 1] === OPEN;
}

export function isStart(bytes: Buffer, from: number): boolean {
  return hasAt(bytes, from, START);
}

/** Where the first record behind the one at `from` begins. */
export function nextRecord(bytes: Buffer, from: number): number | undefined {
  let next = bytes.indexOf(START, from + START.length);
  while (next >= 0 && !isRecord(bytes, next)) next = bytes.indexOf(START, next + START.length);
  return next < 0 ? undefined : next;
}

/** The end of a record that another follows, without reading it. */
export function guessEnd(bytes: Buffer, from: number): number | undefined {
  if (!isStart(bytes, from)) return undefined;
  let end = nextRecord(bytes, from);
  if (end === undefined) return undefined;
  while (isBlank(bytes[end - 1])) end -= 1;
  return bytes[end - 1] === CLOSE ? end : undefined;
}

/** Where sense begins again behind the object that these bytes begin with. An event holds a record: that is no beginning. */
export function afterUnfinished(bytes: Buffer): number | undefined {
  if (spacedStart(bytes.subarray(0, LOOK_AHEAD), 0) === 0) return recordStart(bytes, 1);
  const line = bytes.indexOf(LINE_START, 1);
  return line < 0 ? undefined : line + 1;
}

/** The next record, or the next line that is an object: what can be trusted after damage. */
export function recordStart(bytes: Buffer, from: number): number | undefined {
  const newline = bytes.indexOf(LINE_START, from);
  const line = newline < 0 ? undefined : newline + 1;
  const within = bytes.subarray(0, line);
  const envelope = within.indexOf(ENVELOPE, from);
  const starts = [line, envelope < 0 ? undefined : envelope, spacedStart(within, from)].filter(
    (start) => start !== undefined,
  );
  return starts.length > 0 ? Math.min(...starts) : undefined;
}

/** A record's beginning, also with spaces and line ends in it. */
function spacedStart(bytes: Buffer, from: number): number | undefined {
  for (let key = bytes.indexOf(VERSION_KEY, from); key >= 0; key = bytes.indexOf(VERSION_KEY, key + 1)) {
    let open = key - 1;
    while (open > from && isBlank(bytes[open])) open -= 1;
    if (open >= from && bytes[open] === OPEN && RECORD_KEYS.test(bytes.toString('latin1', key, key + LOOK_AHEAD)))
      return open;
  }
  return undefined;
}

/** White space, and what stands between the elements of a list. */
export function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === COMMA || byte === 10 || byte === 13 || byte === 9;
}
