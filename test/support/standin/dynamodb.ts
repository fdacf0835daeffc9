import { isDeepStrictEqual } from 'node:util';
import { compare, condition, type Item, partitionIn, type Terms, update, type Value } from './expressions.ts';
import { ACCOUNT, REGION, Refusal, type Service } from './service.ts';
import { createStream, type Stream } from './streams.ts';

interface Keys {
  readonly hash: string;
  readonly range?: string | undefined;
}

interface Table {
  readonly name: string;
  readonly keys: Keys;
  readonly indexes: ReadonlyMap<string, Keys>;
  /** By partition key, then by sort key, both as JSON. */
  readonly partitions: Map<string, Map<string, Item>>;
  readonly stream: Stream;
}

/** One write of a transaction, or one by itself. */
interface Write extends Terms, Named {
  readonly Item?: Item;
  readonly Key?: Item;
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

type Verb = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

interface Query extends Terms, Named {
  readonly IndexName?: string;
  readonly KeyConditionExpression: string;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
  readonly ScanIndexForward?: boolean;
}

interface Named {
  readonly TableName: string;
}

interface Description extends Named, KeySchema {
  readonly GlobalSecondaryIndexes?: readonly (KeySchema & { readonly IndexName: string })[];
}

interface Transaction {
  readonly TransactItems: readonly Readonly<Partial<Record<Verb, Write>>>[];
  readonly ClientRequestToken?: string;
}

interface Position {
  readonly StreamArn: string;
  readonly ShardIteratorType: string;
  readonly SequenceNumber?: string;
}

interface KeySchema {
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
}

/** Bytes of an item. @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LARGEST = 400 * 1024;

/**
 * Tables with indexes that hold keys only, transactions and a stream of new images. Every call is done before the next
 * begins, so that a transaction is atomic and reads are consistent. Items never expire, and every page is as long as
 * its limit.
 */
export function createDynamo(): { readonly dynamodb: Service; readonly streams: Service } {
  const tables = new Map<string, Table>();
  /** Transactions by their tokens: AWS does them once. */
  const done = new Map<string, unknown>();
  const streams = new Map<string, Stream>();

  const dynamodb: Service = {
    CreateTable({ TableName: name, GlobalSecondaryIndexes = [], ...primary }: Description) {
      const keys = keysOf(primary);
      const arn = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}/stream/1`;
      const stream = createStream(arn, Object.values(keys) as string[]);
      streams.set(arn, stream);
      const indexes = new Map(GlobalSecondaryIndexes.map((index) => [index.IndexName, keysOf(index)]));
      tables.set(name, { name, keys, indexes, partitions: new Map(), stream });
      return { TableDescription: { TableName: name, TableStatus: 'ACTIVE', LatestStreamArn: arn } };
    },
    DescribeTable(input: Named) {
      const { name, stream } = tableOf(input);
      return { Table: { TableName: name, TableStatus: 'ACTIVE', LatestStreamArn: stream.arn } };
    },
    GetItem: (input: Write) => found(itemAt(input), 'Item'),
    BatchGetItem({ RequestItems }: { readonly RequestItems: Record<string, { readonly Keys: readonly Item[] }> }) {
      const asked = Object.entries(RequestItems);
      const read = ([TableName, { Keys }]: (typeof asked)[number]) =>
        Keys.flatMap((Key) => itemAt({ TableName, Key }) ?? []);
      return { Responses: Object.fromEntries(asked.map((each) => [each[0], read(each)])), UnprocessedKeys: {} };
    },
    PutItem: (input: Write) => single('Put', input),
    UpdateItem: (input: Write) => single('Update', input),
    DeleteItem: (input: Write) => single('Delete', input),
    Query: query,
    Scan: (input: Named) => ({ Items: itemsOf(tableOf(input)) }),
    TransactWriteItems({ TransactItems, ClientRequestToken: token }: Transaction) {
      if (token !== undefined && done.has(token)) {
        if (isDeepStrictEqual(done.get(token), TransactItems)) return {};
        throw new Refusal('IdempotentParameterMismatchException', 'The token was used for another transaction.');
      }
      transact(TransactItems.flatMap((each) => Object.entries(each) as [Verb, Write][]));
      if (token !== undefined) done.set(token, TransactItems);
      return {};
    },
  };

  return {
    dynamodb,
    streams: {
      DescribeStream: ({ StreamArn }: { readonly StreamArn: string }) => ({
        StreamDescription: { StreamArn, Shards: [{ ShardId: 'shard-1' }] },
      }),
      GetShardIterator({ StreamArn, ShardIteratorType, SequenceNumber }: Position) {
        const after = ShardIteratorType === 'TRIM_HORIZON' ? 0 : Number(SequenceNumber);
        return { ShardIterator: JSON.stringify([StreamArn, after]) };
      },
      GetRecords({ ShardIterator }: { readonly ShardIterator: string }) {
        const [arn, after] = JSON.parse(ShardIterator) as [string, number];
        return { Records: streams.get(arn)?.after(after) ?? [] };
      },
    },
  };

  function tableOf({ TableName }: Named): Table {
    const table = tables.get(TableName);
    if (!table) throw new Refusal('ResourceNotFoundException', `There is no table ${TableName}.`);
    return table;
  }

  function itemAt(write: Write): Item | undefined {
    const { keys, partitions } = tableOf(write);
    const key = write.Item ?? write.Key ?? {};
    return partitions.get(JSON.stringify(key[keys.hash]))?.get(JSON.stringify(key[keys.range ?? '']));
  }

  function holds(write: Write): boolean {
    return condition(write.ConditionExpression, write)(itemAt(write));
  }

  function single(verb: Verb, write: Write): object {
    const before = itemAt(write);
    if (!holds(write)) {
      const shown = write.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before ? { Item: before } : {};
      throw new Refusal('ConditionalCheckFailedException', 'The conditional request failed', shown);
    }
    const after = result(verb, write);
    store(write, after);
    return write.ReturnValues === 'ALL_NEW' ? found(after, 'Attributes') : {};
  }

  function transact(writes: readonly (readonly [Verb, Write])[]): void {
    const places = writes.map(([, write]) => [write.TableName, keyOf(tableOf(write), write.Item ?? write.Key ?? {})]);
    if (new Set(places.map((place) => JSON.stringify(place))).size < places.length)
      throw new Refusal('ValidationException', 'Transaction request cannot include multiple operations on one item');
    const CancellationReasons = writes.map(([, write]) => ({ Code: holds(write) ? 'None' : 'ConditionalCheckFailed' }));
    if (CancellationReasons.some(({ Code }) => Code !== 'None')) {
      const message = `Transaction cancelled [${CancellationReasons.map(({ Code }) => Code).join(', ')}]`;
      throw new Refusal('TransactionCanceledException', message, { CancellationReasons });
    }
    const changes = writes.filter(([verb]) => verb !== 'ConditionCheck');
    const results = changes.map(([verb, write]) => [write, result(verb, write)] as const);
    for (const [write, after] of results) store(write, after);
  }

  /** What a write leaves of its item. */
  function result(verb: Verb, write: Write): Item | undefined {
    if (verb === 'Delete') return undefined;
    const after =
      verb === 'Put' ? write.Item : update(write.UpdateExpression ?? '', write, itemAt(write) ?? write.Key ?? {});
    if (Buffer.byteLength(JSON.stringify(after)) > LARGEST)
      throw new Refusal('ValidationException', 'Item size has exceeded the maximum allowed size');
    return after;
  }

  function store(write: Write, after: Item | undefined): void {
    const table = tableOf(write);
    const before = itemAt(write);
    const key = write.Item ?? write.Key ?? {};
    const [hash, range] = [JSON.stringify(key[table.keys.hash]), JSON.stringify(key[table.keys.range ?? ''])];
    const partition = table.partitions.get(hash) ?? new Map<string, Item>();
    table.partitions.set(hash, partition);
    if (after) partition.set(range, after);
    else partition.delete(range);
    table.stream.record(before, after);
  }

  function query({ TableName, IndexName, KeyConditionExpression, Limit, ...rest }: Query): object {
    const table = tableOf({ TableName });
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
}

function itemsOf({ partitions }: Table): readonly Item[] {
  return [...partitions.values()].flatMap((partition) => [...partition.values()]);
}

function keysOf({ KeySchema }: KeySchema): Keys {
  const named = (type: string) => KeySchema.find(({ KeyType }) => KeyType === type)?.AttributeName;
  return { hash: named('HASH') ?? '', range: named('RANGE') };
}

function keyOf({ keys }: Table, item: Item): Item {
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

function found(item: Item | undefined, as: string): object {
  return item ? { [as]: item } : {};
}
