import { putField, switched } from '../common/put-field.ts';
import type { RdsDatabase } from './kind.ts';

const put = putField<RdsDatabase>();

export const setPubliclyAccessible = put(
  'rds.set-publicly-accessible',
  'publiclyAccessible',
  switched('public access to the database'),
);

export const putAutoMinorVersionUpgrade = put(
  'rds.put-auto-minor-version-upgrade',
  'autoMinorVersionUpgrade',
  switched('automatic upgrades of the minor version'),
);

export const putDatabaseDeletionProtection = put(
  'rds.put-deletion-protection',
  'deletionProtection',
  switched('deletion protection of the database'),
);

export const putBackupRetention = put('rds.put-backup-retention', 'backupRetentionPeriod', (days) =>
  days === 0 ? 'Switch automated backups off' : `Keep automated backups for ${days} days`,
);
