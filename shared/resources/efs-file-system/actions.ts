import { putPolicy } from '../common/put-policy.ts';
import type { EfsFileSystem } from './kind.ts';

export const putFileSystemPolicy = putPolicy<EfsFileSystem>()(
  'elasticfilesystem.put-file-system-policy',
  'file system policy',
);
