/**
 * Reads untyped JSON of CloudTrail records. AWS spells one field in several ways (`host`/`Host`, `dBName`/`dbName`). It
 * writes a list of one as the element alone. Older services write booleans and numbers as text. These functions return
 * the same value for all forms.
 */

/** The value if it is an object, else `undefined`. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** The member at `path`. A name that matches exactly is preferred to one that matches in another case. */
export function get(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    const object = objectOf(current);
    if (!object) return undefined;
    current = Object.hasOwn(object, name) ? object[name] : folded(object, name);
  }
  return current;
}

function folded(object: Readonly<Record<string, unknown>>, name: string): unknown {
  const wanted = name.toLowerCase();
  for (const key in object) if (key.length === wanted.length && key.toLowerCase() === wanted) return object[key];
  return undefined;
}

/** The text at `path`. Numbers are converted to text. An empty text is returned as such. */
export function getText(value: unknown, ...path: readonly string[]): string | undefined {
  const found = get(value, ...path);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' ? found : undefined;
}

/** The boolean at `path`, also if it is written `"true"`, `"True"` or `{ "value": true }`. */
export function getFlag(value: unknown, ...path: readonly string[]): boolean | undefined {
  const found = get(value, ...path);
  if (typeof found === 'boolean') return found;
  if (typeof found === 'string' && /^(true|false)$/i.test(found)) return found.toLowerCase() === 'true';
  return objectOf(found) && get(found, 'value') !== undefined ? getFlag(found, 'value') : undefined;
}

/** The finite number at `path`, also if it is written as text. */
export function getNumber(value: unknown, ...path: readonly string[]): number | undefined {
  const found = get(value, ...path);
  const number = typeof found === 'string' && /^-?\d+(\.\d+)?$/.test(found) ? Number(found) : found;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/**
 * The list at `path`: an array, EC2's `{ "items": [...] }`, or one element alone. A missing value, `""` and EC2's empty
 * `{}` are the empty list.
 */
export function getList(value: unknown, ...path: readonly string[]): readonly unknown[] {
  return listOf(get(value, ...path));
}

function listOf(found: unknown): readonly unknown[] {
  if (Array.isArray(found)) return found;
  if (found === undefined || found === null || found === '') return [];
  const object = objectOf(found);
  if (!object) return [found];
  const keys = Object.keys(object);
  if (keys.length === 0) return [];
  if (keys.length === 1 && (keys[0] === 'items' || keys[0] === 'item')) return listOf(object[keys[0]]);
  return [found];
}

/** The texts of the list at `path`. Other elements are left out. */
export function getTexts(value: unknown, ...path: readonly string[]): readonly string[] {
  return getList(value, ...path).filter((item) => typeof item === 'string');
}

/** The object in a JSON text, also if it is percent-encoded. The text itself if it is no JSON object. */
export function parsedObject(text: string): Readonly<Record<string, unknown>> | string {
  try {
    return objectOf(JSON.parse(/^\s*%7b/i.test(text) ? decodeURIComponent(text) : text)) ?? text;
  } catch {
    return text;
  }
}
