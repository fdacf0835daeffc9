import {
  CreateBucketCommand,
  DeleteBucketCommand,
  PutBucketAclCommand,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import {
  putAccessLogging,
  putLockRule,
  putVersioning,
} from '../../../shared/resources/s3-bucket-protection/actions.ts';
import s3BucketProtection from '../../../shared/resources/s3-bucket-protection/reader.ts';
import { describeWithMoto, expectConforming, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { callsOf } from '../../support/kind-calls.ts';

describeWithMoto('protection of an S3 bucket: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(S3Client, PLACE);
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  let count = 0;
  async function make(ObjectLockEnabledForBucket = false): Promise<string> {
    count += 1;
    const Bucket = `protection-reader-${count}`;
    await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket }));
    return Bucket;
  }

  callsOf(s3BucketProtection, {
    make,
    starts: { versioned: false, mfaDelete: false, expires: null, lock: null, logging: null },
    does: [putVersioning({ before: false, after: true })],
    remove: (Bucket) => client.send(new DeleteBucketCommand({ Bucket })),
  });

  test('the default retention of Object Lock is put and taken away', async () => {
    const ref = refOn(s3BucketProtection, await make(true));
    const lock = putLockRule({ before: null, after: { mode: 'GOVERNANCE', days: 30 } });
    await expectConforming(s3BucketProtection, ref, lock, aws);
  });

  test('requests are logged, and no longer', async () => {
    const [ref, target] = [refOn(s3BucketProtection, await make()), await make()];
    const Grantee = { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' } as const;
    const Grants = [
      { Grantee, Permission: 'WRITE' as const },
      { Grantee, Permission: 'READ_ACP' as const },
    ];
    await client.send(
      new PutBucketAclCommand({ Bucket: target, AccessControlPolicy: { Grants, Owner: { ID: 'owner' } } }),
    );
    const log = putAccessLogging({ before: null, after: { bucket: target, prefix: 'reports/' } });
    await expectConforming(s3BucketProtection, ref, log, aws);
  });

  test('the first of its lifecycle rules decides', async () => {
    const ref = refOn(s3BucketProtection, await make());
    const rule = (ID: string, Days: number, Status: 'Enabled' | 'Disabled' = 'Enabled') => ({
      ID,
      Status,
      Filter: { Prefix: ID },
      Expiration: { Days },
    });
    const Rules = [rule('a', 400), rule('b', 40), rule('c', 4, 'Disabled')];
    await client.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket: ref.id, LifecycleConfiguration: { Rules } }),
    );
    expect(await s3BucketProtection.read(ref, aws)).toMatchObject({ expires: 40 });
  });
});
