import { CreateTableCommand, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Aws } from '../../shared/aws/clients.ts';
import { createDynamoStore } from '../../shared/store/dynamodb.ts';
import { KEYS } from '../../shared/store/table.ts';
import type { TestStore } from './contract/make.ts';

export interface TablePlace {
  readonly aws: Aws;
  readonly client: DynamoDBClient;
  readonly region: string;
}

let tables = 0;

/** A store in a new table. */
export async function storeInNewTable({ aws, client, region }: TablePlace, pageSize?: number): Promise<TestStore> {
  tables += 1;
  const table = `plumbline-${tables}-${crypto.randomUUID()}`;
  await client.send(new CreateTableCommand({ TableName: table, ...KEYS }));
  return {
    ...createDynamoStore({ aws, table, region, ...(pageSize ? { pageSize } : {}) }),
    async heartbeat() {
      const Key = { pk: { S: 'S' }, sk: { S: 'heartbeat' } };
      const { Item = {} } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
      const times = Object.entries(Item).filter(([name]) => !(name in Key));
      return Object.fromEntries(times.map(([name, { N }]) => [name, Number(N)]));
    },
  };
}
