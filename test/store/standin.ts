import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Aws } from '../../shared/aws/clients.ts';
import { createDynamoStore } from '../../shared/store/dynamodb.ts';
import type { Store } from '../../shared/store/store.ts';
import { KEYS } from '../../shared/store/table.ts';
import { type Standin, startStandin } from '../support/standin/server.ts';

const REGION = 'eu-west-1';

export interface StandinStores {
  readonly standin: Standin;
  /** A store in a new table. */
  make(pageSize?: number): Promise<Store>;
}

/** Stores in the tables of a stand-in of its own. */
export async function startStandinStores(): Promise<StandinStores> {
  const standin = await startStandin();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ region: REGION, endpoint: standin.url, credentials, maxAttempts: 1 });
  const aws: Aws = { client: () => client as never };
  let tables = 0;
  return {
    standin,
    async make(pageSize) {
      tables += 1;
      const table = `plumbline-${tables}`;
      await client.send(new CreateTableCommand({ TableName: table, ...KEYS }));
      return createDynamoStore({ aws, table, region: REGION, ...(pageSize ? { pageSize } : {}) });
    },
  };
}
