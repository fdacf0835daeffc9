import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Aws } from '../../shared/aws/clients.ts';
import { type Standin, startStandin } from '../support/standin/server.ts';
import type { TestStore } from './contract/make.ts';
import { storeInNewTable } from './tables.ts';

const REGION = 'eu-west-1';

export interface StandinStores {
  readonly standin: Standin;
  /** A store in a new table. */
  make(pageSize?: number): Promise<TestStore>;
}

/** Stores in the tables of a stand-in of its own. */
export async function startStandinStores(): Promise<StandinStores> {
  const standin = await startStandin();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ region: REGION, endpoint: standin.url, credentials, maxAttempts: 1 });
  const aws: Aws = { client: () => client as never };
  return { standin, make: (pageSize) => storeInNewTable({ aws, client, region: REGION }, pageSize) };
}
