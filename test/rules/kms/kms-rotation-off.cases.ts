import rule from '../../../shared/rules/kms/kms-rotation-off.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ID = '0a1b2c3d-1111-4222-8333-444455556666';
const ARN = `arn:aws:kms:eu-west-1:111122223333:key/${ID}`;
const call = (name: string, time: string, request: object = {}) =>
  trailRecord(`kms:${name}`, {
    at: `2026-03-02T${time}Z`,
    request: { keyId: ARN, ...request },
    response: { keyId: ARN },
  });
const created = (metadata: object) =>
  trailRecord('kms:CreateKey', {
    at: '2026-03-02T08:00:00Z',
    request: {},
    response: {
      keyMetadata: {
        keyId: ID,
        arn: ARN,
        enabled: true,
        keyState: 'Enabled',
        origin: 'AWS_KMS',
        keyManager: 'CUSTOMER',
        ...metadata,
      },
    },
  });
const off = { message: 'off', path: 'rotation', data: {} } as const;

export default casesOf(rule, {
  compliant: [
    { name: 'rotated every year', state: { rotation: { on: true } } },
    { name: 'an asymmetric key', state: { spec: 'RSA_4096', rotation: { on: false } } },
    { name: 'an HMAC key', state: { spec: 'HMAC_256' } },
    { name: 'imported material', state: { spec: 'SYMMETRIC_DEFAULT', origin: 'EXTERNAL', rotation: { on: false } } },
    { name: 'a key store of its own', state: { origin: 'AWS_CLOUDHSM', rotation: { on: false } } },
    { name: 'a key that AWS manages', state: { manager: 'AWS', rotation: { on: false } } },
    { name: 'not rotated on purpose', id: ID, state: { rotation: { on: false } }, options: { fixedKeys: [ID] } },
  ],
  drifted: [
    {
      name: 'rotation off, of old every 180 days',
      state: {
        enabled: true,
        spec: 'SYMMETRIC_DEFAULT',
        origin: 'AWS_KMS',
        manager: 'CUSTOMER',
        rotation: { on: false },
      },
      baseline: { rotation: { on: true, days: 180 } },
      violations: [off],
      plan: [{ type: 'kms.enable-key-rotation', params: { days: 180 } }],
    },
    {
      name: 'rotation off, nothing known of before',
      state: { rotation: { on: false } },
      violations: [off],
      plan: [{ type: 'kms.enable-key-rotation', params: {} }],
    },
    {
      name: 'a replica of a multi-Region key',
      state: { enabled: true, rotation: { on: false }, primary: 'arn:aws:kms:us-east-1:111122223333:key/mrk-0a1b' },
      violations: [off],
      cannot: /on its primary key: arn:aws:kms:us-east-1:111122223333:key\/mrk-0a1b/,
    },
    {
      name: 'a key that is disabled as well',
      state: { enabled: false, rotation: { on: false } },
      violations: [off],
      cannot: /only of enabled keys/,
    },
  ],
  unknown: [{ name: 'no event showed it', state: { spec: 'SYMMETRIC_DEFAULT', origin: 'AWS_KMS' } }],
  events: [
    {
      name: 'switched off and on again',
      events: [
        call('EnableKeyRotation', '08:30:00', { rotationPeriodInDays: 180 }),
        call('DisableKeyRotation', '09:00:00'),
        call('EnableKeyRotation', '09:10:00'),
      ],
      transitions: ['opened', 'resolved'],
      resource: ID,
    },
    {
      name: 'an old record: the id in the request, nothing in the answer',
      events: [trailRecord('kms:DisableKeyRotation', { request: { keyId: ID } })],
      transitions: ['opened'],
      resource: ID,
    },
    {
      name: 'a new key: rotation follows',
      events: [created({ keySpec: 'SYMMETRIC_DEFAULT' })],
      transitions: [],
      doubt: /No event showed/,
    },
    {
      name: 'of a new asymmetric key nothing is expected',
      events: [created({ customerMasterKeySpec: 'ECC_NIST_P256' }), call('DisableKeyRotation', '09:00:00')],
      transitions: [],
    },
    {
      name: 'the key deleted',
      events: [
        call('DisableKeyRotation', '09:00:00'),
        trailRecord('kms:DeleteKey', { at: '2026-04-02T09:00:00Z', response: { keyId: ARN } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'not rotated on purpose',
      events: [call('DisableKeyRotation', '09:00:00')],
      transitions: [],
      options: { fixedKeys: [ID] },
    },
    {
      name: 'a refused call',
      events: [trailRecord('kms:DisableKeyRotation', { request: { keyId: ID }, errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'a call that names no key',
      events: [trailRecord('kms:DisableKeyRotation', { request: {} })],
      transitions: [],
      unreadable: /names no key/,
    },
  ],
});
