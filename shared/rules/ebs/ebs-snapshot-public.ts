import * as z from 'zod';
import { defineRule } from '../../core/rule.ts';
import { judgeShares } from '../../resources/common/shares.ts';
import { unshareEbsSnapshot } from '../../resources/ebs-snapshot/actions.ts';
import { ebsSnapshot } from '../../resources/ebs-snapshot/kind.ts';

export default defineRule({
  id: 'ebs-snapshot-public',
  title: 'EBS snapshots are shared with trusted accounts only',
  severity: 'critical',
  kind: ebsSnapshot,
  watches: ['sharedWith'],
  controls: {
    fsbp: ['EC2.1'],
    soc2: ['CC6.6'],
    'iso-27001': ['A.8.1'],
    'ellipsis-drive': ['ED-L14.1', 'ED-L23.1', 'ED-L28.1'],
  },
  options: z.strictObject({
    publicSnapshots: z.array(z.string()).default([]).describe('Ids of snapshots that are public on purpose.'),
  }),
  messages: {
    public: 'The snapshot is public: anybody with an AWS account can make a volume of it and read it.',
    shared: {
      text: 'The snapshot is shared with {{who}}, which is not trusted and can copy it.',
      severity: 'high',
      controls: { 'ellipsis-drive': ['ED-L14.1', 'ED-L28.1'] },
    },
  },
  fix: 'Remove the permission to create volumes; a copy that was made in the meantime stays with whoever made it.',

  judge: (snapshot, context) =>
    context.options.publicSnapshots.includes(context.ref.id) ? [] : judgeShares(snapshot, context),

  remediation: {
    mode: 'auto',
    // Another account may depend on what it was given.
    approveFor: ['shared'],
    actions: [unshareEbsSnapshot],
    plan: (_, violations) => violations.map(({ path }) => unshareEbsSnapshot({ share: path })),
  },
});
