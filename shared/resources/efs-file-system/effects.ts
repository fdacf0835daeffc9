import { DeleteFileSystemPolicyCommand, EFSClient, PutFileSystemPolicyCommand } from '@aws-sdk/client-efs';
import { effectOf } from '../../aws/effect.ts';
import { writable } from '../../policy/deleted.ts';
import { policyText } from '../common/api-policy-text.ts';
import { putFileSystemPolicy } from './actions.ts';

const FILE_SYSTEMS = 'elasticfilesystem:{region}:{account}:file-system/*';

export default [
  effectOf(putFileSystemPolicy, {
    permissions: {
      'elasticfilesystem:PutFileSystemPolicy': FILE_SYSTEMS,
      'elasticfilesystem:DeleteFileSystemPolicy': FILE_SYSTEMS,
    },
    refusals: {
      FileSystemNotFound: 'The file system no longer exists.',
      IncorrectFileSystemLifeCycleState: 'The file system is not available now.',
    },
    async apply({ id: FileSystemId, ...place }, { after }, aws) {
      const client = aws.client(EFSClient, place);
      const policy = writable(after);
      if (policy === null) await client.send(new DeleteFileSystemPolicyCommand({ FileSystemId }));
      else await client.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy: policyText(policy) }));
    },
  }),
];
