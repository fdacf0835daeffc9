import { swap } from '../../core/action.ts';
import { type BlockPublicAccess, switched } from '../common/block-public-access.ts';
import type { S3Account } from './kind.ts';

export const putAccountBlockPublicAccess = swap<S3Account, BlockPublicAccess>()({
  type: 's3.put-account-block-public-access',
  describe: ({ before, after }) => `Block Public Access of the account: ${switched(before, after)}`,
  simulate: (account, { after }) => ({ ...account, blockPublicAccess: after }),
});
