import { inverses } from '../../core/action.ts';
import { nameOfShare, type Share, withoutShares, withShares } from '../common/shares.ts';
import type { Ami } from './kind.ts';

export const [unshareImage, shareImage] = inverses<Ami, { readonly share: Share }>()(
  {
    type: 'ec2.unshare-image',
    describe: ({ share }) => `Stop sharing the image with ${nameOfShare(share)}`,
    simulate: (image, { share }) => withoutShares(image, [share]),
  },
  {
    type: 'ec2.share-image',
    describe: ({ share }) => `Share the image with ${nameOfShare(share)}`,
    simulate: (image, { share }) => withShares(image, [share]),
  },
);
