import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { dynamodbTable } from './kind.ts';

const TABLES = 'dynamodb:{region}:{account}:table/*';
const NO_SUCH = ['ResourceNotFoundException', 'TableNotFoundException'];

export default defineReader(dynamodbTable, {
  permissions: {
    read: { 'dynamodb:DescribeTable': TABLES, 'dynamodb:DescribeContinuousBackups': TABLES },
    list: { 'dynamodb:ListTables': '*' },
  },
  async read(ref, aws) {
    const dynamodb = aws.client(DynamoDBClient, ref);
    const name = { TableName: ref.id };
    const [table, backups] = await Promise.all([
      absentOn(NO_SUCH, () => dynamodb.send(new DescribeTableCommand(name))),
      absentOn(NO_SUCH, () => dynamodb.send(new DescribeContinuousBackupsCommand(name))),
    ]);
    if (!table?.Table || !backups || table.Table.TableStatus === 'DELETING') return GONE;
    const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    return {
      pointInTimeRecovery: recovery === 'ENABLED',
      deletionProtection: table.Table.DeletionProtectionEnabled ?? false,
    };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(DynamoDBClient, place)
      .send(new ListTablesCommand({ ExclusiveStartTableName: from }));
    return page(found.TableNames ?? [], found.LastEvaluatedTableName);
  },
});
