import * as z from 'zod';
import { efsFileSystem } from '../../resources/efs-file-system/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'efs-unencrypted',
  title: 'EFS file systems encrypt what they hold',
  severity: 'high',
  kind: efsFileSystem,
  controls: ['efs-unencrypted'],
  options: z.strictObject({}),
  fix: 'Make a new file system with encryption, copy the data with DataSync, and delete this one.',
  settings: {
    encrypted: {
      wrong: 'The file system does not encrypt what it holds. AWS cannot change that later.',
      unseen: 'whether the file system is encrypted',
      isRight: (on) => on,
    },
  },
});
