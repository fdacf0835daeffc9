import { compare, condition, type Item, partitionIn, type Terms, type Value } from './expressions.ts';
import { Refusal } from './service.ts';
import type { Stream } from './streams.ts';

interface Keys {
  readonly hash: string;
  readonly range?: string | undefined;
}

export interface Table {
  readonly name: string;
  readonly keys: Keys;
  readonly indexes: ReadonlyMap<string, Keys>;
  /** By partition key, then by sort key, both as JSON. */
  readonly partitions: Map<string, Map<string, Item>>;
  readonly stream: Stream;
}

export interface Query extends Terms {
  readonly IndexName?: string;
  readonly KeyConditionExpression: string;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
  readonly ScanIndexForward?: boolean;
}

export interface KeySchema {
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
}

/** One page of what meets a key condition, in the order of the sort keys. */
export function queried(table: Table, { IndexName, KeyConditionExpression, Limit, ...rest }: Query): object {
  const keys = IndexName === undefined ? table.keys : table.indexes.get(IndexName);
  if (!keys) throw new Refusal('ValidationException', `There is no index ${IndexName}.`);
  const meets = condition(KeyConditionExpression, rest);
  const hash = JSON.stringify(partitionIn(KeyConditionExpression, rest, keys.hash));
  const items = IndexName === undefined ? [...(table.partitions.get(hash)?.values() ?? [])] : itemsOf(table);
  const names = [...new Set([keys.range, table.keys.hash, table.keys.range].flatMap((name) => name ?? []))];
  const turn = rest.ScanIndexForward === false ? -1 : 1;
  const order = (a: Item, b: Item) =>
    turn * (names.map((name) => compare(valueOf(a, name), valueOf(b, name))).find((each) => each !== 0) ?? 0);
  const start = rest.ExclusiveStartKey;
  const matching = items
    .filter((item) => keys.hash in item && meets(item))
    .filter((item) => !start || order(item, start) > 0)
    .sort(order);
  const page = matching.slice(0, Limit);
  const all = [keys.hash, ...names];
  const shown = IndexName === undefined ? page : page.map((item) => pick(item, all));
  const last = page.at(-1);
  const isCut = last && Limit !== undefined && page.length === Limit;
  return { Items: shown, Count: shown.length, ...(isCut ? { LastEvaluatedKey: pick(last, all) } : {}) };
}

export function itemsOf({ partitions }: Table): readonly Item[] {
  return [...partitions.values()].flatMap((partition) => [...partition.values()]);
}

export function keysOf({ KeySchema }: KeySchema): Keys {
  const named = (type: string) => KeySchema.find(({ KeyType }) => KeyType === type)?.AttributeName;
  return { hash: named('HASH') ?? '', range: named('RANGE') };
}

export function keyOf({ keys }: Table, item: Item): Item {
  return pick(item, [keys.hash, ...(keys.range ? [keys.range] : [])]);
}

function pick(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(names.map((name) => [name, valueOf(item, name)]));
}

function valueOf(item: Item, name: string): Value {
  const value = item[name];
  if (!value) throw new Refusal('ValidationException', `The item has no ${name}.`);
  return value;
}
