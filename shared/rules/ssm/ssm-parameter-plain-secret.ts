import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { anyCovers } from '../../policy/glob.ts';
import { ssmParameter } from '../../resources/ssm-parameter/kind.ts';

export default defineRule({
  id: 'ssm-parameter-plain-secret',
  title: 'Secrets in Parameter Store are encrypted',
  severity: 'high',
  kind: ssmParameter,
  watches: ['type', 'detection'],
  controls: [
    {
      control: 'ssm-plaintext-parameter-secret',
      partly: 'An encrypted parameter with the default key of the account is not reported.',
    },
  ],
  options: z.strictObject({
    ignore: z.array(z.string()).default([]).describe('Names of parameters, with `*` and `?`, that hold no secret.'),
  }),
  messages: { secret: 'The parameter is stored as plain text and holds {{what}}.' },
  fix: 'Replace the secret by a new one, store that as a SecureString under another name, and delete the parameter.',

  judge({ type, detection }, { ref, options }) {
    if (anyCovers(options.ignore, ref.id)) return [];
    if (type === undefined) return unknown('No event showed the type of the parameter.');
    if (type === 'SecureString') return [];
    if (detection === undefined) return unknown('The value is hidden by CloudTrail or could not be judged.');
    return detection ? [{ message: 'secret', path: 'value', data: { what: detection.phrase } }] : [];
  },
});
