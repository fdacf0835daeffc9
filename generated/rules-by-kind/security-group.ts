// Written by `npm run generate`. Do not edit.
import sgDefaultAllowsTraffic from '../../shared/rules/ec2/sg-default-allows-traffic.ts';
import sgOpenIngress from '../../shared/rules/ec2/sg-open-ingress.ts';

export { securityGroup as kind } from '../../shared/resources/security-group/kind.ts';
export default [sgDefaultAllowsTraffic, sgOpenIngress];
