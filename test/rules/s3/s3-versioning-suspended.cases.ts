import rule from '../../../shared/rules/s3/s3-versioning-suspended.ts';
import { bucketCall } from '../../support/bucket-protection.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const version = (minute: number, Status: string, parts: object = {}) =>
  bucketCall('PutBucketVersioning', minute, { VersioningConfiguration: { Status }, versioning: '' }, parts);

export default settingsCases(rule, {
  right: { versioned: true },
  wrong: { versioned: false },
  options: { required: ['*'] },
  compliant: [{ name: 'a bucket that never kept versions', state: { versioned: false } }],
  drifted: [
    {
      name: 'versioning is suspended',
      baseline: { versioned: true },
      state: { versioned: false },
      violations: [{ message: 'versioned', path: 'versioned', data: {} }],
      plan: [{ type: 's3.put-versioning', params: { before: false, after: true } }],
    },
  ],
  events: [
    {
      name: 'a new bucket keeps versions, suspends them, and is deleted',
      events: [
        bucketCall('CreateBucket', 0, {}),
        version(1, 'Enabled'),
        version(2, 'Suspended'),
        bucketCall('DeleteBucket', 3, {}),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'reports',
    },
    {
      name: 'a refused call',
      events: [version(0, 'Enabled'), version(1, 'Suspended', { errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'a call that shows no status',
      events: [bucketCall('PutBucketVersioning', 0, { versioning: '' })],
      transitions: [],
      unreadable: /shows no status/,
    },
  ],
});
