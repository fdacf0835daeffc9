// Written by `npm run generate`. Do not edit.
import ebsSnapshotPublic from '../../shared/rules/ebs/ebs-snapshot-public.ts';

export default [ebsSnapshotPublic];
