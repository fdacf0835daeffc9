import { inverses } from '../../core/action.ts';
import { nameOfShare, type Share, withoutShares, withShares } from '../common/shares.ts';
import type { SsmDocument } from './kind.ts';

interface DocumentShare {
  readonly share: Share;
  /** `$DEFAULT`, `$LATEST` or `$ALL`. Left out: AWS shares the default version. */
  readonly version?: string;
}

export const [unshareDocument, shareDocument] = inverses<SsmDocument, DocumentShare>()(
  {
    type: 'ssm.unshare-document',
    describe: ({ share }) => `Stop sharing the document with ${nameOfShare(share)}`,
    simulate: (document, { share }) => withoutShares(document, [share]),
  },
  {
    type: 'ssm.share-document',
    describe: ({ share }) => `Share the document with ${nameOfShare(share)}`,
    simulate: (document, { share }) => withShares(document, [share]),
  },
);
