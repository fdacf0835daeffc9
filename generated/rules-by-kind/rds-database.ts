// Written by `npm run generate`. Do not edit.
import rdsAutoMinorUpgradeOff from '../../shared/rules/rds/rds-auto-minor-upgrade-off.ts';
import rdsPubliclyAccessible from '../../shared/rules/rds/rds-publicly-accessible.ts';
import rdsRecoveryWeakened from '../../shared/rules/rds/rds-recovery-weakened.ts';
import rdsUnencrypted from '../../shared/rules/rds/rds-unencrypted.ts';

export { rdsDatabase as kind } from '../../shared/resources/rds-database/kind.ts';
export default [rdsAutoMinorUpgradeOff, rdsPubliclyAccessible, rdsRecoveryWeakened, rdsUnencrypted];
