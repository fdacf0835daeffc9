// Written by `npm run generate`. Do not edit.
import ebsSnapshotPublic from '../../shared/rules/ebs/ebs-snapshot-public.ts';

export { ebsSnapshot as kind } from '../../shared/resources/ebs-snapshot/kind.ts';
export default [ebsSnapshotPublic];
