// Written by `npm run generate`. Do not edit.
import ebsVolumeUnencrypted from '../../shared/rules/ebs/ebs-volume-unencrypted.ts';

export default [ebsVolumeUnencrypted];
