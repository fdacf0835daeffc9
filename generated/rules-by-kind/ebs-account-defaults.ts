// Written by `npm run generate`. Do not edit.
import ebsDefaultEncryptionOff from '../../shared/rules/ebs/ebs-default-encryption-off.ts';

export { ebsAccountDefaults as kind } from '../../shared/resources/ebs-account-defaults/kind.ts';
export default [ebsDefaultEncryptionOff];
