// Written by `npm run generate`. Do not edit.
import eksAuditLoggingOff from '../../shared/rules/eks/eks-audit-logging-off.ts';
import eksEndpointPublic from '../../shared/rules/eks/eks-endpoint-public.ts';

export { eksCluster as kind } from '../../shared/resources/eks-cluster/kind.ts';
export default [eksAuditLoggingOff, eksEndpointPublic];
