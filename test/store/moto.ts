import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Aws } from '../../shared/aws/clients.ts';
import { createDynamoStore } from '../../shared/store/dynamodb.ts';
import { KEYS } from '../../shared/store/table.ts';
import { motoAws } from '../support/aws.ts';
import type { TestStore } from './contract/make.ts';

/** Of nobody else. */
const REGION = 'eu-north-1';

let tables = 0;
let aws: Aws | undefined;

/** A store in a new table. */
export async function motoStore(pageSize?: number): Promise<TestStore> {
  aws ??= inTurn(motoAws());
  tables += 1;
  const table = `plumbline-${tables}-${crypto.randomUUID()}`;
  const client = aws.client(DynamoDBClient, { region: REGION });
  await client.send(new CreateTableCommand({ TableName: table, ...KEYS }));
  return {
    ...createDynamoStore({ aws, table, region: REGION, ...(pageSize ? { pageSize } : {}) }),
    async heartbeat() {
      const Key = { pk: { S: 'S' }, sk: { S: 'heartbeat' } };
      const { Item = {} } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
      const times = Object.entries(Item).filter(([name]) => !(name in Key));
      return Object.fromEntries(times.map(([name, { N }]) => [name, Number(N)]));
    },
  };
}

/**
 * moto writes a transaction item by item, and where it fails puts back the table as it was, with what others
 * wrote meanwhile. DynamoDB is atomic, so that here only one call is on its way at a time.
 */
function inTurn(aws: Aws): Aws {
  let last = Promise.resolve();
  aws.client(DynamoDBClient, { region: REGION }).middlewareStack.add(
    (next) => async (args) => {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await before;
      try {
        return await next(args);
      } finally {
        resolve();
      }
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return aws;
}
