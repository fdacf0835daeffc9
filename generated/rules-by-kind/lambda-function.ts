// Written by `npm run generate`. Do not edit.
import lambdaPolicyPublic from '../../shared/rules/lambda/lambda-policy-public.ts';
import lambdaSecretInEnvironment from '../../shared/rules/lambda/lambda-secret-in-environment.ts';

export { lambdaFunction as kind } from '../../shared/resources/lambda-function/kind.ts';
export default [lambdaPolicyPublic, lambdaSecretInEnvironment];
