import { unshareRdsSnapshot } from '../../resources/rds-snapshot/actions.ts';
import { rdsSnapshot } from '../../resources/rds-snapshot/kind.ts';
import { shareRule } from '../common/share-rule.ts';

export default shareRule({
  id: 'rds-snapshot-public',
  title: 'RDS snapshots are shared with trusted accounts only',
  kind: rdsSnapshot,
  controls: {
    fsbp: ['DocumentDB.3', 'Neptune.3', 'RDS.1'],
    'iso-27001': ['A.8.1'],
    'ellipsis-drive': ['ED-L14.1', 'ED-L28.1'],
  },
  exempt: {
    option: 'publicSnapshots',
    description: 'Snapshots that are public on purpose, as in their ARN: `snapshot:NAME` or `cluster-snapshot:NAME`.',
  },
  public: 'The snapshot is public: anyone with an AWS account can restore the database and read it.',
  shared: {
    text: 'The snapshot is shared with {{who}}, which is not trusted and can restore the database.',
    controls: { 'ellipsis-drive': ['ED-L28.1'] },
  },
  fix: 'Remove the accounts that are not trusted from the restore attribute. Copies that others have made are not affected.',
  unshare: unshareRdsSnapshot,
});
