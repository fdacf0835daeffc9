import { CreateBucketCommand, DeleteBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { ALL_BLOCKED, NOTHING_BLOCKED } from '../../../shared/resources/common/block-public-access.ts';
import { ALL_USERS } from '../../../shared/resources/s3-bucket/acl.ts';
import {
  putBlockPublicAccess,
  putBucketAcl,
  putBucketEncryption,
  putBucketPolicy,
} from '../../../shared/resources/s3-bucket/actions.ts';
import s3Bucket from '../../../shared/resources/s3-bucket/reader.ts';
import { describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { awsError } from '../../support/mend.ts';

/** Other tests use the real clients of the same process. */
const mocks: { restore(): void }[] = [];
afterEach(() => {
  for (const mock of mocks.splice(0)) mock.restore();
});
const mocked: typeof mockClient = (client) => {
  const mock = mockClient(client);
  mocks.push(mock);
  return mock;
};

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
    const before = (state === GONE ? undefined : state.encryption) ?? expect.fail('no encryption');
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

describe('a bucket that may not be read', () => {
  const aws = createAws({ maxAttempts: 1 });
  const ref = refOn(s3Bucket, 'orders');
  const denied = awsError('AccessDenied');

  test('is gone where its name is no longer among the own: another account has taken it over', async () => {
    mocked(S3Client)
      .rejects(denied)
      .on(ListBucketsCommand)
      .resolves({ Buckets: [{ Name: 'orders-archive' }] });
    expect(await s3Bucket.read(ref, aws)).toBe(GONE);
  });

  test('is refused where it is among the own, and where that cannot be told', async () => {
    mocked(S3Client)
      .rejects(denied)
      .on(ListBucketsCommand)
      .resolves({ Buckets: [{ Name: 'orders' }] });
    await expect(s3Bucket.read(ref, aws)).rejects.toThrow(denied);
    mocked(S3Client).rejects(denied);
    await expect(s3Bucket.read(ref, aws)).rejects.toThrow(denied);
  });
});
