import rule from '../../../shared/rules/s3/s3-object-lock-weakened.ts';
import { bucketCall } from '../../support/bucket-protection.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const lock = { mode: 'COMPLIANCE', days: 365 } as const;
const put = (minute: number, DefaultRetention?: object, parts: object = {}) =>
  bucketCall(
    minute % 2 ? 'PutBucketObjectLockConfiguration' : 'PutObjectLockConfiguration',
    minute,
    {
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        ...(DefaultRetention ? { Rule: { DefaultRetention } } : {}),
      },
    },
    parts,
  );
const YEAR = { Mode: 'COMPLIANCE', Years: 1 };

export default settingsCases(rule, {
  right: { lock },
  wrong: { lock: null },
  values: { lock: 'it has none' },
  baseline: { lock },
  compliant: [
    { name: 'a bucket that never locked objects', state: { lock: null } },
    { name: 'a longer retention', baseline: { lock }, state: { lock: { ...lock, days: 730 } } },
  ],
  drifted: [
    {
      name: 'a shorter retention',
      baseline: { lock },
      state: { lock: { ...lock, days: 30 } },
      violations: [{ message: 'lock', path: 'lock', data: { value: 'COMPLIANCE, 30 days' } }],
    },
    {
      name: 'a mode that can be lifted',
      baseline: { lock },
      state: { lock: { ...lock, mode: 'GOVERNANCE' } },
      violations: [{ message: 'lock', path: 'lock', data: { value: 'GOVERNANCE, 365 days' } }],
    },
  ],
  events: [
    {
      name: 'a new bucket locks objects, no longer, and again',
      events: [
        bucketCall('CreateBucket', 0, { 'x-amz-bucket-object-lock-enabled': 'true' }),
        put(1, YEAR),
        put(2),
        put(3, { Mode: 'COMPLIANCE', Days: 365 }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'reports',
    },
    {
      name: 'a shorter retention in a bucket that is deleted',
      events: [put(0, YEAR), put(1, { Mode: 'COMPLIANCE', Days: 1 }), bucketCall('DeleteBucket', 2, {})],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [put(0, YEAR), put(1, undefined, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
  ],
});
