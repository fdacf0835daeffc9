import { putField, switched } from '../common/put-field.ts';
import type { DynamodbTable } from './kind.ts';

const put = putField<DynamodbTable>();

export const putPointInTimeRecovery = put(
  'dynamodb.put-point-in-time-recovery',
  'pointInTimeRecovery',
  switched('point-in-time recovery'),
);

export const putDeletionProtection = put(
  'dynamodb.put-deletion-protection',
  'deletionProtection',
  switched('deletion protection'),
);
