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

/** Whether a JSON text is a key, or a set of keys, with a private part (RFC 7517, `d` and `k`). */
export function hasPrivateJwk(text: string): boolean {
  return /"kty"\s{0,8}:/.test(text) && /"(?:d|k)"\s{0,8}:\s{0,8}"[\w-]{20,}={0,2}"/.test(text);
}

/** The plain text that is encoded in base64 or in hexadecimal digits. `undefined`: none. */
export function decodeText(text: string): string | undefined {
  if (text.length < 12 || !/^[A-Za-z0-9+/_\s-]+={0,2}$/.test(text)) return undefined;
  const isHex = text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text);
  return (isHex ? printable(Buffer.from(text, 'hex')) : undefined) ?? printable(Buffer.from(text, 'base64'));
}

function printable(bytes: Buffer): string | undefined {
  const decoded = bytes.toString('latin1');
  return decoded.length >= 6 && /^[\t\n\r\x20-\x7e]+$/.test(decoded) ? decoded.trim() : undefined;
}

function collect(key: string, value: unknown, depth: number, found: Leaf[]): void {
  if (found.length >= MAX_LEAVES || depth > MAX_DEPTH) return;
  if (typeof value === 'string' || typeof value === 'number') found.push({ key, value: String(value) });
  else if (Array.isArray(value)) for (const item of value) collect(key, item, depth + 1, found);
  else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const named = namedValue(entries);
    if (named) found.push(named);
    for (const [name, item] of entries) collect(name, item, depth + 1, found);
  }
}

/** `{"name": "DB_PASSWORD", "value": "…"}`. */
function namedValue(entries: readonly (readonly [string, unknown])[]): Leaf | undefined {
  const text = (pattern: RegExp) => entries.find(([name, item]) => pattern.test(name) && typeof item === 'string')?.[1];
  const key = text(/^(?:name|key|variable|parameterkey)$/i);
  const value = text(/^(?:value|parametervalue|default)$/i);
  return typeof key === 'string' && typeof value === 'string' ? { key, value } : undefined;
}
