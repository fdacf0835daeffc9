import { GONE } from '../../../shared/core/kind.ts';
import { efsFileSystem } from '../../../shared/resources/efs-file-system/kind.ts';
import { provesOf, unreadableOf } from '../../support/kind-events.ts';

const ID = 'fs-0123456789abcdef0';
const request = { fileSystemId: ID };

provesOf(efsFileSystem, ID, [
  [
    'elasticfilesystem:CreateFileSystem',
    { request: { encrypted: true }, response: { fileSystemId: ID } },
    { encrypted: true, policy: null },
  ],
  ['elasticfilesystem:CreateFileSystem', { response: { fileSystemId: ID } }, { encrypted: false, policy: null }],
  [
    'elasticfilesystem:PutFileSystemPolicy',
    { request: { ...request, policy: '{"Statement": []}' } },
    { policy: { Statement: [] } },
  ],
  ['elasticfilesystem:DeleteFileSystemPolicy', { request }, { policy: null }],
  ['elasticfilesystem:DeleteFileSystem', { request }, GONE],
]);

unreadableOf(efsFileSystem, ID, [
  ['elasticfilesystem:DeleteFileSystem', { request: {} }, 'names no file system'],
  ['elasticfilesystem:PutFileSystemPolicy', { request }, 'shows no policy'],
]);
