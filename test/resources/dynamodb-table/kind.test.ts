import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { dynamodbTable } from '../../../shared/resources/dynamodb-table/kind.ts';
import { trailRecord } from '../../support/events.ts';

const ID = 'orders';
const NEITHER = { pointInTimeRecovery: false, deletionProtection: false };

test.each([
  ['dynamodb:CreateTable', { request: { tableName: ID } }, NEITHER],
  [
    'dynamodb:CreateTable',
    { request: { tableName: ID, deletionProtectionEnabled: true } },
    { ...NEITHER, deletionProtection: true },
  ],
  ['dynamodb:ImportTable', { request: { tableCreationParameters: { tableName: ID } } }, NEITHER],
  ['dynamodb:RestoreTableFromBackup', { request: { targetTableName: ID } }, NEITHER],
  ['dynamodb:RestoreTableToPointInTime', { request: { targetTableName: ID } }, NEITHER],
  ['dynamodb:UpdateTable', { request: { tableName: ID, billingMode: 'PAY_PER_REQUEST' } }, {}],
  [
    'dynamodb:UpdateTable',
    { request: { tableName: ID, deletionProtectionEnabled: false } },
    { deletionProtection: false },
  ],
  ['dynamodb:DeleteTable', { request: { tableName: ID } }, GONE],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(dynamodbTable, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(dynamodbTable, undefined, event, ID)).toEqual(state);
});

test('an event that names no table is unreadable', () => {
  const event = decodeEvent(trailRecord('dynamodb:CreateTable', { request: {} }));
  expect(() => refsOf(dynamodbTable, event)).toThrow('names no table');
});
