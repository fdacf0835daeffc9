import { type Principal, readPrincipal } from './principal.ts';
import { isRecord } from './statement.ts';

/*
 * The elements of a statement in its own spelling. An edit keeps the spelling and the order of everything else, so that a
 * document differs only where something was changed.
 */

export type RawStatement = Readonly<Record<string, unknown>>;

/** `principal` is `Principal` or `NotPrincipal`. The same for `action` and `resource`. */
export const ELEMENTS = ['effect', 'principal', 'condition', 'action', 'resource'] as const;
export type Element = (typeof ELEMENTS)[number];

/** One principal in the spelling of the document: `AWS`, `arn:aws:iam::111122223333:root`. The type of a bare `*` is `*`. */
export interface NamedPrincipal {
  readonly type: string;
  readonly text: string;
}

/** One key of a condition block with its values. */
export interface WrittenCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const isNameOf = (element: Element, name: string): boolean => [element, `not${element}`].includes(name.toLowerCase());

/** The name and the value of an element. `undefined`: the statement has none. */
export function elementOf(raw: RawStatement, element: Element): readonly [name: string, value: unknown] | undefined {
  return Object.entries(raw).find(([name]) => isNameOf(element, name));
}

const isNegated = (raw: RawStatement, element: Element): boolean =>
  elementOf(raw, element)?.[0].toLowerCase().startsWith('not') === true;

/** Whether two statements have the same element: the values in any order, a list of one or its only value. */
export function hasSame(element: Element, one: RawStatement, other: RawStatement): boolean {
  const [a, b] = [one, other].map((raw) => {
    const found = elementOf(raw, element);
    return JSON.stringify(found && [found[0].toLowerCase(), sorted(found[1], element === 'action')]);
  });
  return a === b;
}

function sorted(value: unknown, isCaseless: boolean): unknown {
  if (isRecord(value)) {
    const entries = Object.entries(value).map(
      ([name, each]) => [name.toLowerCase(), sorted(each, isCaseless)] as const,
    );
    return entries.sort(([a], [b]) => (a < b ? -1 : 1));
  }
  const texts = listOf(value).map((each) => (isCaseless ? JSON.stringify(each).toLowerCase() : JSON.stringify(each)));
  return texts.sort();
}

/** The statement with an element, in its place, as another statement has it. */
export function withElement(raw: RawStatement, element: Element, other: RawStatement): RawStatement {
  const found = elementOf(other, element);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(raw);
  const at = entries.findIndex(([name]) => isNameOf(element, name));
  const put: [name: string, value: unknown][] = found ? [[...found]] : [];
  return Object.fromEntries(at < 0 ? [...entries, ...put] : entries.toSpliced(at, 1, ...put));
}

/** The principals of a statement. None for `NotPrincipal`, which names those that are excepted. */
export function principalsIn(raw: RawStatement): readonly NamedPrincipal[] {
  return isNegated(raw, 'principal') ? [] : namedIn(raw);
}

/** The principals that an element names, of `Principal` or of `NotPrincipal`. */
export function namedIn(raw: RawStatement): readonly NamedPrincipal[] {
  const [, value] = elementOf(raw, 'principal') ?? [];
  if (value === '*') return [{ type: '*', text: '*' }];
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([type, texts]) => listOf(texts).map((text) => ({ type, text: String(text) })));
}

/** The meaning of a principal. `undefined`: it has none. */
export function meaningOf({ type, text }: NamedPrincipal): Principal | undefined {
  return type === '*' ? { is: 'everyone' } : readPrincipal(type, text);
}

/** The statement with those of its principals that are kept. `undefined`: none is left. */
export function withPrincipals(
  raw: RawStatement,
  isKept: (principal: NamedPrincipal) => boolean,
): RawStatement | undefined {
  const [name, value] = elementOf(raw, 'principal') ?? [];
  if (name === undefined) return raw;
  if (!isRecord(value)) return isKept({ type: '*', text: '*' }) ? raw : undefined;
  const types = Object.entries(value).flatMap(([type, texts]) => {
    const left = kept(texts, (text) => isKept({ type, text: String(text) }));
    return left === undefined ? [] : [[type, left] as const];
  });
  return types.length === 0 ? undefined : { ...raw, [name]: Object.fromEntries(types) };
}

/** The statement with more principals. Without a statement: one like another, for these principals only. */
export function alsoFor(
  raw: RawStatement | undefined,
  more: readonly NamedPrincipal[],
  like: RawStatement,
): RawStatement {
  const [name = 'Principal', value] = elementOf(like, 'principal') ?? [];
  const before = raw !== undefined && isRecord(value) ? value : {};
  const types = new Set([...Object.keys(before), ...more.map(({ type }) => type)]);
  const after = [...types].map((type) => {
    const texts = more.filter((each) => each.type === type).map(({ text }) => text);
    const had = Object.hasOwn(before, type) ? before[type] : [];
    if (texts.length === 0) return [type, had] as const;
    const all = [...listOf(had), ...texts];
    return [type, all.length === 1 ? all[0] : all] as const;
  });
  return { ...(raw ?? like), [name]: Object.fromEntries(after) };
}

/** The actions of a statement. None for `NotAction`. */
export function actionsIn(raw: RawStatement): readonly string[] {
  const [, value] = elementOf(raw, 'action') ?? [];
  return value === undefined || isNegated(raw, 'action') ? [] : listOf(value).map(String);
}

/** The statement with those of its actions that are kept. `undefined`: none is left. */
export function withActions(raw: RawStatement, isKept: (action: string) => boolean): RawStatement | undefined {
  const [name, value] = elementOf(raw, 'action') ?? [];
  if (name === undefined) return raw;
  const left = kept(value, (action) => isKept(String(action)));
  return left === undefined ? undefined : { ...raw, [name]: left };
}

export function conditionsIn(raw: RawStatement): readonly WrittenCondition[] {
  const [, value] = elementOf(raw, 'condition') ?? [];
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([operator, block]) =>
    isRecord(block)
      ? Object.entries(block).map(([key, values]) => ({ operator, key, values: listOf(values).map(String) }))
      : [],
  );
}

/** The statement with those values of one condition that are kept; at least one has to be. */
export function withValues(
  raw: RawStatement,
  { operator, key }: Pick<WrittenCondition, 'operator' | 'key'>,
  isKept: (value: string) => boolean,
): RawStatement {
  const [name, value] = elementOf(raw, 'condition') ?? [];
  const block = isRecord(value) ? value[operator] : undefined;
  if (name === undefined || !isRecord(value) || !isRecord(block)) return raw;
  const left = kept(block[key], (each) => isKept(String(each)));
  return left === undefined ? raw : { ...raw, [name]: { ...value, [operator]: { ...block, [key]: left } } };
}

/** A list stays a list, also with one value. */
function kept(value: unknown, isKept: (each: unknown) => boolean): unknown {
  if (!Array.isArray(value)) return isKept(value) ? value : undefined;
  const left = value.filter(isKept);
  return left.length === 0 ? undefined : left.length === value.length ? value : left;
}
