import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { absentOn } from '../../aws/absent.ts';
import { failureOf } from '../../aws/failure.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { parsedObject } from '../../core/json.ts';
import { GONE } from '../../core/kind.ts';
import type { Ref } from '../../core/ref.ts';
import { switchesFrom } from '../common/api-block-public-access.ts';
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
    const bucket = { Bucket: ref.id, ExpectedBucketOwner: ref.account };
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

/** Answers about a bucket in another region. They do not say whether there is one here too, which the list shows. */
const ELSEWHERE = new Set(['PermanentRedirect', 'AuthorizationHeaderMalformed']);

/**
 * `undefined`: the account has no such bucket in this region. If another account now has a bucket with this name, AWS
 * denies access, as for an own bucket that may not be read; if the name is now that of a bucket in another region, AWS
 * names that region. The list of own buckets distinguishes them.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
async function unlessTakenOver<T>(ref: Ref, s3: S3Client, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await absentOn('NoSuchBucket', read);
  } catch (error) {
    if (failureOf(error) !== 'denied' && !(error instanceof Error && ELSEWHERE.has(error.name))) throw error;
    const found = await s3
      .send(new ListBucketsCommand({ BucketRegion: ref.region, Prefix: ref.id, MaxBuckets: 1 }))
      .catch(() => undefined);
    // The list is sorted, so the bucket itself is the first of the names with this beginning.
    if (!found || (found.Buckets ?? []).some(({ Name }) => Name === ref.id)) throw error;
    return undefined;
  }
}
