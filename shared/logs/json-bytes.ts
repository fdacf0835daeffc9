const [QUOTE, OPEN, BACKSLASH, CLOSE, LIST, LIST_END] = [34, 123, 92, 125, 91, 93];

/** The index after the JSON object that begins at `start`; `undefined` if `bytes` does not contain its end. */
export function objectEnd(bytes: Buffer, start: number): number | undefined {
  return balancedEnd(bytes, start, OPEN, CLOSE);
}

/** The index after the JSON list that begins at `start`; `undefined` if `bytes` does not contain its end. */
export function listEnd(bytes: Buffer, start: number): number | undefined {
  return balancedEnd(bytes, start, LIST, LIST_END);
}

function balancedEnd(bytes: Buffer, start: number, open: number, close: number): number | undefined {
  let depth = 0;
  for (let index = start; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === QUOTE) {
      const end = stringEnd(bytes, index);
      if (end === undefined) return undefined;
      index = end;
    } else if (byte === open) {
      depth += 1;
    } else if (byte === close) {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return undefined;
}

/** The index of the closing quote of the string whose opening quote is at `open`. */
export function stringEnd(bytes: Buffer, open: number): number | undefined {
  for (let index = open + 1; index < bytes.length; index += 1) {
    if (bytes[index] === BACKSLASH) index += 1;
    else if (bytes[index] === QUOTE) return index;
  }
  return undefined;
}

/** The index after the object that contains `from`. The members between are skipped. */
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

/** Whether `bytes` contains `text` at `from`. For a few bytes, the loop is cheaper than a call of the runtime. */
export function hasAt(bytes: Buffer, from: number, text: Buffer): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[from + index] !== text[index]) return false;
  return true;
}
