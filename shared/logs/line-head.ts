/** Longer heads are no heads. Bytes. */
const LONGEST = 1024;
const [OPEN, NEWLINE, QUOTE, LIST, LIST_END, TAB, ESCAPE, SPACE] = [123, 10, 34, 91, 93, 9, 27, 32];
const OBJECT = Buffer.from('{"');

/**
 * The length of what a line has before its JSON object: the time and stream of `aws logs tail`, the head of syslog, the
 * time of an export. 0 if the line begins with JSON, or has no object; `undefined` if more bytes are needed.
 */
export function lineHead(bytes: Buffer, from: number, last: boolean): number | undefined {
  const first = bytes[from];
  if (first === OPEN || first === QUOTE) return 0;
  // A list of JSON has values before its end. `[2026-03-02 09:00:00] {` is a head.
  let isList = first === LIST;
  const end = Math.min(bytes.length, from + LONGEST);
  for (let index = from; index < end; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === OPEN && isList) return 0;
    if (byte === OPEN && !isWord(bytes[index + 1])) return index - from;
    if (byte === LIST_END) isList = false;
    if (byte === NEWLINE || (byte === QUOTE && isList)) return 0;
    if (byte < SPACE && byte !== TAB && byte !== ESCAPE) return 0;
  }
  return last || end === from + LONGEST ? 0 : undefined;
}

/** The beginning of the next line that has an object after a head. */
export function headedLine(bytes: Buffer, from: number): number | undefined {
  for (let open = bytes.indexOf(OBJECT, from); open >= 0; open = bytes.indexOf(OBJECT, open + 1)) {
    const line = bytes.lastIndexOf(NEWLINE, open) + 1;
    if (line > from && lineHead(bytes, line, true) === open - line) return line;
  }
  return undefined;
}

/** Whether a brace is before a word, as in `{user}` of a head, and begins no JSON. */
function isWord(byte: number | undefined): boolean {
  return byte !== undefined && /[\w$%-]/.test(String.fromCharCode(byte));
}
