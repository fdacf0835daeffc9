import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putDeletionProtection, putPointInTimeRecovery } from '../../../shared/resources/dynamodb-table/actions.ts';
import dynamodbTable from '../../../shared/resources/dynamodb-table/reader.ts';
import rule from '../../../shared/rules/dynamodb/dynamodb-recovery-weakened.ts';
import { describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { expectMended } from '../../support/mend.ts';

describeWithMoto('DynamoDB table: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(DynamoDBClient, PLACE);
  let count = 0;

  async function make(): Promise<string> {
    count += 1;
    const TableName = `reader-${count}`;
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    );
    return TableName;
  }

  test('a new one has neither recovery nor protection', async () => {
    const found = await dynamodbTable.read(refOn(dynamodbTable, await make()), aws);
    expect(found).toEqual({ pointInTimeRecovery: false, deletionProtection: false });
  });

  test('is changed as the actions say, and back', async () => {
    const ref = refOn(dynamodbTable, await make());
    await expectConforming(dynamodbTable, ref, putPointInTimeRecovery({ before: false, after: true }), aws);
    await expectConforming(dynamodbTable, ref, putDeletionProtection({ before: false, after: true }), aws);
  });

  test('a table without recovery and protection is found and mended', async () => {
    await expectMended(rule, dynamodbTable, refOn(dynamodbTable, await make()), aws);
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = refOn(dynamodbTable, await make());
    expect(await listed(dynamodbTable, aws)).toContain(ref.id);
    await client.send(new DeleteTableCommand({ TableName: ref.id }));
    expect(await dynamodbTable.read(ref, aws)).toBe(GONE);
    expect(await listed(dynamodbTable, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(dynamodbTable, refOn(dynamodbTable, await make()), motoAws());
  });
});

describe('DynamoDB table: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(DynamoDBClient, PLACE));

  test('every page is listed', async () => {
    client
      .on(ListTablesCommand, { ExclusiveStartTableName: undefined })
      .resolves({ TableNames: ['one'], LastEvaluatedTableName: 'one' })
      .on(ListTablesCommand, { ExclusiveStartTableName: 'one' })
      .resolves({ TableNames: ['two'] });
    expect(await listed(dynamodbTable, aws)).toEqual(['one', 'two']);
    client.restore();
  });
});
