import * as z from 'zod';
import { conclude, defineRule, partly, unknown } from '../../core/rule.ts';
import { iamAccount } from '../../resources/iam-account/kind.ts';

export default defineRule({
  id: 'iam-root-mfa-removed',
  title: 'The root user needs MFA of a hardware device',
  severity: 'critical',
  kind: iamAccount,
  watches: ['rootMfa', 'rootMfaIsVirtual'],
  controls: ['iam-root-mfa-removed'],
  options: z.strictObject({
    allowVirtual: z
      .boolean()
      .default(false)
      .describe('Whether the root user may have an MFA program on a phone instead of hardware.'),
  }),
  messages: {
    off: {
      text: 'The root user has a password and no MFA: a person with the password can do everything in this account.',
      resolved: 'The root user has MFA again, or no password.',
      controls: ['iam-root-mfa-removed/mfa'],
    },
    doubted: {
      text: 'An MFA device of the root user was deactivated, and no other is known.',
      resolved: 'The root user has MFA again.',
      controls: ['iam-root-mfa-removed/mfa'],
    },
    virtual: {
      text: 'The root user has a virtual MFA device: a copy of its seed is enough for the second factor.',
      severity: 'medium',
      controls: ['iam-root-mfa-removed/hardware'],
    },
  },
  fix: 'Sign in as root and enable a security key or another hardware device. Remove virtual ones afterwards.',

  judge({ rootMfa, rootMfaIsVirtual }, { options }) {
    if (rootMfa === 'off' || rootMfa === 'doubted') return [{ message: rootMfa, path: 'rootMfa', data: {} }];
    if (rootMfa === 'on' && rootMfaIsVirtual && !options.allowVirtual)
      return [{ message: 'virtual', path: 'device', data: {} }];
    return conclude(
      [],
      rootMfa === undefined && unknown('No event showed whether the root user needs MFA.'),
      rootMfa === 'on' &&
        rootMfaIsVirtual === undefined &&
        partly('No event showed whether a device of the root user is virtual.'),
    );
  },
});
