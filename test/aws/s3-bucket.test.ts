import { CreateBucketCommand, DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, expect, test } from 'vitest';
import {
  putBlockPublicAccess,
  putBucketAcl,
  putBucketEncryption,
  putBucketPolicy,
} from '../../shared/actions/s3-bucket.ts';
import s3Bucket from '../../shared/aws/readers/s3-bucket.ts';
import { GONE } from '../../shared/core/kind.ts';
import { ALL_BLOCKED, NOTHING_BLOCKED } from '../../shared/kinds/parts/block-public-access.ts';
import { ALL_USERS } from '../../shared/kinds/parts/s3-acl.ts';
import { describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../support/aws.ts';

describeWithMoto('S3 buckets in AWS', () => {
  const aws = motoAws();
  const s3 = aws.client(S3Client, PLACE);
  let count = 0;
  let ref = refOn(s3Bucket, '');

  beforeEach(async () => {
    count += 1;
    ref = refOn(s3Bucket, `plumbline-reader-${count}`);
    await s3.send(
      new CreateBucketCommand({ Bucket: ref.id, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    );
  });

  test('Block Public Access', async () => {
    const exchange = { before: NOTHING_BLOCKED, after: { ...ALL_BLOCKED, restrictPublicBuckets: false } };
    await expectConforming(s3Bucket, ref, putBlockPublicAccess(exchange), aws);
  });

  test('the policy', async () => {
    const after = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${ref.id}/*` }],
    };
    await expectConforming(s3Bucket, ref, putBucketPolicy({ before: null, after }), aws);
  });

  test('the access control list keeps what the owner has', async () => {
    const state = await s3Bucket.read(ref, aws);
    const before = state === GONE ? [] : (state.acl ?? []);
    const after = [...before, { grantee: ALL_USERS, permission: 'READ' }];
    await expectConforming(s3Bucket, ref, putBucketAcl({ before, after }), aws);
    expect(before).toEqual([{ grantee: expect.stringMatching(/^[0-9a-f]{64}$/), permission: 'FULL_CONTROL' }]);
  });

  test('the default encryption', async () => {
    const state = await s3Bucket.read(ref, aws);
    const before = state === GONE ? null : (state.encryption ?? null);
    const after = { algorithm: 'aws:kms', key: 'alias/own', bucketKey: true } as const;
    await expectConforming(s3Bucket, ref, putBucketEncryption({ before, after }), aws);
  });

  test('a bucket that is deleted is gone, and listed no more', async () => {
    expect(await listed(s3Bucket, aws)).toContain(ref.id);
    await s3.send(new DeleteBucketCommand({ Bucket: ref.id }));
    expect(await s3Bucket.read(ref, aws)).toBe(GONE);
    expect(await listed(s3Bucket, aws)).not.toContain(ref.id);
  });
});
