import rule from '../../../shared/rules/cloudtrail/cloudtrail-kms-removed.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ID = '0b1c2d3e-1111-4222-8333-444455556666';
const KEY = `arn:aws:kms:eu-west-1:111122223333:key/${ID}`;
const OTHER = 'arn:aws:kms:eu-west-1:444455556666:key/ffffffff-1111-4222-8333-444455556666';
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
    { name: 'another key than before', state: { kmsKey: OTHER }, baseline: { kmsKey: KEY } },
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
