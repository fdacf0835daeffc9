import * as z from 'zod';
import { putDeletionProtection, putPointInTimeRecovery } from '../../resources/dynamodb-table/actions.ts';
import { dynamodbTable } from '../../resources/dynamodb-table/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'dynamodb-recovery-weakened',
  title: 'DynamoDB tables can be recovered and are not deleted by mistake',
  severity: 'medium',
  kind: dynamodbTable,
  controls: ['dynamodb-pitr-off', 'dynamodb-deletion-protection-off'],
  options: z.strictObject({
    exempt: z.array(z.string()).default([]).describe('Names of tables whose data can be lost, such as a cache.'),
  }),
  fix: 'Switch point-in-time recovery and deletion protection on.',
  isExempt: (_, { ref, options }) => options.exempt.includes(ref.id),
  settings: {
    pointInTimeRecovery: {
      wrong: {
        text: 'Point-in-time recovery of the table is off: data that is overwritten or deleted cannot be restored.',
        controls: ['dynamodb-pitr-off'],
      },
      unseen: 'whether point-in-time recovery is on',
      isRight: (on) => on,
      fix: { put: putPointInTimeRecovery, to: () => true },
    },
    deletionProtection: {
      wrong: {
        text: 'Deletion protection of the table is off: one call deletes the table with all its data.',
        controls: ['dynamodb-deletion-protection-off'],
      },
      unseen: 'whether deletion protection is on',
      isRight: (on) => on,
      fix: { put: putDeletionProtection, to: () => true },
    },
  },
});
