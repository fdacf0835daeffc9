// Written by `npm run generate`. Do not edit.
import efsPolicyPublic from '../../shared/rules/efs/efs-policy-public.ts';
import efsTlsNotRequired from '../../shared/rules/efs/efs-tls-not-required.ts';
import efsUnencrypted from '../../shared/rules/efs/efs-unencrypted.ts';

export { efsFileSystem as kind } from '../../shared/resources/efs-file-system/kind.ts';
export default [efsPolicyPublic, efsTlsNotRequired, efsUnencrypted];
