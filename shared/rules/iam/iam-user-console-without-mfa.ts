import * as z from 'zod';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { anyCovers } from '../../policy/glob.ts';
import { iamUserCredentials } from '../../resources/iam-user-credentials/kind.ts';

export default defineRule({
  id: 'iam-user-console-without-mfa',
  title: 'IAM users with a console password have an MFA device',
  severity: 'high',
  kind: iamUserCredentials,
  watches: ['devices', 'password'],
  reads: ['devicesDoubted'],
  controls: [{ control: 'iam-user-mfa-removed', partly: 'Users without a console password are not judged.' }],
  options: z.strictObject({
    exemptUsers: z
      .array(z.string())
      .default([])
      .describe('Names of users, with `*` and `?`, that may sign in to the console without MFA.'),
  }),
  messages: {
    noDevice: 'The user has a console password and no MFA device: the password alone is enough to sign in.',
  },
  fix: 'Let the user enrol an MFA device, or delete the console password.',

  judge({ password, devices, devicesDoubted }, { ref, options }) {
    if (password === false || devices.items.length > 0) return [];
    if (anyCovers(options.exemptUsers, ref.id)) return [];
    const found = { message: 'noDevice', path: 'devices', data: {} } as const;
    if (devices.complete && password) return [found];
    if (!devices.complete && !devicesDoubted)
      return unknown('No event showed whether the user has a console password and an MFA device.');
    return conclude([{ ...found, unless: doubtOf(password, devices.complete) }]);
  },
});

function doubtOf(password: true | undefined, allDevices: boolean): string {
  if (allDevices) return 'the user has no console password (not known)';
  if (password) return 'the user has another MFA device (not known)';
  return 'the user has no console password or another MFA device (not known)';
}
