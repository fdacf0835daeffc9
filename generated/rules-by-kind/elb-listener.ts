// Written by `npm run generate`. Do not edit.
import elbListenerInsecure from '../../shared/rules/elb/elb-listener-insecure.ts';

export { elbListener as kind } from '../../shared/resources/elb-listener/kind.ts';
export default [elbListenerInsecure];
