// Written by `npm run generate`. Do not edit.
import rdsSnapshotPublic from '../../shared/rules/rds/rds-snapshot-public.ts';

export default [rdsSnapshotPublic];
