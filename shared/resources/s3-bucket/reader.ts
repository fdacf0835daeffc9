import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { absentOn } from '../../aws/absent.ts';
import { defineReader } from '../../aws/reader.ts';
import { parsedObject } from '../../core/json.ts';
import { GONE } from '../../core/kind.ts';
import { switchesFrom } from '../common/api-block-public-access.ts';
import { listBuckets, ownBucket, unlessTakenOver } from '../common/api-own-bucket.ts';
import { grantsIn } from './api-acl.ts';
import { encryptionIn } from './api-encryption.ts';
import { s3Bucket } from './kind.ts';

const BUCKETS = 's3:::*';

export default defineReader(s3Bucket, {
  permissions: {
    read: {
      's3:GetBucketPolicy': BUCKETS,
      's3:GetBucketAcl': BUCKETS,
      's3:GetBucketPublicAccessBlock': BUCKETS,
      's3:GetEncryptionConfiguration': BUCKETS,
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
        s3.send(new GetBucketAclCommand(bucket)),
        absentOn('NoSuchBucketPolicy', () => s3.send(new GetBucketPolicyCommand(bucket))),
        absentOn('NoSuchPublicAccessBlockConfiguration', () => s3.send(new GetPublicAccessBlockCommand(bucket))),
        absentOn('ServerSideEncryptionConfigurationNotFoundError', () =>
          s3.send(new GetBucketEncryptionCommand(bucket)),
        ),
      ]),
    );
    if (!found) return GONE;
    const [acl, policy, block, encryption] = found;
    return {
      acl: grantsIn(acl.Grants),
      policy: policy?.Policy === undefined ? null : parsedObject(policy.Policy),
      blockPublicAccess: switchesFrom(block?.PublicAccessBlockConfiguration),
      encryption: encryptionIn(encryption?.ServerSideEncryptionConfiguration),
    };
  },
  list: listBuckets,
});
