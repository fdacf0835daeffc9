// Written by `npm run generate`. Do not edit.
import ebsSnapshotBlockPublicAccessOff from '../../shared/rules/ebs/ebs-snapshot-block-public-access-off.ts';

export { snapshotBlockPublicAccess as kind } from '../../shared/resources/snapshot-block-public-access/kind.ts';
export default [ebsSnapshotBlockPublicAccessOff];
