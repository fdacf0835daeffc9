import { unshareRdsSnapshot } from '../../resources/rds-snapshot/actions.ts';
import { rdsSnapshot } from '../../resources/rds-snapshot/kind.ts';
import { shareRule } from '../common/share-rule.ts';

export default shareRule({
  id: 'rds-snapshot-public',
  title: 'RDS snapshots are shared with trusted accounts only',
  kind: rdsSnapshot,
  controls: ['rds-snapshot-public'],
  exempt: {
    option: 'publicSnapshots',
    description: 'Snapshots that are public on purpose, as in their ARN: `snapshot:NAME` or `cluster-snapshot:NAME`.',
  },
  public: 'The snapshot is public: anyone with an AWS account can restore the database and read it.',
  shared: {
    text: 'The snapshot is shared with {{who}}, which is not trusted and can restore the database.',
    controls: [
      {
        control: 'rds-snapshot-shared-external',
        partly: 'Exports of a snapshot to a bucket of another account are not judged.',
      },
    ],
  },
  fix: 'Remove the accounts that are not trusted from the restore attribute. Copies that others have made are not affected.',
  unshare: unshareRdsSnapshot,
});
