// Written by `npm run generate`. Do not edit.
import elbHardeningOff from '../../shared/rules/elb/elb-hardening-off.ts';

export { elbLoadBalancer as kind } from '../../shared/resources/elb-load-balancer/kind.ts';
export default [elbHardeningOff];
