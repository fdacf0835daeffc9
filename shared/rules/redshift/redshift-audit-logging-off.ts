import * as z from 'zod';
import { putClusterLogging } from '../../resources/redshift-cluster/actions.ts';
import { redshiftCluster } from '../../resources/redshift-cluster/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'redshift-audit-logging-off',
  title: 'Redshift clusters write audit logs',
  severity: 'medium',
  kind: redshiftCluster,
  controls: ['redshift-audit-logging-off'],
  options: z.strictObject({}),
  fix: 'Let the cluster write audit logs to a bucket or to CloudWatch Logs.',
  settings: {
    logging: {
      wrong: {
        text: 'The cluster writes no audit logs.',
        resolved: 'The cluster writes audit logs again.',
      },
      unseen: 'whether the cluster writes audit logs',
      isRight: (logging) => logging !== null,
      fix: { put: putClusterLogging, to: (_, { baseline }) => baseline?.logging ?? undefined },
    },
  },
});
