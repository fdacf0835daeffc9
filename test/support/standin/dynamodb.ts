import { isDeepStrictEqual } from 'node:util';
import { condition, type Item, type Terms, update } from './expressions.ts';
import { ACCOUNT, REGION, Refusal, type Service } from './service.ts';
import { createStream, type Stream } from './streams.ts';
import { itemsOf, type KeySchema, keyOf, keysOf, type Query, queried, type Table } from './table.ts';

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

/** One item that was written, or one whose condition a transaction has checked. */
export interface Written {
  readonly table: Table;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly isTransaction: boolean;
  readonly isCheck: boolean;
}

export type OnWrite = (written: Written) => void;

/** Bytes of an item. @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LARGEST = 400 * 1024;

/**
 * Tables with indexes that hold keys only, transactions and a stream of new images. Every call is done before the next
 * begins, so that a transaction is atomic and reads are consistent. Items never expire, and every page is as long as
 * its limit.
 */
export function createDynamo(onWrite?: OnWrite): { readonly dynamodb: Service; readonly streams: Service } {
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
    Query: (input: Named & Query) => queried(tableOf(input), input),
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
    onWrite?.({ table: tableOf(write), before, after, isTransaction: false, isCheck: false });
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
    for (const [verb, write] of writes) {
      const before = itemAt(write);
      const isCheck = verb === 'ConditionCheck';
      const after = isCheck ? before : result(verb, write);
      onWrite?.({ table: tableOf(write), before, after, isTransaction: true, isCheck });
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
}

function found(item: Item | undefined, as: string): object {
  return item ? { [as]: item } : {};
}
