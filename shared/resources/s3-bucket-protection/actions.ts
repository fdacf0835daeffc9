import { putField } from '../common/put-field.ts';
import type { S3BucketProtection } from './kind.ts';

const put = putField<S3BucketProtection>();

export const putVersioning = put('s3.put-versioning', 'versioned', (on) =>
  on ? 'Keep the earlier versions of objects' : 'Keep no further versions of objects',
);

export const putAccessLogging = put('s3.put-access-logging', 'logging', (logging) =>
  logging === null ? 'Log no requests' : `Log requests to s3://${logging.bucket}/${logging.prefix}`,
);

export const putLockRule = put('s3.put-lock-rule', 'lock', (lock) =>
  lock === null
    ? 'Let new objects be deleted'
    : `Keep new objects from being deleted for ${lock.days} days (${lock.mode})`,
);
