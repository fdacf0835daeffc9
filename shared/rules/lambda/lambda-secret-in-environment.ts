import * as z from 'zod';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { anyCovers } from '../../policy/glob.ts';
import { lambdaFunction } from '../../resources/lambda-function/kind.ts';

export default defineRule({
  id: 'lambda-secret-in-environment',
  title: 'Lambda functions keep secrets out of environment variables',
  severity: 'high',
  kind: lambdaFunction,
  watches: ['environment'],
  controls: ['lambda-secret-in-environment'],
  options: z.strictObject({
    ignore: z.array(z.string()).default([]).describe('Names of variables that hold no secret; * matches any text.'),
  }),
  messages: { secret: '{{variable}} holds {{what}}.' },
  fix: 'Rotate the secret. Store the new one in Secrets Manager and let the function read it there. Remove the variable from the function and its published versions.',

  judge({ environment }, { options }) {
    if (!environment) {
      return unknown(
        'CloudTrail hides the environment variables of Lambda functions. Only a read of the function shows them.',
      );
    }
    const variables = environment.filter(({ name }) => !anyCovers(options.ignore, name));
    const violations = variables.flatMap(({ name, detection }) =>
      detection ? [{ message: 'secret' as const, path: name, data: { variable: name, what: detection.phrase } }] : [],
    );
    const hidden = variables.some(({ value }) => !value);
    return conclude(
      violations,
      hidden && unknown('The value of an environment variable of this function is hidden or could not be judged.'),
    );
  },
});
