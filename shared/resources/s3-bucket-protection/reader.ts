import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  type LifecycleRule,
  S3Client,
} from '@aws-sdk/client-s3';
import { absentOn } from '../../aws/absent.ts';
import { defineReader } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { listBuckets, ownBucket, unlessTakenOver } from '../common/api-own-bucket.ts';
import { firstOf, lockRuleOf, s3BucketProtection } from './kind.ts';

const BUCKETS = 's3:::*';

export default defineReader(s3BucketProtection, {
  permissions: {
    read: {
      's3:GetBucketVersioning': BUCKETS,
      's3:GetLifecycleConfiguration': BUCKETS,
      's3:GetBucketObjectLockConfiguration': BUCKETS,
      's3:GetBucketLogging': BUCKETS,
      // To find out whether a bucket to which access is denied belongs to the account.
      's3:ListAllMyBuckets': '*',
    },
    list: { 's3:ListAllMyBuckets': '*' },
  },
  async read(ref, aws) {
    const s3 = aws.client(S3Client, ref);
    const bucket = ownBucket(ref);
    const found = await unlessTakenOver(ref, s3, () =>
      Promise.all([
        s3.send(new GetBucketVersioningCommand(bucket)),
        absentOn('NoSuchLifecycleConfiguration', () => s3.send(new GetBucketLifecycleConfigurationCommand(bucket))),
        absentOn('ObjectLockConfigurationNotFoundError', () => s3.send(new GetObjectLockConfigurationCommand(bucket))),
        s3.send(new GetBucketLoggingCommand(bucket)),
      ]),
    );
    if (!found) return GONE;
    const [versioning, lifecycle, lock, { LoggingEnabled: logging }] = found;
    const { Mode, Days, Years } = lock?.ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
    return {
      versioned: versioning.Status === 'Enabled',
      mfaDelete: versioning.MFADelete === 'Enabled',
      expires: firstOf((lifecycle?.Rules ?? []).flatMap(expirationIn)),
      lock: lockRuleOf(Mode, Days, Years),
      logging: logging?.TargetBucket ? { bucket: logging.TargetBucket, prefix: logging.TargetPrefix ?? '' } : null,
    };
  },
  list: listBuckets,
});

function expirationIn({ Status, Expiration }: LifecycleRule): number[] {
  if (Status !== 'Enabled' || !Expiration) return [];
  if (Expiration.Date) return [0];
  return Expiration.Days === undefined ? [] : [Expiration.Days];
}
