import { wholeResource } from '../../policy/transport.ts';
import { putFileSystemPolicy } from '../../resources/efs-file-system/actions.ts';
import { efsFileSystem } from '../../resources/efs-file-system/kind.ts';
import { tlsOnlyRule } from '../common/tls-only-rule.ts';

export default tlsOnlyRule({
  id: 'efs-tls-not-required',
  title: 'EFS file system policies keep denying clients without TLS',
  kind: efsFileSystem,
  field: 'policy',
  name: 'file system policy',
  controls: ['efs-policy-open'],
  plain: {
    option: 'plainFileSystems',
    description: 'Ids of file systems that clients may mount without TLS.',
    required: 'Also report file systems whose policy never denied clients without TLS.',
  },
  fix: 'Put the policy back, or add a Deny for everyone with the condition that aws:SecureTransport is false.',
  protects: (ref) => wholeResource(efsFileSystem.arn?.(ref) ?? '', 'elasticfilesystem:*'),
  put: putFileSystemPolicy,
});
