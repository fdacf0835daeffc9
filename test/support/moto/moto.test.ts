import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { describeWithMoto } from '../aws.ts';

const TableName = 'puts-and-cancelled-transactions';
const PUTS = 120;

/*
 * Puts, while transactions are cancelled all the time. Each transaction also puts items that never exist, because its
 * condition does not hold.
 */
describeWithMoto('the stand-in, where transactions are cancelled in parallel with puts', () => {
  const options = {
    endpoint: inject('moto'),
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const table = new DynamoDBClient(options);
  const streams = new DynamoDBStreamsClient(options);
  const acknowledged: string[] = [];
  /** What a reader of the table has seen at any time, and at the end. */
  const seen = new Set<string>();
  let left: readonly string[] = [];
  /** What two readers of the stream were handed. */
  const afterNumber: string[] = [];
  const byIterator: string[] = [];
  let cancelled = 0;

  beforeAll(async () => {
    const { TableDescription } = await table.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      }),
    );
    const stream = { StreamArn: TableDescription?.LatestStreamArn, ShardId: '' };
    const { StreamDescription } = await streams.send(new DescribeStreamCommand(stream));
    stream.ShardId = StreamDescription?.Shards?.[0]?.ShardId ?? '';
    const begin = { ...stream, ShardIteratorType: 'TRIM_HORIZON' as const };
    let { ShardIterator: iterator } = await streams.send(new GetShardIteratorCommand(begin));
    let last: string | undefined;

    async function readAfterNumber(): Promise<void> {
      const from = { ...stream, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: last };
      const { ShardIterator } = await streams.send(new GetShardIteratorCommand(last === undefined ? begin : from));
      const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
      last = Records.at(-1)?.dynamodb?.SequenceNumber ?? last;
      afterNumber.push(...Records.map(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S ?? ''));
    }
    async function readByIterator(): Promise<void> {
      const { Records = [], NextShardIterator } = await streams.send(
        new GetRecordsCommand({ ShardIterator: iterator }),
      );
      iterator = NextShardIterator;
      byIterator.push(...Records.map(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S ?? ''));
    }
    async function scan(): Promise<void> {
      const { Items = [] } = await table.send(new ScanCommand({ TableName }));
      left = Items.map(({ pk }) => pk?.S ?? '');
      for (const pk of left) seen.add(pk);
    }
    async function cancel(): Promise<void> {
      const never = { TableName, Key: { pk: { S: 'never' } }, ConditionExpression: 'attribute_exists(pk)' };
      const puts = [1, 2, 3].map((nth) => ({ Put: { TableName, Item: { pk: { S: `phantom ${cancelled} ${nth}` } } } }));
      const error = await table
        .send(new TransactWriteItemsCommand({ TransactItems: [...puts, { ConditionCheck: never }] }))
        .catch((thrown: Error) => thrown);
      if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') throw error;
      cancelled += 1;
    }
    async function put(): Promise<void> {
      const pk = `real ${acknowledged.length}`;
      await table.send(new PutItemCommand({ TableName, Item: { pk: { S: pk } } }));
      acknowledged.push(pk);
    }

    const isOver = () => acknowledged.length === PUTS;
    const all = [readAfterNumber, readByIterator, scan, cancel, cancel, put].map(async (each) => {
      while (!isOver()) await each();
    });
    await Promise.all(all);
    for (const each of [readAfterNumber, readByIterator, scan]) await each();
  }, 60_000);

  test('no put that was acknowledged is lost', () => {
    expect(left.toSorted()).toEqual(acknowledged.toSorted());
  });

  test('the stream hands over each put, once and in order', () => {
    expect(cancelled).toBeGreaterThan(5);
    expect(afterNumber).toEqual(acknowledged);
    expect(byIterator).toEqual(acknowledged);
  });

  test('nothing that a cancelled transaction has put is ever in the stream or in the table', () => {
    const phantoms = [...afterNumber, ...byIterator, ...seen].filter((pk) => pk.startsWith('phantom'));
    expect(phantoms).toEqual([]);
  });
});

describeWithMoto('the stand-in, where a transaction is cancelled or there are many items', () => {
  const table = new DynamoDBClient({
    endpoint: inject('moto'),
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

  test.each([
    ['with a sort key', ['pk', 'sk']],
    ['without', ['pk']],
  ])('what a cancelled one has put, changed and deleted is as it was: %s', async (title, keys) => {
    const TableName = `cancelled-${title.replaceAll(' ', '-')}`;
    await table.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      }),
    );
    const keyOf = (name: string) => Object.fromEntries(keys.map((key) => [key, { S: name }]));
    for (const name of ['put', 'changed', 'deleted', 'other'])
      await table.send(new PutItemCommand({ TableName, Item: { ...keyOf(name), count: { N: '1' } } }));
    const all = async () => (await table.send(new ScanCommand({ TableName }))).Items;
    const before = await all();
    const cancelled = table.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: { ...keyOf('put'), count: { N: '2' } } } },
          { Put: { TableName, Item: { ...keyOf('new'), count: { N: '2' } } } },
          {
            Update: {
              TableName,
              Key: keyOf('changed'),
              UpdateExpression: 'SET #count = :two',
              ExpressionAttributeNames: { '#count': 'count' },
              ExpressionAttributeValues: { ':two': { N: '2' } },
            },
          },
          { Delete: { TableName, Key: keyOf('deleted') } },
          { ConditionCheck: { TableName, Key: keyOf('never'), ConditionExpression: 'attribute_exists(pk)' } },
        ],
      }),
    );
    await expect(cancelled).rejects.toThrow('Transaction cancelled');
    const after = await all();
    expect(after).toHaveLength(4);
    expect(after).toEqual(expect.arrayContaining(before ?? []));
  });

  test('a transaction takes no longer in a full table', async () => {
    const TableName = 'filled-between-transactions';
    await table.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    );
    const itemsFrom = (first: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        Put: { TableName, Item: { pk: { S: `${first + index}` }, of: { M: { some: { S: 'text' } } } } },
      }));
    const write = async (first: number, count: number) => {
      const began = performance.now();
      await table.send(new TransactWriteItemsCommand({ TransactItems: itemsFrom(first, count) }));
      return performance.now() - began;
    };
    const five = async (first: number) => {
      const times = [];
      for (let nth = 0; nth < 5; nth += 1) times.push(await write(first + nth * 10, 10));
      return Math.min(...times);
    };
    const empty = await five(0);
    for (let first = 1000; first < 4000; first += 100) await write(first, 100);
    // Copied for each part, a table of 3,000 items took a hundred times as long.
    expect(await five(5000)).toBeLessThan(10 * empty);
  });
});

/** Starts Python with our correction, and with modules in place of moto's. */
function startWith(
  modules: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly said: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-moto-'));
  for (const [path, text] of Object.entries(modules)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const PYTHONPATH = [fileURLToPath(new URL('.', import.meta.url)), folder].join(delimiter);
  return new Promise((resolve) => {
    execFile('python3', ['-c', 'print("started")'], { env: { ...process.env, PYTHONPATH } }, (error, out, said) => {
      rmSync(folder, { recursive: true, force: true });
      resolve({ code: Number(error?.code ?? 0), said: `${out}${said}` });
    });
  });
}

(inject('moto') === '' ? describe.skip : describe)('where moto is made otherwise than expected', () => {
  const NONE = 'class DynamoDBBackend: pass\n';
  const OTHERS = {
    'moto/__init__.py': '',
    'moto/dynamodb/__init__.py': '',
    'moto/dynamodb/models/__init__.py': NONE,
    'moto/dynamodb/models/table.py':
      'class Table:\n  def __init__(self): self.items = self.stream_shard = 1\nclass StreamShard:\n  def __init__(self): self.items = self.table = 1\n',
    'moto/dynamodb/responses.py': 'class DynamoHandler:\n  def _dispatch(self): pass\n',
    'moto/dynamodbstreams/__init__.py': '',
    'moto/dynamodbstreams/responses.py': 'class DynamoDBStreamsHandler:\n  def _dispatch(self): pass\n',
  };

  test.each([
    ['has no transactions', {}, 'DynamoDBBackend has no method transact_write_items'],
    [
      'keeps its items elsewhere',
      { 'moto/dynamodb/models/table.py': OTHERS['moto/dynamodb/models/table.py'].replace('self.items', 'self.rows') },
      'a Table has no items',
    ],
    [
      'answers elsewhere',
      { 'moto/dynamodb/responses.py': 'class DynamoHandler: pass\n' },
      'DynamoHandler has no method _dispatch',
    ],
    ['has no streams', { 'moto/dynamodbstreams/responses.py': '' }, 'cannot import'],
  ])('and %s, it does not start, and says why', async (_, other, why) => {
    const { code, said } = await startWith({ ...OTHERS, ...other });
    expect(code).toBe(1);
    expect(said).toContain("The stand-in's table and stream cannot be corrected");
    expect(said).toContain(why);
    expect(said).not.toContain('started');
  });

  test('a sitecustomize of the machine is run as well', async () => {
    const transactions = 'class DynamoDBBackend:\n  def transact_write_items(self): pass\n';
    const { said } = await startWith({
      ...OTHERS,
      'moto/dynamodb/models/__init__.py': transactions,
      'sitecustomize.py': 'print("of the machine")',
    });
    expect(said).toContain('of the machine');
    expect(said).toContain('table and stream are corrected');
  });
});
