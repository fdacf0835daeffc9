// Written by `npm run generate`. Do not edit.
import ebsDefaultEncryptionOff from '../../shared/rules/ebs/ebs-default-encryption-off.ts';

export default [ebsDefaultEncryptionOff];
