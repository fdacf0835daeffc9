import {
  PutBucketLoggingCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { effectOf } from '../../aws/effect.ts';
import { ownBucket } from '../common/api-own-bucket.ts';
import { putAccessLogging, putLockRule, putVersioning } from './actions.ts';

const BUCKETS = 's3:::*';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const refusals = {
  NoSuchBucket: 'The bucket no longer exists.',
  AccessDenied: 'S3 denies it: a bucket with MFA delete is changed by the root user only.',
  InvalidBucketState: 'S3 refuses it: a bucket with Object Lock stays versioned.',
  InvalidTargetBucketForLogging: 'The bucket of the logs no longer exists, or does not take them.',
} as const;

export default [
  effectOf(putVersioning, {
    permissions: { 's3:PutBucketVersioning': BUCKETS },
    refusals,
    async apply(ref, { after }, aws) {
      const VersioningConfiguration = { Status: after ? 'Enabled' : 'Suspended' } as const;
      await aws
        .client(S3Client, ref)
        .send(new PutBucketVersioningCommand({ ...ownBucket(ref), VersioningConfiguration }));
    },
  }),
  effectOf(putAccessLogging, {
    permissions: { 's3:PutBucketLogging': BUCKETS },
    refusals,
    async apply(ref, { after }, aws) {
      const target = after && { LoggingEnabled: { TargetBucket: after.bucket, TargetPrefix: after.prefix } };
      const BucketLoggingStatus = target ?? {};
      await aws.client(S3Client, ref).send(new PutBucketLoggingCommand({ ...ownBucket(ref), BucketLoggingStatus }));
    },
  }),
  effectOf(putLockRule, {
    permissions: { 's3:PutBucketObjectLockConfiguration': BUCKETS },
    refusals,
    async apply(ref, { after }, aws) {
      const Rule = after && { DefaultRetention: { Mode: after.mode, Days: after.days } };
      const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const, ...(Rule ? { Rule } : {}) };
      await aws
        .client(S3Client, ref)
        .send(new PutObjectLockConfigurationCommand({ ...ownBucket(ref), ObjectLockConfiguration }));
    },
  }),
];
