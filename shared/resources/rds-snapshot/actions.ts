import { inverses } from '../../core/action.ts';
import { nameOfShare, type Share, withoutShares, withShares } from '../common/shares.ts';
import type { RdsSnapshot } from './kind.ts';

export const [unshareRdsSnapshot, shareRdsSnapshot] = inverses<RdsSnapshot, { readonly share: Share }>()(
  {
    type: 'rds.unshare-snapshot',
    describe: ({ share }) => `Stop sharing the snapshot with ${nameOfShare(share)}`,
    simulate: (snapshot, { share }) => withoutShares(snapshot, [share]),
  },
  {
    type: 'rds.share-snapshot',
    describe: ({ share }) => `Share the snapshot with ${nameOfShare(share)}`,
    simulate: (snapshot, { share }) => withShares(snapshot, [share]),
  },
);
