/*
 * States are compared by their content. The order of elements does not count: AWS guarantees none, and a step may change
 * it.
 */

/** The fields in which two frozen states differ. */
export function fieldsBetween(a: object, b: object): readonly string[] {
  const [one, other] = [a, b].map((each) => new Map<string, unknown>(Object.entries(each)));
  return [...new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])].filter(
    (field) => canonical(one?.get(field)) !== canonical(other?.get(field)),
  );
}

/**
 * What a step makes of a value, as a text: what it removes and adds. The same for two values that differ only in what
 * the step leaves alone; empty where the step changes nothing.
 */
export function deltaOf(before: unknown, after: unknown): string {
  if (canonical(before) === canonical(after)) return '';
  if (Array.isArray(before) && Array.isArray(after)) {
    return `-[${missingFrom(after, before).join()}]+[${missingFrom(before, after).join()}]`;
  }
  if (!isObject(before) || !isObject(after)) return `${canonical(before)}>${canonical(after)}`;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const members = names.map((name) => [name, deltaOf(Reflect.get(before, name), Reflect.get(after, name))] as const);
  return `{${members.flatMap(([name, delta]) => (delta ? [`${JSON.stringify(name)}:${delta}`] : [])).join()}}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of a list that another lacks; one that occurs twice counts twice. */
function missingFrom(list: readonly unknown[], elements: readonly unknown[]): readonly string[] {
  const left = list.map(canonical);
  return elements
    .map(canonical)
    .filter((each) => {
      const index = left.indexOf(each);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    })
    .sort();
}

/** The same text for the same content. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
    .sort()
    .join()}}`;
}
