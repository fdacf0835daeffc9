import { describe } from 'vitest';
import { describeWithMoto } from '../support/aws.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { storeContract } from './contract.ts';
import { motoStore } from './moto.ts';

describe('a store in memory', () => {
  storeContract(async (pageSize) => createMemoryStore(pageSize ? { pageSize } : {}));
});

describeWithMoto('a store in DynamoDB', () => {
  storeContract(motoStore);
});
