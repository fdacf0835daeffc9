import * as z from 'zod';
import { putClusterEncryption, putClusterPublic } from '../../resources/redshift-cluster/actions.ts';
import { redshiftCluster } from '../../resources/redshift-cluster/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'redshift-exposed',
  title: 'Redshift clusters are private and encrypted',
  severity: 'high',
  kind: redshiftCluster,
  controls: ['redshift-publicly-accessible', 'redshift-unencrypted'],
  options: z.strictObject({
    publicClusters: z.array(z.string()).default([]).describe('Names of clusters that are public on purpose.'),
  }),
  fix: 'Take the public address from the cluster, and encrypt it.',
  settings: {
    public: {
      wrong: {
        text: 'The cluster has a public address: only its security groups are between it and the internet.',
        severity: 'critical',
        controls: ['redshift-publicly-accessible'],
      },
      unseen: 'whether the cluster has a public address',
      isRight: (on, { ref, options }) => !on || options.publicClusters.includes(ref.id),
      fix: { put: putClusterPublic, to: () => false },
    },
    encrypted: {
      wrong: { text: 'The cluster does not encrypt what it holds.', controls: ['redshift-unencrypted'] },
      unseen: 'whether the cluster is encrypted',
      isRight: (on) => on,
      // The cluster moves to new nodes, and can only be read meanwhile.
      fix: { put: putClusterEncryption, to: () => true, approve: true },
    },
  },
});
