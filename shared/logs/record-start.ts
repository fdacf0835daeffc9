import { hasAt } from './json-bytes.ts';
import { headedLine } from './line-head.ts';

/** The beginning of every record that CloudTrail writes. A record ends where the next one begins. */
const START = Buffer.from('{"eventVersion"');
const VERSION_LENGTH = ':"1.08"'.length;
const IDENTITY = Buffer.from(',"userIdentity":{');
const ENVELOPE = Buffer.from('{"version":"');
const VERSION_KEY = Buffer.from('"eventVersion"');
const RECORD_KEYS = /^"eventVersion"\s*:\s*"[\d.]+"\s*,\s*"userIdentity"/;
const LINE_START = Buffer.from('\n{');
/** Number of bytes that show whether a record begins. */
export const LOOK_AHEAD = 128;
const [OPEN, CLOSE, COMMA] = [123, 125, 44];

/**
 * Whether the object with an `eventVersion` at `from` is a record. An object inside a record may have an `eventVersion`
 * too. Only a few of the bytes that follow are compared, because this is called for every record.
 */
export function isRecord(bytes: Buffer, from: number): boolean {
  const next = from + START.length + VERSION_LENGTH;
  return bytes[next] === COMMA && bytes[next + 2] === IDENTITY[2] && bytes[next + IDENTITY.length - 1] === OPEN;
}

export function isStart(bytes: Buffer, from: number): boolean {
  return hasAt(bytes, from, START);
}

/** The beginning of the first record after the one at `from`. */
export function nextRecord(bytes: Buffer, from: number): number | undefined {
  let next = bytes.indexOf(START, from + START.length);
  while (next >= 0 && !isRecord(bytes, next)) next = bytes.indexOf(START, next + START.length);
  return next < 0 ? undefined : next;
}

/** The probable end of the record at `from`: the beginning of the next one. The record itself is not read. */
export function guessEnd(bytes: Buffer, from: number): number | undefined {
  // After a record with spaces come more of them. The search would go through all of them, for each one.
  if (!isStart(bytes, from) || !isRecord(bytes, from)) return undefined;
  let end = nextRecord(bytes, from);
  if (end === undefined) return undefined;
  while (isBlank(bytes[end - 1])) end -= 1;
  return bytes[end - 1] === CLOSE ? end : undefined;
}

/**
 * The place to continue after an object that does not end, at the start of `bytes`. An EventBridge event contains a
 * record, so only a new line is such a place there.
 */
export function afterUnfinished(bytes: Buffer): number | undefined {
  if (spacedStart(bytes.subarray(0, LOOK_AHEAD), 0) === 0) return recordStart(bytes, 1);
  const line = bytes.indexOf(LINE_START, 1);
  return line < 0 ? undefined : line + 1;
}

/**
 * The next record, or the next line that begins with an object: the place to continue after damage.
 * @param headed Whether lines may have a head, such as a time, before the object.
 */
export function recordStart(bytes: Buffer, from: number, headed = false): number | undefined {
  const newline = bytes.indexOf(LINE_START, from);
  const line = newline < 0 ? undefined : newline + 1;
  const within = bytes.subarray(0, line);
  const envelope = within.indexOf(ENVELOPE, from);
  const head = headed ? headedLine(within, from) : undefined;
  const starts = [line, head, envelope < 0 ? undefined : envelope, spacedStart(within, from)].filter(
    (start) => start !== undefined,
  );
  return starts.length > 0 ? Math.min(...starts) : undefined;
}

/** The beginning of a record, which may contain spaces and line ends. */
function spacedStart(bytes: Buffer, from: number): number | undefined {
  for (let key = bytes.indexOf(VERSION_KEY, from); key >= 0; key = bytes.indexOf(VERSION_KEY, key + 1)) {
    let open = key - 1;
    while (open > from && isBlank(bytes[open])) open -= 1;
    if (open >= from && bytes[open] === OPEN && RECORD_KEYS.test(bytes.toString('latin1', key, key + LOOK_AHEAD)))
      return open;
  }
  return undefined;
}

/** White space, or the comma between the elements of a list. */
export function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === COMMA || byte === 10 || byte === 13 || byte === 9;
}
