import { unshareEbsSnapshot } from '../../resources/ebs-snapshot/actions.ts';
import { ebsSnapshot } from '../../resources/ebs-snapshot/kind.ts';
import { shareRule } from '../common/share-rule.ts';

export default shareRule({
  id: 'ebs-snapshot-public',
  title: 'EBS snapshots are shared with trusted accounts only',
  kind: ebsSnapshot,
  controls: ['ebs-snapshot-public'],
  exempt: { option: 'publicSnapshots', description: 'Ids of snapshots that are public on purpose.' },
  public: 'The snapshot is public: anyone with an AWS account can create a volume from it and read it.',
  shared: {
    text: 'The snapshot is shared with {{who}}, which is not trusted and can copy it.',
    controls: ['ebs-snapshot-shared-external'],
  },
  fix: 'Remove the permission to create volumes. Copies that others have made are not affected.',
  blocked: {
    neighbours: ['block'],
    by: ({ block: { items } }) => {
      const mode = items[0]?.state.mode;
      return mode === undefined ? undefined : mode === 'block-all-sharing';
    },
    unless: 'the region blocks public snapshots (not known)',
  },
  unshare: unshareEbsSnapshot,
});
