// Written by `npm run generate`. Do not edit.
import redshiftAuditLoggingOff from '../../shared/rules/redshift/redshift-audit-logging-off.ts';
import redshiftExposed from '../../shared/rules/redshift/redshift-exposed.ts';

export { redshiftCluster as kind } from '../../shared/resources/redshift-cluster/kind.ts';
export default [redshiftAuditLoggingOff, redshiftExposed];
