import { putFileSystemPolicy } from '../../resources/efs-file-system/actions.ts';
import { efsFileSystem } from '../../resources/efs-file-system/kind.ts';
import { resourcePolicyRule } from '../common/resource-policy-rule.ts';

export default resourcePolicyRule({
  id: 'efs-policy-public',
  title: 'EFS file system policies give access to trusted accounts only',
  kind: efsFileSystem,
  field: 'policy',
  name: 'file system policy',
  controls: ['efs-policy-open'],
  shared: {
    option: 'sharedFileSystems',
    description: 'Ids of file systems that named outside accounts may use. Access of anyone is always reported.',
  },
  fix: 'Name the roles and accounts that need the file system, or demand that clients come through a mount target.',
  put: putFileSystemPolicy,
});
