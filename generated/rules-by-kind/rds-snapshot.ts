// Written by `npm run generate`. Do not edit.
import rdsSnapshotPublic from '../../shared/rules/rds/rds-snapshot-public.ts';

export { rdsSnapshot as kind } from '../../shared/resources/rds-snapshot/kind.ts';
export default [rdsSnapshotPublic];
