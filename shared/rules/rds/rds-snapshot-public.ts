import * as z from 'zod';
import { defineRule } from '../../core/rule.ts';
import { judgeShares } from '../../resources/common/shares.ts';
import { unshareRdsSnapshot } from '../../resources/rds-snapshot/actions.ts';
import { rdsSnapshot } from '../../resources/rds-snapshot/kind.ts';

export default defineRule({
  id: 'rds-snapshot-public',
  title: 'RDS snapshots are shared with trusted accounts only',
  severity: 'critical',
  kind: rdsSnapshot,
  watches: ['sharedWith'],
  controls: {
    fsbp: ['DocumentDB.3', 'Neptune.3', 'RDS.1'],
    'iso-27001': ['A.8.1'],
    'ellipsis-drive': ['ED-L14.1', 'ED-L28.1'],
  },
  options: z.strictObject({
    publicSnapshots: z
      .array(z.string())
      .default([])
      .describe('Snapshots that are public on purpose, as in their ARN: `snapshot:NAME` or `cluster-snapshot:NAME`.'),
  }),
  messages: {
    public: 'The snapshot is public: anybody with an AWS account can restore the database and read it.',
    shared: {
      text: 'The snapshot is shared with {{who}}, which is not trusted and can restore the database.',
      severity: 'high',
      controls: { 'ellipsis-drive': ['ED-L28.1'] },
    },
  },
  fix: 'Remove whoever is not trusted from the restore attribute; a copy made in the meantime stays with whoever made it.',

  judge: (snapshot, context) =>
    context.options.publicSnapshots.includes(context.ref.id) ? [] : judgeShares(snapshot, context),

  remediation: {
    mode: 'auto',
    // Another account may depend on what it was given.
    approveFor: ['shared'],
    actions: [unshareRdsSnapshot],
    plan: (_, violations) => violations.map(({ path }) => unshareRdsSnapshot({ share: path })),
  },
});
