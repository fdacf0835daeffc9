import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { ec2Instance } from '../../resources/ec2-instance/kind.ts';
import type { Detection } from '../../secrets/detect.ts';

export default defineRule({
  id: 'ec2-user-data-secret',
  title: 'EC2 instances keep secrets out of their user data',
  severity: 'high',
  kind: ec2Instance,
  watches: ['userData'],
  controls: [
    {
      control: 'ec2-user-data-changed-or-secret',
      partly: 'A change of user data that holds no secret, and the user data of launch templates, are not judged.',
    },
  ],
  options: z.strictObject({
    ignore: z
      .array(z.string())
      .default([])
      .describe('Ids of instances whose user data looks like a secret and is none.'),
  }),
  messages: { secret: 'The user data holds {{what}}: every program on the instance can read it.' },
  fix: 'Rotate the secret. Store the new one in Secrets Manager, let the script read it there, and replace the user data while the instance is stopped.',

  judge({ userData }, { ref, options }) {
    if (options.ignore.includes(ref.id) || userData === null) return [];
    if (userData === undefined) {
      return unknown('CloudTrail hides the user data of instances. Only a read of the instance shows it.');
    }
    const { detection, value } = userData;
    if (detection) return [{ message: 'secret', path: 'userData', data: { what: whatIn(detection) } }];
    return value ? [] : unknown('The user data of this instance could not be judged.');
  },
});

/** User data is itself a longer text. */
function whatIn({ detector, phrase }: Detection): string {
  return detector === 'embedded-secret' ? 'a secret' : phrase;
}
