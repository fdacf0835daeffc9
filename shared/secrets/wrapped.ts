const MAX_LEAVES = 2000;
const MAX_DEPTH = 16;

/** A text inside a JSON document, with the nearest name. */
export interface Leaf {
  readonly key: string;
  readonly value: string;
}

/** The object or array in a JSON text. */
export function parseObject(text: string): object | undefined {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The texts and numbers of a JSON document. The elements of an array have the name of the array. */
export function leaves(object: object): readonly Leaf[] {
  const found: Leaf[] = [];
  collect('', object, 0, found);
  return found;
}

/** The plain text that is encoded in base64. `undefined`: none. */
export function decodeText(text: string): string | undefined {
  if (text.length < 12 || !/^[A-Za-z0-9+/_\s-]+={0,2}$/.test(text)) return undefined;
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  return decoded.length >= 8 && /^[\t\n\r\x20-\x7e]+$/.test(decoded) ? decoded.trim() : undefined;
}

function collect(key: string, value: unknown, depth: number, found: Leaf[]): void {
  if (found.length >= MAX_LEAVES || depth > MAX_DEPTH) return;
  if (typeof value === 'string' || typeof value === 'number') found.push({ key, value: String(value) });
  else if (Array.isArray(value)) for (const item of value) collect(key, item, depth + 1, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) collect(name, item, depth + 1, found);
  }
}
