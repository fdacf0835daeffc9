// Written by `npm run generate`. Do not edit.
import rdsPubliclyAccessible from '../../shared/rules/rds/rds-publicly-accessible.ts';
import rdsUnencrypted from '../../shared/rules/rds/rds-unencrypted.ts';

export { rdsDatabase as kind } from '../../shared/resources/rds-database/kind.ts';
export default [rdsPubliclyAccessible, rdsUnencrypted];
