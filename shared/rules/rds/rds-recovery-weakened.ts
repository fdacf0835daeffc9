import * as z from 'zod';
import { putBackupRetention, putDatabaseDeletionProtection } from '../../resources/rds-database/actions.ts';
import { rdsDatabase } from '../../resources/rds-database/kind.ts';
import { waitsFor } from '../common/rds-database.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'rds-recovery-weakened',
  title: 'RDS databases keep backups and are not deleted by mistake',
  severity: 'high',
  kind: rdsDatabase,
  controls: ['rds-deletion-protection-off', 'rds-backup-retention-reduced'],
  options: z.strictObject({
    leastDays: z.number().int().min(1).max(35).default(7).describe('The least days for which backups are kept.'),
    exempt: z
      .array(z.string())
      .default([])
      .describe('Databases whose data can be lost, as in their ARN: `db:NAME` or `cluster:NAME`.'),
  }),
  fix: 'Switch deletion protection on, and keep automated backups for long enough.',
  reads: ['cluster', 'replica'],
  // Backups and protection of an instance in a cluster are those of the cluster, which is judged.
  isExempt: ({ cluster }, { ref, options }) => cluster !== undefined || options.exempt.includes(ref.id),
  cannot: ({ pending }) => waitsFor(pending),
  settings: {
    deletionProtection: {
      wrong: {
        text: 'Deletion protection of the database is off: one call deletes it.',
        severity: 'medium',
        controls: ['rds-deletion-protection-off'],
      },
      unseen: 'whether deletion protection is on',
      isRight: (on) => on,
      fix: { put: putDatabaseDeletionProtection, to: () => true },
    },
    backupRetentionPeriod: {
      wrong: {
        text: 'Automated backups of the database are kept for too short a time, in days: {{value}} (0: there are none).',
        controls: ['rds-backup-retention-reduced'],
      },
      unseen: 'for how long backups are kept',
      // The source of a replica has the backups.
      isExempt: ({ replica }) => replica === true,
      isRight: (days, { options }) => days >= options.leastDays,
      fix: {
        put: putBackupRetention,
        to: (_, { options, baseline }) => Math.max(options.leastDays, baseline?.backupRetentionPeriod ?? 0),
        // Switching backups on interrupts reads and writes of some instances for a moment.
        approve: true,
      },
    },
  },
});
