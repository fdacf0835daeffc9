import { afterAll, beforeAll, describe, expect } from 'vitest';
import { describeWithMoto } from '../support/aws.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { storeContract } from './contract.ts';
import { motoStore } from './moto.ts';
import { type StandinStores, startStandinStores } from './standin.ts';

describe('a store in memory', () => {
  storeContract(async (pageSize) => createMemoryStore(pageSize ? { pageSize } : {}));
});

describeWithMoto('a store in DynamoDB', () => {
  storeContract(motoStore);
});

// The fault loops of test/e2e rest on it.
describe('a store in the stand-in for DynamoDB', () => {
  let stores: StandinStores | undefined;
  beforeAll(async () => {
    stores = await startStandinStores();
  });
  afterAll(() => stores?.standin.stop());

  storeContract((pageSize) => (stores ?? expect.fail('there is no stand-in')).make(pageSize));
});
