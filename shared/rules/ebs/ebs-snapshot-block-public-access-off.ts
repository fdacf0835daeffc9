import * as z from 'zod';
import { putSnapshotBlock } from '../../resources/snapshot-block-public-access/actions.ts';
import { snapshotBlockPublicAccess } from '../../resources/snapshot-block-public-access/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'ebs-snapshot-block-public-access-off',
  title: 'No EBS snapshot of a region can be made public',
  severity: 'high',
  kind: snapshotBlockPublicAccess,
  controls: ['ebs-snapshot-block-public-access-off'],
  options: z.strictObject({
    exceptRegions: z
      .array(z.string())
      .default([])
      .describe('Regions that are not judged, such as one for public data.'),
  }),
  fix: 'Switch Block Public Access for EBS snapshots on again, and look for snapshots that were shared meanwhile.',
  isExempt: (_, { ref, options }) => options.exceptRegions.includes(ref.id),
  settings: {
    mode: {
      wrong: {
        text: 'Block Public Access for EBS snapshots was weakened to {{value}}.',
        resolved: 'Block Public Access for EBS snapshots is on again.',
      },
      unseen: 'whether Block Public Access for EBS snapshots is on',
      // New sharing alone is blocked: snapshots that are public stay so, which is right where it always was so.
      isRight: (mode, { baseline }) =>
        mode === 'block-all-sharing' || (mode === 'block-new-sharing' && baseline?.mode !== 'block-all-sharing'),
      shown: (mode) => mode,
      fix: {
        put: putSnapshotBlock,
        to: (_, { baseline }) => (baseline?.mode === 'block-new-sharing' ? baseline.mode : 'block-all-sharing'),
      },
    },
  },
});
