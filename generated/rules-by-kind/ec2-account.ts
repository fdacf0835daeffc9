// Written by `npm run generate`. Do not edit.
import ec2AccountGuardrailOff from '../../shared/rules/ec2/ec2-account-guardrail-off.ts';

export { ec2Account as kind } from '../../shared/resources/ec2-account/kind.ts';
export default [ec2AccountGuardrailOff];
