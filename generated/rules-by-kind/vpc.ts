// Written by `npm run generate`. Do not edit.
import vpcFlowLogsDisabled from '../../shared/rules/vpc/vpc-flow-logs-disabled.ts';
import vpcInternetGatewayAttached from '../../shared/rules/vpc/vpc-internet-gateway-attached.ts';

export { vpc as kind } from '../../shared/resources/vpc/kind.ts';
export default [vpcFlowLogsDisabled, vpcInternetGatewayAttached];
