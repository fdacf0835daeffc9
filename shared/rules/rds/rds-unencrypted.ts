import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { rdsDatabase } from '../../resources/rds-database/kind.ts';

export default defineRule({
  id: 'rds-unencrypted',
  title: 'RDS instances and clusters encrypt their storage',
  severity: 'high',
  kind: rdsDatabase,
  watches: ['storageEncrypted'],
  reads: ['cluster'],
  controls: ['rds-unencrypted'],
  options: z.strictObject({}),
  messages: {
    unencrypted: 'The storage of the database is not encrypted. Its backups and snapshots are not encrypted either.',
  },
  fix: 'Take a snapshot, copy it with encryption, restore the copy and replace this database by it.',

  judge({ storageEncrypted, cluster }) {
    // The instance uses the storage of its cluster, which is judged.
    if (cluster) return [];
    if (storageEncrypted === undefined) return unknown('No event showed whether the storage is encrypted.');
    return storageEncrypted ? [] : [{ message: 'unencrypted', path: 'storageEncrypted', data: {} }];
  },
});
