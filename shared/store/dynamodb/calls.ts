import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AttributeValue,
  ConditionalCheckFailedException,
  ConditionCheck,
  Delete,
  Put,
  QueryCommandInput,
  TransactionCanceledException,
  TransactWriteItem,
  Update,
} from '@aws-sdk/client-dynamodb';
import type { Aws } from '../../aws/clients.ts';
import { Conflict } from '../conflict.ts';
import { pack, unpack } from '../packed.ts';

export type Item = Record<string, AttributeValue>;
export type Key = Readonly<Record<'pk' | 'sk', AttributeValue.SMember>>;

export function keyOf(pk: string, sk: string): Key {
  return { pk: { S: pk }, sk: { S: sk } };
}

export function rateLimitKey(rule: string, account: string): Key {
  return keyOf(`L#${rule}|${account}`, 'rate-limit');
}

/** How long findings' events and audit records are kept. Seconds. */
export const RETENTION = 400 * 24 * 60 * 60;

/** The condition that the item does not exist yet. */
export const NEW = 'attribute_not_exists(pk)';

/** The JSON text of an item. Findings and their events are packed, and those of earlier versions are not. */
export function bodyIn({ body }: Item): string {
  return body?.S ?? (body?.B ? unpack(body.B) : '{}');
}

/** A JSON text that takes less in the table. */
export function packedBody(text: string): AttributeValue {
  return { B: pack(text) };
}

export interface TablePlace {
  readonly aws: Aws;
  readonly table: string;
  readonly region: string;
}

type Nameless<T> = Omit<T, 'TableName'>;
export type Write =
  | { readonly Put: Nameless<Put> }
  | { readonly Update: Nameless<Update> }
  | { readonly Delete: Nameless<Delete> }
  | { readonly ConditionCheck: Nameless<ConditionCheck> };

/** `met`: whether the item met the condition; `item`: where not, the item; otherwise the item after the update. */
export interface Updated {
  readonly met: boolean;
  readonly item?: Item;
}

/** The calls to one table. Reads are consistent; a write throws `Conflict` where it meets another write. */
export interface Calls {
  get(key: Key): Promise<Item | undefined>;
  /** Several items in one read; those that do not exist are missing. */
  getAll(keys: readonly Key[]): Promise<readonly Item[]>;
  put(item: Item): Promise<void>;
  remove(key: Key): Promise<void>;
  /** @param answer Whether to return the item after the update. */
  update(update: Nameless<Update>, answer?: 'ALL_NEW'): Promise<Updated>;
  /** One page. */
  query(query: Nameless<QueryCommandInput>): Promise<{ readonly items: readonly Item[]; readonly last?: Item }>;
  /** All or nothing. The SDK gives every attempt of one call the same token, so that it is written once. */
  transact(writes: readonly Write[]): Promise<void>;
}

export function createCalls({ aws, table: TableName, region }: TablePlace): Calls {
  // It is as much code as all of Plumbline's, and is loaded on first use, so that a function is ready sooner.
  const dynamo = async () => {
    const sdk = await import('./sdk.ts');
    return { sdk, client: aws.client(sdk.DynamoDBClient, { region }) };
  };
  return {
    async get(key) {
      const { client, sdk } = await dynamo();
      const { Item } = await client.send(new sdk.GetItemCommand({ TableName, Key: key, ConsistentRead: true }));
      return Item;
    },
    async getAll(keys) {
      const { client, sdk } = await dynamo();
      const RequestItems = { [TableName]: { Keys: [...keys], ConsistentRead: true } };
      const { Responses = {}, UnprocessedKeys = {} } = await client.send(new sdk.BatchGetItemCommand({ RequestItems }));
      // An item that was not read may exist.
      if (UnprocessedKeys[TableName])
        throw Object.assign(new Error('Some items were not read.'), { name: 'ThrottlingException' });
      return Responses[TableName] ?? [];
    },
    async put(Item) {
      const { client, sdk } = await dynamo();
      await orConflict(client.send(new sdk.PutItemCommand({ TableName, Item })));
    },
    async remove(key) {
      const { client, sdk } = await dynamo();
      await orConflict(client.send(new sdk.DeleteItemCommand({ TableName, Key: key })));
    },
    async update(update, answer) {
      const { client, sdk } = await dynamo();
      const command = new sdk.UpdateItemCommand({
        TableName,
        ...update,
        ReturnValues: answer,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      try {
        const { Attributes: item } = await orConflict(client.send(command));
        return { met: true, ...(item ? { item } : {}) };
      } catch (error) {
        if (!isNamed<ConditionalCheckFailedException>(error, 'ConditionalCheckFailedException')) throw error;
        return { met: false, ...(error.Item ? { item: error.Item } : {}) };
      }
    },
    async query(query) {
      const { client, sdk } = await dynamo();
      const { Items = [], LastEvaluatedKey: last } = await client.send(new sdk.QueryCommand({ TableName, ...query }));
      return { items: Items, ...(last ? { last } : {}) };
    },
    async transact(writes) {
      const { client, sdk } = await dynamo();
      const TransactItems = writes.map((write): TransactWriteItem => {
        if ('Put' in write) return { Put: { TableName, ...write.Put } };
        if ('Delete' in write) return { Delete: { TableName, ...write.Delete } };
        if ('Update' in write) return { Update: { TableName, ...write.Update } };
        return { ConditionCheck: { TableName, ...write.ConditionCheck } };
      });
      for (let attempt = 1; ; attempt += 1) {
        try {
          return void (await client.send(new sdk.TransactWriteItemsCommand({ TransactItems })));
        } catch (error) {
          // Another transaction was at work on one of the items, such as a count, and no condition has failed.
          if (attempt >= MEETINGS || !isMeeting(error)) throw explained(error);
          await sleep(Math.random() * LONGEST_PAUSE * attempt);
        }
      }
    },
  };
}

/** Attempts of a transaction that meets others. */
const MEETINGS = 6;
/** Milliseconds, multiplied by the number of the attempt. */
const LONGEST_PAUSE = 30;

/** Whether nothing but another transaction at the same time kept a transaction from its writes. */
function isMeeting(error: unknown): boolean {
  if (!isNamed<TransactionCanceledException>(error, 'TransactionCanceledException')) return false;
  const reasons = reasonsOf(error);
  return reasons.length > 0 && reasons.every((code) => code === 'TransactionConflict');
}

function reasonsOf({ CancellationReasons = [] }: TransactionCanceledException): readonly string[] {
  return CancellationReasons.map(({ Code = 'None' }) => Code).filter((code) => code !== 'None');
}

const CONFLICTS = new Set(['ConditionalCheckFailed', 'TransactionConflict']);
/** Reasons of a cancelled transaction, with the names of the same errors where they come alone. */
const THROTTLED: ReadonlyMap<string, string> = new Map([
  ['ThrottlingError', 'ThrottlingException'],
  ['ProvisionedThroughputExceeded', 'ProvisionedThroughputExceededException'],
]);

async function orConflict<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw explained(error);
  }
}

/**
 * A cancelled transaction has a reason for each item, and only some reasons are temporary. The error takes the name of
 * the gravest.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
function explained(error: unknown): unknown {
  if (isNamed(error, 'TransactionConflictException')) return conflict(error);
  if (!isNamed<TransactionCanceledException>(error, 'TransactionCanceledException')) return error;
  const reasons = reasonsOf(error);
  if (reasons.some((code) => CONFLICTS.has(code))) return conflict(error);
  const reason = reasons.find((code) => !THROTTLED.has(code)) ?? reasons[0];
  return reason === undefined ? error : Object.assign(error, { name: THROTTLED.get(reason) ?? reason });
}

/** By its name: the class would have to be loaded, and may exist twice. */
function isNamed<E extends Error>(error: unknown, name: E['name']): error is E {
  return error instanceof Error && error.name === name;
}

function conflict(cause: Error): Conflict {
  return new Conflict('Another process wrote the same meanwhile.', { cause });
}

/** All items of a query, page by page, consistently read. */
export async function everyItem(
  calls: Pick<Calls, 'query'>,
  query: Nameless<QueryCommandInput>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await calls.query({ ...query, ConsistentRead: true, ...(from ? { ExclusiveStartKey: from } : {}) });
    items.push(...page.items);
    from = page.last;
  } while (from);
  return items;
}
