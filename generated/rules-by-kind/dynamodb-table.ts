// Written by `npm run generate`. Do not edit.
import dynamodbRecoveryWeakened from '../../shared/rules/dynamodb/dynamodb-recovery-weakened.ts';

export { dynamodbTable as kind } from '../../shared/resources/dynamodb-table/kind.ts';
export default [dynamodbRecoveryWeakened];
