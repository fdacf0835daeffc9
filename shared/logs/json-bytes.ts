const [QUOTE, OPEN, BACKSLASH, CLOSE] = [34, 123, 92, 125];

/** Where the JSON object that begins at `start` ends, or `undefined` when it does not within `bytes`. */
export function objectEnd(bytes: Buffer, start: number): number | undefined {
  let depth = 0;
  for (let index = start; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === QUOTE) {
      const close = stringEnd(bytes, index);
      if (close === undefined) return undefined;
      index = close;
    } else if (byte === OPEN) {
      depth += 1;
    } else if (byte === CLOSE) {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return undefined;
}

/** Where the string that opens at `open` closes. */
export function stringEnd(bytes: Buffer, open: number): number | undefined {
  for (let index = open + 1; index < bytes.length; index += 1) {
    if (bytes[index] === BACKSLASH) index += 1;
    else if (bytes[index] === QUOTE) return index;
  }
  return undefined;
}

/** The closing brace of the object that `from` stands in, skipping further members; the index behind it. */
export function enclosingEnd(bytes: Buffer, from: number): number | undefined {
  for (let index = from; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === CLOSE) return index + 1;
    if (byte === QUOTE) {
      const close = stringEnd(bytes, index);
      if (close === undefined) return undefined;
      index = close;
    } else if (byte === OPEN) {
      const end = objectEnd(bytes, index);
      if (end === undefined) return undefined;
      index = end - 1;
    }
  }
  return undefined;
}

/** Whether `text` stands at `from`; for a few bytes, cheaper than a call into the runtime. */
export function hasAt(bytes: Buffer, from: number, text: Buffer): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[from + index] !== text[index]) return false;
  return true;
}
