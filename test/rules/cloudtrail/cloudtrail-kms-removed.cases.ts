import type { KmsKey } from '../../../shared/resources/kms-key/kind.ts';
import rule from '../../../shared/rules/cloudtrail/cloudtrail-kms-removed.ts';
import { trailRecord } from '../../support/events.ts';
import { kmsKeys } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ID = '0b1c2d3e-1111-4222-8333-444455556666';
const KEY = `arn:aws:kms:eu-west-1:111122223333:key/${ID}`;
const OTHER = 'arn:aws:kms:eu-west-1:111122223333:key/ffffffff-1111-4222-8333-444455556666';
const FOREIGN = 'arn:aws:kms:eu-west-1:444455556666:key/ffffffff-1111-4222-8333-444455556666';
const usable: KmsKey = { enabled: true, deletion: null };
const at = (minute: number) => `2026-03-02T09:0${minute}:00Z`;
const update = (minute: number, settings: object, response: object = {}) =>
  trailRecord('cloudtrail:UpdateTrail', {
    at: at(minute),
    request: { name: 'audit', ...settings },
    response: { name: 'audit', isMultiRegionTrail: true, ...response },
  });
const create = (settings: object) =>
  trailRecord('cloudtrail:CreateTrail', {
    at: at(0),
    request: { name: 'audit', s3BucketName: 'audit-logs', ...settings },
    response: { name: 'audit', s3BucketName: 'audit-logs', isMultiRegionTrail: false, ...settings },
  });

export default casesOf(rule, {
  compliant: [
    { name: 'a trail with a key', state: { kmsKey: KEY }, baseline: { kmsKey: null } },
    { name: 'a key where there was none', state: { kmsKey: KEY }, baseline: { kmsKey: null } },
    {
      name: 'the key of a trusted account',
      state: { kmsKey: FOREIGN },
      trusted: { accounts: ['444455556666'] },
    },
    {
      name: 'an approved key of another account, where there was another',
      state: { kmsKey: FOREIGN },
      baseline: { kmsKey: KEY },
      options: { approvedKeys: [FOREIGN] },
    },
    { name: 'a trail that never had a key', state: { kmsKey: null }, baseline: { kmsKey: null } },
    { name: 'a new trail without a key', state: { kmsKey: null } },
    { name: 'an approved key, by id', state: { kmsKey: KEY }, options: { approvedKeys: [ID] } },
    { name: 'an approved key, by ARN', state: { kmsKey: ID }, options: { approvedKeys: [OTHER, KEY] } },
    {
      name: 'an approved alias',
      state: { kmsKey: 'alias/audit' },
      options: { approvedKeys: ['arn:aws:kms:eu-west-1:111122223333:alias/audit'] },
    },
  ],
  drifted: [
    {
      name: 'another key than before',
      state: { kmsKey: OTHER },
      baseline: { kmsKey: KEY },
      neighbours: { keys: kmsKeys({ [ID]: usable }) },
      violations: [{ message: 'changed', path: 'kmsKey', data: { after: OTHER, before: KEY } }],
      plan: [{ type: 'cloudtrail.update-trail', params: { setting: 'kmsKey', before: OTHER, after: KEY } }],
    },
    {
      name: 'the key of a stranger',
      state: { kmsKey: FOREIGN },
      baseline: { kmsKey: KEY },
      violations: [{ message: 'foreign', path: 'kmsKey', data: { account: '444455556666' } }],
      plan: [{ type: 'cloudtrail.update-trail', params: { setting: 'kmsKey', before: FOREIGN, after: KEY } }],
    },
    {
      name: 'the key of a stranger, in a new trail',
      state: { kmsKey: FOREIGN },
      violations: [{ message: 'foreign', path: 'kmsKey', data: { account: '444455556666' } }],
      cannot: /not known/,
    },
    {
      name: 'the key removed, where it was the key of a stranger, who is not trusted any more',
      state: { kmsKey: null },
      baseline: { kmsKey: FOREIGN },
      violations: [{ message: 'removed', path: 'kmsKey', data: {} }],
      cannot: /not one that it may use/,
    },
    {
      name: 'the key removed, which is not approved any more',
      state: { kmsKey: null },
      baseline: { kmsKey: KEY },
      options: { approvedKeys: [OTHER] },
      violations: [{ message: 'removed', path: 'kmsKey', data: {} }],
      cannot: /not one that it may use/,
    },
    {
      name: 'the key removed, and scheduled for deletion',
      state: { kmsKey: null },
      baseline: { kmsKey: KEY },
      neighbours: { keys: kmsKeys({ [ID]: { enabled: false, deletion: { date: '2026-03-09' } } }) },
      violations: [{ message: 'removed', path: 'kmsKey', data: {} }],
      cannot: /scheduled for deletion/,
    },
    {
      name: 'the key removed, and disabled',
      state: { kmsKey: null },
      baseline: { kmsKey: KEY },
      neighbours: { keys: kmsKeys({ [ID]: { enabled: false, deletion: null } }) },
      violations: [{ message: 'removed', path: 'kmsKey', data: {} }],
      cannot: /is disabled/,
    },
    {
      name: 'the key removed, and deleted',
      state: { kmsKey: null },
      baseline: { kmsKey: KEY },
      neighbours: { keys: kmsKeys({}) },
      violations: [{ message: 'removed', path: 'kmsKey', data: {} }],
      cannot: /no longer exists/,
    },
    {
      name: 'the key removed',
      state: { kmsKey: null },
      baseline: { kmsKey: KEY },
      violations: [{ message: 'removed', path: 'kmsKey', data: {} }],
      plan: [{ type: 'cloudtrail.update-trail', params: { setting: 'kmsKey', before: null, after: KEY } }],
    },
    {
      name: 'a trail without a key where one is required',
      state: { kmsKey: null },
      options: { required: true },
      violations: [{ message: 'missing', path: 'kmsKey', data: {} }],
      cannot: /not known/,
    },
    {
      name: 'a key that is not approved',
      state: { kmsKey: OTHER },
      baseline: { kmsKey: KEY },
      options: { approvedKeys: [KEY] },
      violations: [{ message: 'unapproved', path: 'kmsKey', data: { key: OTHER } }],
      plan: [{ type: 'cloudtrail.update-trail', params: { setting: 'kmsKey', before: OTHER, after: KEY } }],
    },
  ],
  unknown: [
    { name: 'no event showed the key', state: { logging: true }, baseline: {} },
    { name: 'no key, and no event showed whether there was one', state: { kmsKey: null }, baseline: {} },
  ],
  events: [
    {
      name: 'created with a key, removed, set again',
      events: [create({ kmsKeyId: KEY }), update(1, { kmsKeyId: '' }), update(2, { kmsKeyId: KEY })],
      transitions: ['opened', 'resolved'],
      resource: 'audit',
    },
    {
      name: 'created without a key, and updated without one',
      events: [create({}), update(1, { kmsKeyId: '' })],
      transitions: [],
    },
    {
      name: 'no key for a trail of which no event showed whether it had one, then one, which is removed',
      events: [update(1, { kmsKeyId: '' }), update(2, { kmsKeyId: KEY }), update(3, { kmsKeyId: '' })],
      transitions: ['opened'],
      doubt: /whether the trail had a KMS key/,
    },
    {
      name: 'an update that leaves the key alone, as its response shows, then its removal',
      events: [update(1, { isMultiRegionTrail: true }, { kmsKeyId: KEY }), update(2, { kmsKeyId: '' })],
      transitions: ['opened'],
    },
    {
      name: 'an update that leaves the key alone',
      events: [update(1, { isMultiRegionTrail: true })],
      transitions: [],
      doubt: /No event showed/,
    },
    {
      name: 'the trail deleted ends it',
      events: [
        create({ kmsKeyId: KEY }),
        update(1, { kmsKeyId: '' }),
        trailRecord('cloudtrail:DeleteTrail', { at: at(2), request: { name: 'audit' } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('cloudtrail:UpdateTrail', {
          request: { name: 'audit', kmsKeyId: '' },
          errorCode: 'InsufficientEncryptionPolicyException',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a call that names no trail',
      events: [trailRecord('cloudtrail:UpdateTrail', { request: { kmsKeyId: '' } })],
      transitions: [],
      unreadable: /names no trail/,
    },
  ],
});
