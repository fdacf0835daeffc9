// Written by `npm run generate`. Do not edit.
import rdsPubliclyAccessible from '../../shared/rules/rds/rds-publicly-accessible.ts';
import rdsUnencrypted from '../../shared/rules/rds/rds-unencrypted.ts';

export default [rdsPubliclyAccessible, rdsUnencrypted];
