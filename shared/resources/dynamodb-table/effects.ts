import { DynamoDBClient, UpdateContinuousBackupsCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { effectOf } from '../../aws/effect.ts';
import { putDeletionProtection, putPointInTimeRecovery } from './actions.ts';

const TABLES = 'dynamodb:{region}:{account}:table/*';

export default [
  effectOf(putPointInTimeRecovery, {
    permissions: { 'dynamodb:UpdateContinuousBackups': TABLES },
    async apply(ref, { after }, aws) {
      await aws.client(DynamoDBClient, ref).send(
        new UpdateContinuousBackupsCommand({
          TableName: ref.id,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: after },
        }),
      );
    },
  }),
  effectOf(putDeletionProtection, {
    permissions: { 'dynamodb:UpdateTable': TABLES },
    async apply(ref, { after }, aws) {
      await aws
        .client(DynamoDBClient, ref)
        .send(new UpdateTableCommand({ TableName: ref.id, DeletionProtectionEnabled: after }));
    },
  }),
];
