// Written by `npm run generate`. Do not edit.
import ebsVolumeUnencrypted from '../../shared/rules/ebs/ebs-volume-unencrypted.ts';

export { ebsVolume as kind } from '../../shared/resources/ebs-volume/kind.ts';
export default [ebsVolumeUnencrypted];
