import { inverses } from '../../core/action.ts';
import { nameOfShare, type Share, withoutShares, withShares } from '../common/shares.ts';
import type { EbsSnapshot } from './kind.ts';

export const [unshareEbsSnapshot, shareEbsSnapshot] = inverses<EbsSnapshot, { readonly share: Share }>()(
  {
    type: 'ebs.unshare-snapshot',
    describe: ({ share }) => `Stop sharing the snapshot with ${nameOfShare(share)}`,
    simulate: (snapshot, { share }) => withoutShares(snapshot, [share]),
  },
  {
    type: 'ebs.share-snapshot',
    describe: ({ share }) => `Share the snapshot with ${nameOfShare(share)}`,
    simulate: (snapshot, { share }) => withShares(snapshot, [share]),
  },
);
