import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Aws } from '../../shared/aws/clients.ts';
import { putDeletionProtection, putPointInTimeRecovery } from '../../shared/resources/dynamodb-table/actions.ts';
import { applyAction } from '../support/aws.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const RULE = 'dynamodb-recovery-weakened';

let count = 0;

/** A table with recovery and protection. */
async function make(aws: Aws): Promise<string> {
  count += 1;
  const TableName = `orders-${count}`;
  await aws.client(DynamoDBClient, PLACE).send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    }),
  );
  const ref = { kind: 'dynamodb-table', ...PLACE, id: TableName };
  await applyAction(ref, putPointInTimeRecovery({ before: false, after: true }), aws);
  return TableName;
}

export const STORIES: readonly ActionStory[] = [
  story('dynamodb.put-point-in-time-recovery', RULE, 'dynamodb-table', {
    make,
    drift: () => [putPointInTimeRecovery({ before: true, after: false })],
    event: ({ id }) => [
      'dynamodb:UpdateContinuousBackups',
      { tableName: id, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false } },
    ],
  }),
  story('dynamodb.put-deletion-protection', RULE, 'dynamodb-table', {
    make,
    drift: () => [putDeletionProtection({ before: true, after: false })],
    event: ({ id }) => ['dynamodb:UpdateTable', { tableName: id, deletionProtectionEnabled: false }],
  }),
];
