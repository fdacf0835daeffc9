import { isDeepStrictEqual } from 'node:util';
import { Refusal } from './service.ts';

/** A value as DynamoDB writes it: `{ S: 'text' }`; those of other types are only compared. */
export interface Value {
  readonly S?: string;
  readonly N?: string;
  readonly M?: Item;
}
export type Item = Readonly<Record<string, Value>>;

/** The names and values that an expression refers to. */
export interface Terms {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Value>>;
}

/** Of an item: whether it meets a condition, or what an operand is. */
type Test = (item: Item | undefined) => boolean;
type Operand = (item: Item | undefined) => Value | undefined;

const TOKEN = /\s*(<>|<=|>=|[=<>(),]|[:#\w.]+)/y;
const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/**
 * The part of DynamoDB's expressions that the store uses; anything else is refused.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function condition(expression: string | undefined, terms: Terms): Test {
  if (expression === undefined) return () => true;
  const tokens = tokensOf(expression);
  const test = either();
  if (tokens.length > 0) throw unsupported(expression);
  return test;

  function either(): Test {
    const tests = [all()];
    while (taken('OR')) tests.push(all());
    return (item) => tests.some((each) => each(item));
  }

  function all(): Test {
    const tests = [one()];
    while (taken('AND')) tests.push(one());
    return (item) => tests.every((each) => each(item));
  }

  function one(): Test {
    if (taken('(')) {
      const inner = either();
      expected(')');
      return inner;
    }
    const word = next();
    if (word === 'attribute_exists' || word === 'attribute_not_exists') {
      const [operand] = operandsOf();
      return (item) => (operand?.(item) !== undefined) === (word === 'attribute_exists');
    }
    if (word === 'begins_with') {
      const [operand, start] = operandsOf();
      return (item) => (operand?.(item)?.S ?? '').startsWith(start?.(item)?.S ?? '');
    }
    const left = operandOf(word, terms);
    const comparison = next();
    if (comparison === 'IN') {
      const choices = operandsOf();
      return (item) => choices.some((choice) => isDeepStrictEqual(left(item), choice(item)));
    }
    const holds = COMPARISONS[comparison];
    if (!holds) throw unsupported(expression ?? '');
    const right = operandOf(next(), terms);
    return (item) => {
      const [a, b] = [left(item), right(item)];
      if (comparison === '<>') return !isDeepStrictEqual(a, b);
      return a !== undefined && b !== undefined && holds(compare(a, b));
    };
  }

  function operandsOf(): readonly Operand[] {
    expected('(');
    const operands = [operandOf(next(), terms)];
    while (taken(',')) operands.push(operandOf(next(), terms));
    expected(')');
    return operands;
  }

  function taken(token: string): boolean {
    if (tokens[0] !== token) return false;
    tokens.shift();
    return true;
  }

  function expected(token: string): void {
    if (!taken(token)) throw unsupported(expression ?? '');
  }

  function next(): string {
    return tokens.shift() ?? '';
  }
}

/**
 * `SET path = :value, path = if_not_exists(path, :value), … REMOVE path, … ADD path :number, …`, which is all that the
 * store uses.
 * @throws {Refusal} where the map that a path leads through is not there.
 */
export function update(expression: string, terms: Terms, item: Item): Item {
  const updated = structuredClone(item) as Record<string, Value>;
  const [, sets = '', removes = '', adds = ''] =
    /^(?:SET\s+(.+?))?\s*(?:\bREMOVE\s+(.+?))?\s*(?:\bADD\s+(.+))?$/.exec(expression) ?? [];
  if (sets === '' && removes === '' && adds === '') throw unsupported(expression);
  for (const set of listOf(sets.replaceAll(/if_not_exists\(([\w#.]+), (:\w+)\)/g, '$1 or $2'))) {
    const [, path = '', unless, value = ''] = /^([\w#.]+) = (?:([\w#.]+) or )?(:\w+)$/.exec(set) ?? [];
    const known = unless === undefined ? undefined : operandOf(unless, terms)(item);
    put(path, known ?? valueOf(value));
  }
  for (const add of listOf(adds)) {
    const [, path = '', value = ''] = /^([\w#.]+) (:\w+)$/.exec(add) ?? [];
    const sum = Number(operandOf(path, terms)(item)?.N ?? 0) + Number(valueOf(value).N);
    put(path, { N: String(sum) });
  }
  for (const path of listOf(removes)) {
    const [parent, name] = placeOf(updated, path);
    delete parent[name];
  }
  return updated;

  function valueOf(name: string): Value {
    const given = terms.ExpressionAttributeValues?.[name];
    if (!given) throw unsupported(expression);
    return given;
  }

  function put(path: string, value: Value): void {
    const [place, name] = placeOf(updated, path);
    place[name] = value;
  }

  function placeOf(whole: Record<string, Value>, path: string): readonly [Record<string, Value>, string] {
    const names = namesOf(path, terms);
    let parent = whole;
    for (const name of names.slice(0, -1)) {
      const map = parent[name]?.M;
      if (!map)
        throw new Refusal('ValidationException', 'The document path provided in the update expression is invalid');
      parent = map;
    }
    return [parent, names.at(-1) ?? ''];
  }
}

/** What a key condition wants the partition key to be. */
export function partitionIn(expression: string, terms: Terms, key: string): Value | undefined {
  const equal = [...expression.matchAll(/([\w#]+) = (:\w+)/g)].find(([, name = '']) => namesOf(name, terms)[0] === key);
  return terms.ExpressionAttributeValues?.[equal?.[2] ?? ''];
}

/** Order of two values of one type: numbers by size, texts by their bytes. */
export function compare(a: Value, b: Value): number {
  if (a.N !== undefined && b.N !== undefined) return Number(a.N) - Number(b.N);
  if (a.S !== undefined && b.S !== undefined) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  return isDeepStrictEqual(a, b) ? 0 : Number.NaN;
}

function operandOf(token: string, terms: Terms): Operand {
  if (token.startsWith(':')) {
    const value = terms.ExpressionAttributeValues?.[token];
    if (!value) throw new Refusal('ValidationException', `${token} is not defined`);
    return () => value;
  }
  if (!/^[#\w.]+$/.test(token)) throw unsupported(token);
  const [first = '', ...rest] = namesOf(token, terms);
  return (item) => rest.reduce<Value | undefined>((value, name) => value?.M?.[name], item?.[first]);
}

function namesOf(path: string, { ExpressionAttributeNames = {} }: Terms): readonly string[] {
  return path.split('.').map((name) => {
    const known = name.startsWith('#') ? ExpressionAttributeNames[name] : name;
    if (!known) throw new Refusal('ValidationException', `${name} is not defined`);
    return known;
  });
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < expression.length; at = TOKEN.lastIndex) {
    const [, token] = TOKEN.exec(expression) ?? [];
    if (token === undefined) throw unsupported(expression);
    tokens.push(token);
  }
  return tokens;
}

function listOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(',').map((each) => each.trim());
}

function unsupported(expression: string): Refusal {
  return new Refusal('ValidationException', `The stand-in cannot read the expression ${expression}`);
}
