import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Aws } from '../../shared/aws/clients.ts';
import { motoAws } from '../support/aws.ts';
import type { TestStore } from './contract/make.ts';
import { storeInNewTable } from './tables.ts';

/** Of nobody else. */
const REGION = 'eu-north-1';

let aws: Aws | undefined;

/** A store in a new table. */
export async function motoStore(pageSize?: number): Promise<TestStore> {
  aws ??= inTurn(motoAws());
  const client = aws.client(DynamoDBClient, { region: REGION });
  return storeInNewTable({ aws, client, region: REGION }, pageSize);
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
