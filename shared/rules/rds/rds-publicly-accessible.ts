import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { setPubliclyAccessible } from '../../resources/rds-database/actions.ts';
import { rdsDatabase } from '../../resources/rds-database/kind.ts';
import { isCluster, multiAzCluster, waitsFor } from '../common/rds-database.ts';

export default defineRule({
  id: 'rds-publicly-accessible',
  title: 'RDS databases have no public address',
  severity: 'critical',
  kind: rdsDatabase,
  watches: ['publiclyAccessible'],
  controls: ['rds-publicly-accessible'],
  options: z.strictObject({
    publicDatabases: z
      .array(z.string())
      .default([])
      .describe('Databases that are public on purpose, as in their ARN: `db:NAME` or `cluster:NAME`.'),
  }),
  messages: { public: 'The database has a public address: only its security groups protect it from the internet.' },
  fix: 'Switch public access off, and connect to the database from inside its network.',

  judge({ publiclyAccessible }, { ref, options }) {
    if (options.publicDatabases.includes(ref.id)) return [];
    if (publiclyAccessible) return [{ message: 'public', path: 'publiclyAccessible', data: {} }];
    // Only Multi-AZ DB clusters have the setting. The response of their creation shows it.
    if (publiclyAccessible === false || isCluster(ref.id)) return [];
    return unknown('No event showed whether the database has a public address.');
  },

  remediation: {
    mode: 'auto',
    actions: [setPubliclyAccessible],
    plan(database, _, { ref }) {
      if (isCluster(ref.id)) return { cannot: 'This setting of a cluster can only be set when it is created.' };
      const cluster = multiAzCluster(database);
      if (cluster) {
        return {
          cannot: `The instance belongs to Multi-AZ DB cluster ${cluster}, whose members cannot be modified. Its address is set when it is created.`,
        };
      }
      const cannot = waitsFor(database.pending);
      return cannot ? { cannot } : [setPubliclyAccessible({ before: true, after: false })];
    },
  },
});
