import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { parsedObject } from '../../core/json.ts';
import { GONE } from '../../core/kind.ts';
import { s3Bucket } from '../../kinds/s3-bucket.ts';
import { absentOn } from '../absent.ts';
import { switchesFrom } from '../parts/block-public-access.ts';
import { grantsIn } from '../parts/s3-acl.ts';
import { encryptionIn } from '../parts/s3-encryption.ts';
import { defineReader, page } from '../reader.ts';

const BUCKETS = 's3:::*';

export default defineReader(s3Bucket, {
  permissions: {
    read: {
      's3:GetBucketPolicy': BUCKETS,
      's3:GetBucketAcl': BUCKETS,
      's3:GetBucketPublicAccessBlock': BUCKETS,
      's3:GetEncryptionConfiguration': BUCKETS,
    },
    list: { 's3:ListAllMyBuckets': '*' },
  },
  async read(ref, aws) {
    const s3 = aws.client(S3Client, ref);
    // A name that another account has taken over is refused, and is not ours to read.
    const bucket = { Bucket: ref.id, ExpectedBucketOwner: ref.account };
    const found = await absentOn('NoSuchBucket', () =>
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
  async list({ region }, aws, from) {
    const found = await aws
      .client(S3Client, { region })
      .send(new ListBucketsCommand({ BucketRegion: region, MaxBuckets: 1000, ContinuationToken: from }));
    const here = (found.Buckets ?? []).filter(({ BucketRegion }) => (BucketRegion ?? region) === region);
    return page(
      here.map(({ Name }) => Name),
      found.ContinuationToken,
    );
  },
});
