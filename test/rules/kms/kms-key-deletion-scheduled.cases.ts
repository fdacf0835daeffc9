import rule from '../../../shared/rules/kms/kms-key-deletion-scheduled.ts';
import { type RecordParts, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ID = '0a1b2c3d-1111-4222-8333-444455556666';
const ARN = `arn:aws:kms:eu-west-1:111122223333:key/${ID}`;
const listed = [{ accountId: '111122223333', type: 'AWS::KMS::Key', ARN }];
const call = (name: string, time: string, { request = {}, ...parts }: RecordParts & { request?: object } = {}) =>
  trailRecord(`kms:${name}`, {
    at: `2026-03-02T${time}Z`,
    request: { keyId: ID, ...request },
    response: { keyId: ARN },
    ...parts,
  });
const created = (metadata: object = {}) =>
  trailRecord('kms:CreateKey', {
    at: '2026-03-02T08:00:00Z',
    request: { origin: 'AWS_KMS' },
    response: {
      keyMetadata: { keyId: ID, arn: ARN, enabled: true, keyState: 'Enabled', origin: 'AWS_KMS', ...metadata },
    },
  });
const scheduled = (days?: number) =>
  call('ScheduleKeyDeletion', '09:00:00', {
    request: days === undefined ? {} : { pendingWindowInDays: days },
    response: { keyId: ARN, keyState: 'PendingDeletion', deletionDate: 'Mar 9, 2026, 9:00:00 AM' },
  });
const pending = { enabled: false, deletion: { windowDays: 7, date: '2026-03-09' } };
const scheduledFor = (when: string) => ({ message: 'scheduled', path: 'deletion', data: { when } }) as const;
const material = { message: 'material', path: 'material', data: {} } as const;
const cancel = { type: 'kms.cancel-key-deletion', params: pending.deletion };

export default casesOf(rule, {
  compliant: [
    { name: 'a key in use', state: { enabled: true, deletion: null } },
    { name: 'a new key that awaits its material', state: { enabled: false, deletion: null, material: 'awaited' } },
    { name: 'a retired key', id: ID, state: { ...pending, material: 'removed' }, options: { retiredKeys: [ID] } },
  ],
  drifted: [
    {
      name: 'scheduled, and enabled before: enabled again',
      state: pending,
      baseline: { enabled: true, deletion: null },
      violations: [scheduledFor('on 2026-03-09')],
      plan: [cancel, { type: 'kms.enable-key', params: {} }],
    },
    {
      name: 'scheduled, and disabled before: left disabled',
      state: pending,
      baseline: { enabled: false, deletion: null },
      violations: [scheduledFor('on 2026-03-09')],
      plan: [cancel],
    },
    {
      name: 'scheduled, and never seen before: left disabled',
      state: pending,
      violations: [scheduledFor('on 2026-03-09')],
      plan: [cancel],
    },
    {
      name: 'scheduled, as AWS shows it: with the date alone',
      state: { enabled: false, deletion: { date: '2026-03-09' } },
      violations: [scheduledFor('on 2026-03-09')],
      plan: [{ type: 'kms.cancel-key-deletion', params: { date: '2026-03-09' } }],
    },
    {
      name: 'a primary key that waits for its replicas',
      state: { enabled: false, deletion: { windowDays: 7 } },
      violations: [scheduledFor('once its replicas are deleted')],
    },
    {
      name: 'imported material gone',
      state: { enabled: false, deletion: null, material: 'removed' },
      violations: [material],
      cannot: /import it again/,
    },
    {
      name: 'both',
      state: { ...pending, material: 'removed' },
      baseline: { enabled: true, deletion: null, material: 'imported' },
      violations: [scheduledFor('on 2026-03-09'), material],
      cannot: /import it again/,
    },
  ],
  unknown: [
    { name: 'no event spoke of a deletion', state: { rotation: { on: true } } },
    {
      name: 'material that AWS does not say was ever there',
      state: { enabled: false, deletion: null, material: 'lacking' },
    },
  ],
  events: [
    {
      name: 'scheduled, cancelled, enabled',
      events: [created(), scheduled(7), call('CancelKeyDeletion', '09:05:00'), call('EnableKey', '09:05:01')],
      transitions: ['opened', 'resolved'],
      resource: ID,
    },
    {
      name: 'the default window is 30 days',
      events: [scheduled()],
      transitions: ['opened'],
      texts: [/delete the key on 2026-04-01\./],
    },
    {
      name: 'a multi-Region primary key',
      events: [
        call('ScheduleKeyDeletion', '09:00:00', {
          request: { pendingWindowInDays: '7' },
          response: { keyId: ARN, keyState: 'PendingReplicaDeletion' },
        }),
      ],
      transitions: ['opened'],
      texts: [/once its replicas are deleted\./],
    },
    {
      name: 'AWS deletes the key: a service event without a request',
      events: [scheduled(7), trailRecord('kms:DeleteKey', { at: '2026-03-09T09:01:00Z', response: { keyId: ARN } })],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a DeleteKey of before December 2022 only lists the key',
      events: [scheduled(7), trailRecord('kms:DeleteKey', { at: '2026-03-09T09:01:00Z', resources: listed })],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a DeleteKey that names no key at all',
      events: [trailRecord('kms:DeleteKey')],
      transitions: [],
      unreadable: /DeleteKey names no key/,
    },
    {
      name: 'enabled or disabled: a cancellation was missed',
      events: [
        scheduled(7),
        call('DisableKey', '09:30:00'),
        call('ScheduleKeyDeletion', '09:40:00', { request: { pendingWindowInDays: 7 } }),
        call('EnableKey', '09:50:00'),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
    },
    {
      name: 'imported material deleted and imported again, by ARN, before answers held the key',
      events: [
        created({ origin: 'EXTERNAL', enabled: false, keyState: 'PendingImport' }),
        call('ImportKeyMaterial', '08:10:00', { response: null }),
        call('DeleteImportedKeyMaterial', '09:00:00', { request: { keyId: ARN }, response: null }),
        call('ImportKeyMaterial', '09:20:00', { request: { importType: 'EXISTING_KEY_MATERIAL' } }),
      ],
      transitions: ['opened', 'resolved'],
      resource: ID,
    },
    {
      name: 'new material does not make up for deleted material',
      events: [
        call('DeleteImportedKeyMaterial', '09:00:00'),
        call('ImportKeyMaterial', '09:20:00', { request: { importType: 'NEW_KEY_MATERIAL' } }),
      ],
      transitions: ['opened'],
    },
    {
      name: 'material imported again into a key first met without it',
      events: [call('DeleteImportedKeyMaterial', '09:00:00'), call('ImportKeyMaterial', '09:20:00')],
      transitions: ['opened', 'resolved'],
      doubt: /No event showed whether the key is scheduled for deletion/,
    },
    {
      name: 'material expired: a service event that only lists the key',
      events: [trailRecord('kms:DeleteExpiredKeyMaterial', { resources: listed })],
      resource: ID,
      transitions: ['opened'],
      texts: [/^The imported key material is gone/],
    },
    {
      name: 'by alias',
      events: [
        trailRecord('kms:CreateAlias', {
          at: '2026-03-02T08:30:00Z',
          request: { aliasName: 'alias/orders', targetKeyId: ARN },
        }),
        call('ScheduleKeyDeletion', '09:00:00', { request: { keyId: 'alias/orders' }, response: null }),
      ],
      transitions: ['opened'],
      resource: ID,
    },
    {
      name: 'an alias that has moved',
      events: [
        trailRecord('kms:CreateAlias', {
          at: '2026-03-02T08:30:00Z',
          request: { aliasName: 'alias/orders', targetKeyId: 'mrk-0123456789abcdef0123456789abcdef' },
        }),
        trailRecord('kms:UpdateAlias', {
          at: '2026-03-02T08:31:00Z',
          request: { aliasName: 'alias/orders', targetKeyId: ID },
        }),
        call('ScheduleKeyDeletion', '09:00:00', {
          request: { keyId: 'arn:aws:kms:eu-west-1:111122223333:alias/orders' },
          response: null,
        }),
      ],
      transitions: ['opened'],
      resource: ID,
    },
    { name: 'a retired key', events: [scheduled(7)], transitions: [], options: { retiredKeys: [ID] } },
    {
      name: 'a refused call',
      events: [call('ScheduleKeyDeletion', '09:00:00', { errorCode: 'AccessDenied', response: null })],
      transitions: [],
    },
    {
      name: 'a new key whose answer is missing',
      events: [trailRecord('kms:CreateKey', { request: {} })],
      transitions: [],
      unreadable: /CreateKey names no key/,
    },
  ],
});
