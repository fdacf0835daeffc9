import { GONE } from '../../../shared/core/kind.ts';
import { s3BucketProtection } from '../../../shared/resources/s3-bucket-protection/kind.ts';
import { provesOf, unreadableOf } from '../../support/kind-events.ts';

const ID = 'reports';
const request = { bucketName: ID };
const NEW = { versioned: false, mfaDelete: false, expires: null, lock: null, logging: null };

provesOf(s3BucketProtection, ID, [
  ['s3:CreateBucket', { request }, NEW],
  ['s3:CreateBucket', { request, region: 'us-east-1' }, { versioned: true }, { versioned: true }],
  [
    's3:PutBucketVersioning',
    { request: { ...request, VersioningConfiguration: { Status: 'Enabled' } } },
    { versioned: true },
  ],
  [
    's3:PutBucketLifecycle',
    { request: { ...request, LifecycleConfiguration: { Rule: { Status: 'Enabled', Expiration: { Days: '3' } } } } },
    { expires: 3 },
  ],
  ['s3:PutBucketLogging', { request }, { logging: null }],
  ['s3:PutObjectLockConfiguration', { request }, { lock: null }],
  ['s3:DeleteBucket', { request }, GONE],
]);

unreadableOf(s3BucketProtection, ID, [['s3:DeleteBucket', { request: {} }, 'names no bucket']]);
