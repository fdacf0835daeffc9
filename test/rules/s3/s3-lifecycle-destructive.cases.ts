import rule from '../../../shared/rules/s3/s3-lifecycle-destructive.ts';
import { bucketCall } from '../../support/bucket-protection.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const rules = (minute: number, Rule: unknown, parts: object = {}) =>
  bucketCall(
    minute % 2 ? 'PutBucketLifecycleConfiguration' : 'PutBucketLifecycle',
    minute,
    { LifecycleConfiguration: { Rule }, lifecycle: '' },
    parts,
  );
const expiring = (Days: number, Status = 'Enabled') => ({ ID: 'r', Status, Expiration: { Days } });

export default settingsCases(rule, {
  right: { expires: null },
  wrong: { expires: 1 },
  compliant: [
    { name: 'objects are deleted late', state: { expires: 365 } },
    { name: 'objects may be deleted early', options: { minimumDays: 7 }, state: { expires: 7 } },
    { name: 'a bucket for temporary objects', id: 'tmp-1', options: { temporary: ['tmp-*'] }, state: { expires: 1 } },
  ],
  drifted: [
    {
      name: 'objects are deleted on a certain day',
      state: { expires: 0 },
      violations: [{ message: 'expires', path: 'expires', data: { value: 0 } }],
    },
  ],
  events: [
    {
      name: 'a new bucket with a rule that deletes after a day, and without it',
      events: [
        bucketCall('CreateBucket', 0, {}),
        rules(2, expiring(1)),
        bucketCall('DeleteBucketLifecycle', 3, { lifecycle: '' }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'reports',
    },
    {
      name: 'one of several rules; later it is off',
      events: [
        rules(0, [expiring(400), expiring(2)]),
        rules(1, [expiring(400), expiring(2, 'Disabled'), { ID: 's', Status: 'Enabled', Transition: { Days: 1 } }]),
        rules(2, { ID: 'd', Status: 'Enabled', Expiration: { Date: '2026-03-03T00:00:00Z' } }),
        bucketCall('DeleteBucket', 3, {}),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [rules(0, expiring(1), { errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'a call that shows no rules',
      events: [bucketCall('PutBucketLifecycle', 0, {})],
      transitions: [],
      unreadable: /shows no rules/,
    },
  ],
});
