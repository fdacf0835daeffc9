import { UNSEEN } from '../../../shared/core/kind.ts';
import type { IamAccount } from '../../../shared/resources/iam-account/kind.ts';
import rule from '../../../shared/rules/iam/iam-root-mfa-removed.ts';
import { iamUser, root, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const account = (parts: Partial<IamAccount>): IamAccount => ({ rootAccessKeys: UNSEEN, ...parts });
const serialNumber = 'arn:aws:iam::111122223333:mfa/root-account-mfa-device';
const call = (name: string, minute: number, parts: object = {}) =>
  trailRecord(`iam:${name}`, {
    at: `2026-03-02T09:0${minute}:00Z`,
    region: 'us-east-1',
    by: root,
    request: { userName: 'AWS ROOT USER', serialNumber },
    ...parts,
  });

export default casesOf(rule, {
  compliant: [
    { name: 'a hardware device', state: account({ rootMfa: 'on', rootMfaIsVirtual: false }) },
    {
      name: 'a virtual device where it may be',
      options: { allowVirtual: true },
      state: account({ rootMfa: 'on', rootMfaIsVirtual: true }),
    },
    { name: 'the root user has no password', state: account({ rootMfa: 'unneeded', rootMfaIsVirtual: false }) },
  ],
  drifted: [
    {
      name: 'no MFA',
      state: account({ rootMfa: 'off', rootMfaIsVirtual: false }),
      violations: [{ message: 'off', path: 'rootMfa', data: {} }],
    },
    {
      name: 'a virtual device',
      state: account({ rootMfa: 'on', rootMfaIsVirtual: true }),
      violations: [{ message: 'virtual', path: 'device', data: {} }],
    },
    {
      name: 'a device was removed',
      state: account({ rootMfa: 'doubted' }),
      violations: [{ message: 'doubted', path: 'rootMfa', data: {} }],
    },
  ],
  unknown: [
    { name: 'no event showed a device', state: account({}) },
    { name: 'no event showed whether it is virtual', state: account({ rootMfa: 'on' }) },
  ],
  events: [
    {
      name: 'the device of root is deactivated, and another is enabled',
      events: [
        call('DeactivateMFADevice', 0),
        call('EnableMFADevice', 1, { request: { userName: 'AWS ROOT USER', serialNumber: 'GAHT12345678' } }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'account',
    },
    {
      name: 'a virtual device is enabled',
      events: [call('EnableMFADevice', 0)],
      transitions: ['opened'],
      texts: [/has a virtual MFA device/],
    },
    {
      name: 'root does it without a name in the request',
      events: [call('DeactivateMFADevice', 0, { request: { serialNumber } })],
      transitions: ['opened'],
    },
    {
      name: 'the device of a user',
      events: [call('DeactivateMFADevice', 0, { by: iamUser('alice'), request: { userName: 'alice', serialNumber } })],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [call('DeactivateMFADevice', 0, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
  ],
});
