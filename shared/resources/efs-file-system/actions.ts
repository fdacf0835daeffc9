import { swap } from '../../core/action.ts';
import { writable } from '../../policy/deleted.ts';
import { describePolicy } from '../common/policy-change.ts';
import type { EfsFileSystem } from './kind.ts';

/** `null` removes the policy. Ids of deleted principals are left out: AWS refuses them. */
export const putFileSystemPolicy = swap<EfsFileSystem, unknown>()({
  type: 'elasticfilesystem.put-file-system-policy',
  describe: ({ before, after }) => describePolicy('file system policy', before, after),
  simulate: (state, { after }) => ({ ...state, policy: writable(after) }),
});
