import { UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import rule from '../../../shared/rules/iam/iam-user-console-without-mfa.ts';
import { iamUser, root, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const SERIAL = 'arn:aws:iam::111122223333:mfa/alice';
const NO_KEYS = { keys: exactly([]) };
const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`iam:${name}`, {
    at: `2026-03-02T09:0${minute}:00Z`,
    region: 'us-east-1',
    request: { userName: 'alice', ...request },
    ...parts,
  });
const device = { serialNumber: SERIAL };
const found = (unless?: string) =>
  ({ message: 'noDevice', path: 'devices', data: {}, ...(unless ? { unless } : {}) }) as const;

export default casesOf(rule, {
  compliant: [
    { name: 'a user without a password', state: { ...NO_KEYS, password: false, devices: exactly([]) } },
    { name: 'a user with a device', state: { ...NO_KEYS, password: true, devices: exactly([SERIAL]) } },
    {
      name: 'a device of which only an event showed one',
      state: { ...NO_KEYS, password: true, devices: { items: [SERIAL], complete: false } },
    },
    {
      name: 'a user that may sign in without MFA',
      id: 'break-glass-1',
      options: { exemptUsers: ['break-glass-*'] },
      state: { ...NO_KEYS, password: true, devices: exactly([]) },
    },
  ],
  drifted: [
    {
      name: 'a password and no device',
      state: { ...NO_KEYS, password: true, devices: exactly([]) },
      violations: [found()],
    },
    {
      name: 'a new password of a user whose devices are not known',
      state: { ...NO_KEYS, password: true, devices: UNSEEN, devicesDoubted: true },
      violations: [found('the user has another MFA device (not known)')],
    },
    {
      name: 'a removed device of a user of whom nothing else is known',
      state: { ...NO_KEYS, devices: UNSEEN, devicesDoubted: true },
      violations: [found('the user has no console password or another MFA device (not known)')],
    },
    {
      name: 'no device, and a password that is not known',
      state: { ...NO_KEYS, devices: exactly([]) },
      violations: [found('the user has no console password (not known)')],
    },
  ],
  unknown: [
    { name: 'nothing is known', state: { ...NO_KEYS, devices: UNSEEN } },
    { name: 'a password, and devices that are not known', state: { ...NO_KEYS, password: true, devices: UNSEEN } },
  ],
  events: [
    {
      name: 'a new user gets a password, then a device, and loses the device',
      events: [
        call('CreateUser', 0),
        call('CreateLoginProfile', 1, { passwordResetRequired: false }),
        call('EnableMFADevice', 2, device),
        call('DeactivateMFADevice', 3, device),
        call('DeleteLoginProfile', 4),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
      resource: 'alice',
      texts: ['The user has a console password and no MFA device: the password alone is enough to sign in.'],
    },
    {
      name: 'one of two devices is removed',
      events: [
        call('CreateUser', 0),
        call('EnableMFADevice', 1, device),
        call('EnableMFADevice', 2, { serialNumber: `${SERIAL}-2` }),
        call('CreateLoginProfile', 3),
        call('DeactivateMFADevice', 4, device),
      ],
      transitions: [],
    },
    {
      name: 'a user who is older than the log gets a password, and enrols a device itself',
      events: [call('CreateLoginProfile', 0), call('EnableMFADevice', 1, device, { by: iamUser('alice') })],
      transitions: ['opened', 'resolved'],
      texts: [/unless the user has another MFA device \(not known\)/],
    },
    {
      name: 'a user who is older than the log removes its own device, and is renamed',
      events: [
        call('DeactivateMFADevice', 0, { userName: undefined, ...device }, { by: iamUser('alice') }),
        call('UpdateUser', 1, { newUserName: 'alicia' }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'alice',
    },
    {
      name: 'a user who is deleted',
      events: [call('CreateUser', 0), call('CreateLoginProfile', 1), call('DeleteUser', 2)],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'the password of a user who is older than the log is changed',
      events: [call('UpdateLoginProfile', 0, { passwordResetRequired: true })],
      transitions: [],
      doubt: /a console password and an MFA device/,
    },
    {
      name: 'a device of root is removed',
      events: [
        call('DeactivateMFADevice', 0, { userName: 'AWS ROOT USER', ...device }, { by: root }),
        call('DeactivateMFADevice', 1, { userName: undefined, ...device }, { by: root }),
      ],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [call('CreateUser', 0), call('CreateLoginProfile', 1, {}, { errorCode: 'EntityAlreadyExists' })],
      transitions: [],
    },
    {
      name: 'a call that names no user',
      events: [call('CreateLoginProfile', 0, { userName: undefined })],
      transitions: [],
      unreadable: /CreateLoginProfile shows no userName/,
    },
  ],
});
