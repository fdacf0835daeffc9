import { unshareImage } from '../../resources/ami/actions.ts';
import { ami } from '../../resources/ami/kind.ts';
import { shareRule } from '../common/share-rule.ts';

export default shareRule({
  id: 'ami-public',
  title: 'AMIs are shared with trusted accounts and organisations only',
  kind: ami,
  controls: ['ami-public'],
  exempt: { option: 'publicImages', description: 'Ids of images that are public on purpose.' },
  public: 'The image is public: anyone with an AWS account can launch it and read its contents.',
  shared: {
    text: 'The image is shared with {{who}}, which is not trusted and can launch it.',
    controls: ['ami-public/shared'],
  },
  fix: 'Remove the launch permission. Running instances and copies that others have made are not affected.',
  unshare: unshareImage,
});
