import { CreateBucketCommand, PutBucketAclCommand, S3Client } from '@aws-sdk/client-s3';
import type { Aws } from '../../shared/aws/clients.ts';
import { putAccessLogging, putLockRule, putVersioning } from '../../shared/resources/s3-bucket-protection/actions.ts';
import { applyAction } from '../support/aws.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const KIND = 's3-bucket-protection';
const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
const LOGS = { bucket: 'e2e-access-logs', prefix: 'orders/' };
const LOCK = { mode: 'GOVERNANCE', days: 30 } as const;
const refOf = (id: string) => ({ kind: KIND, ...PLACE, id });

async function bucket(aws: Aws, Bucket: string, ObjectLockEnabledForBucket = false): Promise<string> {
  const client = aws.client(S3Client, PLACE);
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket }));
  return Bucket;
}

export const STORIES: readonly ActionStory[] = [
  story('s3.put-versioning', 's3-versioning-suspended', KIND, {
    async make(aws) {
      const id = await bucket(aws, 'e2e-versions');
      await applyAction(refOf(id), putVersioning({ before: false, after: true }), aws);
      return id;
    },
    drift: () => [putVersioning({ before: true, after: false })],
    event: ({ id }) => ['s3:PutBucketVersioning', { bucketName: id, VersioningConfiguration: { Status: 'Suspended' } }],
  }),
  story('s3.put-access-logging', 's3-logging-off', KIND, {
    async make(aws) {
      const target = await bucket(aws, LOGS.bucket);
      const Grantee = { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' } as const;
      const Grants = [
        { Grantee, Permission: 'WRITE' as const },
        { Grantee, Permission: 'READ_ACP' as const },
      ];
      await aws
        .client(S3Client, PLACE)
        .send(new PutBucketAclCommand({ Bucket: target, AccessControlPolicy: { Grants, Owner: { ID: 'owner' } } }));
      const id = await bucket(aws, 'e2e-logged');
      await applyAction(refOf(id), putAccessLogging({ before: null, after: LOGS }), aws);
      return id;
    },
    drift: () => [putAccessLogging({ before: LOGS, after: null })],
    event: ({ id }) => ['s3:PutBucketLogging', { bucketName: id, BucketLoggingStatus: '' }],
  }),
  story('s3.put-lock-rule', 's3-object-lock-weakened', KIND, {
    async make(aws) {
      const id = await bucket(aws, 'e2e-locked', true);
      await applyAction(refOf(id), putLockRule({ before: null, after: LOCK }), aws);
      return id;
    },
    drift: () => [putLockRule({ before: LOCK, after: null })],
    event: ({ id }) => [
      's3:PutObjectLockConfiguration',
      { bucketName: id, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } },
    ],
  }),
];
