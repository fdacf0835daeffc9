// Written by `npm run generate`. Do not edit.
import ssmParameterPlainSecret from '../../shared/rules/ssm/ssm-parameter-plain-secret.ts';

export { ssmParameter as kind } from '../../shared/resources/ssm-parameter/kind.ts';
export default [ssmParameterPlainSecret];
