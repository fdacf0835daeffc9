import rule from '../../../shared/rules/kms/kms-key-disabled.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ID = 'mrk-0123456789abcdef0123456789abcdef';
const ARN = `arn:aws:kms:eu-west-1:111122223333:key/${ID}`;
const call = (name: string, time: string, request: object = {}) =>
  trailRecord(`kms:${name}`, {
    at: `2026-03-02T${time}Z`,
    request: { keyId: ID, ...request },
    response: { keyId: ARN },
  });
const disabled = { message: 'disabled', path: 'enabled', data: {} } as const;

export default casesOf(rule, {
  compliant: [
    { name: 'an enabled key', state: { enabled: true } },
    { name: 'a retired key', id: ID, state: { enabled: false }, options: { retiredKeys: [ID] } },
    { name: 'deletion pending: another rule has it', state: { enabled: false, deletion: { windowDays: 7 } } },
    { name: 'material gone: another rule has it', state: { enabled: false, material: 'removed' } },
    { name: 'material not yet imported', state: { enabled: false, material: 'awaited' } },
    { name: 'material awaited or gone: another rule has it', state: { enabled: false, material: 'lacking' } },
  ],
  drifted: [
    {
      name: 'a disabled key',
      state: { enabled: false, deletion: null },
      violations: [disabled],
      plan: [{ type: 'kms.enable-key', params: {} }],
    },
    {
      name: 'a disabled key with imported material',
      state: { enabled: false, deletion: null, material: 'imported' },
      violations: [disabled],
    },
  ],
  unknown: [{ name: 'no event showed it', state: { rotation: { on: true } } }],
  events: [
    {
      name: 'created, and a replica whose copy is not made yet',
      events: [
        trailRecord('kms:CreateKey', { response: { keyMetadata: { keyId: ID, keyState: 'Enabled', enabled: true } } }),
        trailRecord('kms:CreateKey', {
          response: { keyMetadata: { keyId: 'mrk-replica', keyState: 'Creating', enabled: false } },
        }),
      ],
      transitions: [],
      doubt: /No event showed whether the key is enabled/,
    },
    {
      name: 'disabled and enabled again',
      events: [call('DisableKey', '09:00:00'), call('EnableKey', '09:05:00')],
      transitions: ['opened', 'resolved'],
      resource: ID,
    },
    {
      name: 'old records answer nothing and may name the ARN',
      events: [trailRecord('kms:DisableKey', { request: { keyId: ARN } })],
      transitions: ['opened'],
      resource: ID,
    },
    {
      name: 'while deletion is pending the other rule has it; a cancelled deletion leaves the key disabled',
      events: [
        call('DisableKey', '09:00:00'),
        call('ScheduleKeyDeletion', '09:10:00', { pendingWindowInDays: 7 }),
        call('CancelKeyDeletion', '09:20:00'),
        call('EnableKey', '09:20:05'),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
    },
    {
      name: 'deleted in the end',
      events: [call('DisableKey', '09:00:00'), call('DeleteKey', '10:00:00')],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'missing material is the other rule’s; its import enables the key',
      events: [
        call('DisableKey', '09:00:00'),
        call('DeleteImportedKeyMaterial', '09:10:00'),
        call('ImportKeyMaterial', '09:20:00'),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'material expired in a disabled key',
      events: [
        call('DisableKey', '09:00:00'),
        trailRecord('kms:DeleteExpiredKeyMaterial', { at: '2026-03-02T09:10:00Z', response: { keyId: ARN } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a later expiry date for material that is there enables nothing',
      events: [
        call('ImportKeyMaterial', '08:00:00'),
        call('DisableKey', '09:00:00'),
        call('ImportKeyMaterial', '09:10:00'),
      ],
      transitions: ['opened'],
      doubt: /No event showed/,
    },
    {
      name: 'a refused call',
      events: [trailRecord('kms:DisableKey', { request: { keyId: ID }, errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'a call that names no key',
      events: [trailRecord('kms:DisableKey')],
      transitions: [],
      unreadable: /DisableKey names no key/,
    },
  ],
});
