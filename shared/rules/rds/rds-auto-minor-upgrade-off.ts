import * as z from 'zod';
import { putAutoMinorVersionUpgrade } from '../../resources/rds-database/actions.ts';
import { rdsDatabase } from '../../resources/rds-database/kind.ts';
import { hasOwnInstances, isCluster, multiAzCluster, waitsFor } from '../common/rds-database.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'rds-auto-minor-upgrade-off',
  title: 'RDS databases upgrade their minor version automatically',
  severity: 'medium',
  kind: rdsDatabase,
  controls: ['rds-auto-minor-upgrade-off'],
  options: z.strictObject({
    exempt: z
      .array(z.string())
      .default([])
      .describe('Databases that people upgrade, as in their ARN: `db:NAME` or `cluster:NAME`.'),
  }),
  fix: 'Switch automatic upgrades of the minor version on.',
  reads: ['engine', 'cluster'],
  isExempt: (database, { ref, options }) =>
    options.exempt.includes(ref.id) ||
    // DocumentDB does not use the setting.
    database.engine?.startsWith('docdb') === true ||
    // The cluster is judged where its instances cannot be modified, else each instance.
    (isCluster(ref.id) ? hasOwnInstances(database.engine ?? 'aurora') : multiAzCluster(database) !== undefined),
  cannot: ({ pending }) => waitsFor(pending),
  settings: {
    autoMinorVersionUpgrade: {
      wrong: {
        text: 'Automatic upgrades of the minor version are off: the database does not get security fixes by itself.',
        resolved: 'Automatic upgrades of the minor version are now on.',
      },
      unseen: 'whether the minor version is upgraded automatically',
      isRight: (on) => on,
      fix: { put: putAutoMinorVersionUpgrade, to: () => true },
    },
  },
});
