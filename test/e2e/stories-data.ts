import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateKeyCommand, EnableKeyRotationCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateDBInstanceCommand, CreateDBSnapshotCommand, RDSClient } from '@aws-sdk/client-rds';
import {
  CreateBucketCommand,
  GetBucketAclCommand,
  PutBucketEncryptionCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Aws } from '../../shared/aws/clients.ts';
import { putEventSelectors, stopLogging, updateTrail } from '../../shared/resources/cloudtrail-trail/actions.ts';
import { ALL_BLOCKED, NOTHING_BLOCKED } from '../../shared/resources/common/block-public-access.ts';
import {
  disableKey,
  disableKeyRotation,
  putKeyPolicy,
  scheduleKeyDeletion,
} from '../../shared/resources/kms-key/actions.ts';
import { putRetention } from '../../shared/resources/log-group/actions.ts';
import {
  putAutoMinorVersionUpgrade,
  putBackupRetention,
  putDatabaseDeletionProtection,
  setPubliclyAccessible,
} from '../../shared/resources/rds-database/actions.ts';
import { shareRdsSnapshot } from '../../shared/resources/rds-snapshot/actions.ts';
import { putAccountBlockPublicAccess } from '../../shared/resources/s3-account/actions.ts';
import { ALL_USERS } from '../../shared/resources/s3-bucket/acl.ts';
import {
  putBlockPublicAccess,
  putBucketAcl,
  putBucketEncryption,
  putBucketPolicy,
} from '../../shared/resources/s3-bucket/actions.ts';
import { applyAction } from '../support/aws.ts';
import { type ActionStory, policyOf, story } from './action-stories.ts';
import { PLACE } from './place.ts';
import { OPEN_BUCKET } from './settings.ts';

const STRANGER = '444455556666';
const allow = (AWS: string) => ({ Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' });
const OWN_KEY = policyOf(allow(`arn:aws:iam::${PLACE.account}:root`));
/** What gives another account the objects of a bucket. */
const shared = (bucket: string) =>
  policyOf({
    Sid: 'Partner',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${STRANGER}:root` },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
  });
/** The owner of buckets, who is known only once there is one. */
const made = { owner: '', key: '' };
const own = () => ({ grantee: made.owner, permission: 'FULL_CONTROL' });
const PASSWORD = 'not-a-real-one';
const kms = () => ({ algorithm: 'aws:kms', key: made.key, bucketKey: true }) as const;
const SSE = { algorithm: 'AES256', bucketKey: false } as const;
const ALL = { included: true, readWrite: 'All', excludedSources: [] } as const;

async function bucket(aws: Aws, Bucket: string): Promise<string> {
  const CreateBucketConfiguration = { LocationConstraint: PLACE.region };
  await aws.client(S3Client, PLACE).send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  return Bucket;
}

async function closedBucket(aws: Aws, Bucket: string): Promise<string> {
  const switches = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
  await bucket(aws, Bucket);
  await aws.client(S3Client, PLACE).send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: Object.fromEntries(switches.map((name) => [name, true])),
    }),
  );
  return Bucket;
}

async function trail(aws: Aws, Name: string, settings = {}): Promise<string> {
  const cloudtrail = aws.client(CloudTrailClient, PLACE);
  const S3BucketName = await closedBucket(aws, `e2e-trail-${Name}`);
  await cloudtrail.send(new CreateTrailCommand({ Name, S3BucketName, ...settings }));
  const EventSelectors = [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true, DataResources: [] }];
  await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors }));
  await cloudtrail.send(new StartLoggingCommand({ Name }));
  return Name;
}

async function key(aws: Aws): Promise<string | undefined> {
  const kms = aws.client(KMSClient, PLACE);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy: JSON.stringify(OWN_KEY) }));
  await kms.send(new EnableKeyRotationCommand({ KeyId: KeyMetadata?.KeyId }));
  return KeyMetadata?.KeyId;
}

/** A key that other resources are encrypted with. What is to be restored has to exist. */
async function keyArn(aws: Aws): Promise<string> {
  made.key ||= `arn:aws:kms:${PLACE.region}:${PLACE.account}:key/${await key(aws)}`;
  return made.key;
}

async function database(aws: Aws, DBInstanceIdentifier: string): Promise<string> {
  const settings = {
    Engine: 'postgres',
    DBInstanceClass: 'db.t4g.micro',
    AllocatedStorage: 20,
    StorageEncrypted: true,
    AutoMinorVersionUpgrade: true,
    DeletionProtection: true,
    BackupRetentionPeriod: 14,
  };
  await aws.client(RDSClient, PLACE).send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier,
      ...settings,
      MasterUsername: 'owner',
      MasterUserPassword: PASSWORD,
      PubliclyAccessible: false,
    }),
  );
  return DBInstanceIdentifier;
}

export const DATA_STORIES: readonly ActionStory[] = [
  story('cloudtrail.start-logging', 'cloudtrail-stopped-or-deleted', 'cloudtrail-trail', {
    make: (aws) => trail(aws, 'stopped'),
    drift: () => [stopLogging({})],
    event: ({ id }) => ['cloudtrail:StopLogging', { name: id }],
  }),
  story('cloudtrail.update-trail', 'cloudtrail-kms-removed', 'cloudtrail-trail', {
    make: async (aws) => trail(aws, 'keyless', { KmsKeyId: await keyArn(aws) }),
    drift: () => [updateTrail({ setting: 'kmsKey', before: made.key, after: null })],
    event: ({ id }) => ['cloudtrail:UpdateTrail', { name: id, kmsKeyId: '' }],
  }),
  story('cloudtrail.put-event-selectors', 'cloudtrail-scope-reduced', 'cloudtrail-trail', {
    // Another trail of this region records the region, and no other.
    make: (aws) => trail(aws, 'blind', { IsMultiRegionTrail: true }),
    drift: () => [putEventSelectors({ before: ALL, after: { ...ALL, readWrite: 'ReadOnly' } })],
    event: ({ id }) => [
      'cloudtrail:PutEventSelectors',
      { trailName: id, eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: true }] },
    ],
  }),
  story('kms.cancel-key-deletion', 'kms-key-deletion-scheduled', 'kms-key', {
    make: key,
    drift: () => [disableKey({}), scheduleKeyDeletion({ windowDays: 7 })],
    event: ({ id }) => ['kms:ScheduleKeyDeletion', { keyId: id, pendingWindowInDays: 7 }],
  }),
  story('kms.enable-key', 'kms-key-disabled', 'kms-key', {
    make: key,
    drift: () => [disableKey({})],
    event: ({ id }) => ['kms:DisableKey', { keyId: id }],
  }),
  story('kms.enable-key-rotation', 'kms-rotation-off', 'kms-key', {
    make: key,
    drift: () => [disableKeyRotation({})],
    event: ({ id }) => ['kms:DisableKeyRotation', { keyId: id }],
  }),
  story('kms.put-key-policy', 'kms-policy-public', 'kms-key', {
    make: key,
    drift: () => [putKeyPolicy({ before: OWN_KEY, after: policyOf(...OWN_KEY.Statement, allow('*')) })],
    event: ({ id }) => [
      'kms:PutKeyPolicy',
      { keyId: id, policyName: 'default', policy: JSON.stringify(policyOf(...OWN_KEY.Statement, allow('*'))) },
    ],
  }),
  story('logs.put-retention', 'log-group-deleted-or-short-retention', 'log-group', {
    async make(aws) {
      const logs = aws.client(CloudWatchLogsClient, PLACE);
      await logs.send(new CreateLogGroupCommand({ logGroupName: '/e2e/orders' }));
      await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/e2e/orders', retentionInDays: 400 }));
      return '/e2e/orders';
    },
    drift: () => [putRetention({ before: 400, after: 7 })],
    event: ({ id }) => ['logs:PutRetentionPolicy', { logGroupName: id, retentionInDays: 7 }],
  }),
  story('rds.set-publicly-accessible', 'rds-publicly-accessible', 'rds-database', {
    make: async (aws) => `db:${await database(aws, 'shop')}`,
    drift: () => [setPubliclyAccessible({ before: false, after: true })],
    event: () => ['rds:ModifyDBInstance', { dBInstanceIdentifier: 'shop', publiclyAccessible: true }],
  }),
  story('rds.put-auto-minor-version-upgrade', 'rds-auto-minor-upgrade-off', 'rds-database', {
    make: async (aws) => `db:${await database(aws, 'upgraded')}`,
    drift: () => [putAutoMinorVersionUpgrade({ before: true, after: false })],
    event: () => ['rds:ModifyDBInstance', { dBInstanceIdentifier: 'upgraded', autoMinorVersionUpgrade: false }],
  }),
  story('rds.put-deletion-protection', 'rds-recovery-weakened', 'rds-database', {
    make: async (aws) => `db:${await database(aws, 'protected')}`,
    drift: () => [putDatabaseDeletionProtection({ before: true, after: false })],
    event: () => ['rds:ModifyDBInstance', { dBInstanceIdentifier: 'protected', deletionProtection: false }],
  }),
  story('rds.put-backup-retention', 'rds-recovery-weakened', 'rds-database', {
    make: async (aws) => `db:${await database(aws, 'kept')}`,
    drift: () => [putBackupRetention({ before: 14, after: 1 })],
    event: () => [
      'rds:ModifyDBInstance',
      { dBInstanceIdentifier: 'kept', backupRetentionPeriod: 1, applyImmediately: true },
    ],
  }),
  story('rds.unshare-snapshot', 'rds-snapshot-public', 'rds-snapshot', {
    async make(aws) {
      const DBInstanceIdentifier = await database(aws, 'orders');
      await aws
        .client(RDSClient, PLACE)
        .send(new CreateDBSnapshotCommand({ DBSnapshotIdentifier: 'orders-1', DBInstanceIdentifier }));
      return 'snapshot:orders-1';
    },
    drift: () => [shareRdsSnapshot({ share: 'all' })],
    event: () => [
      'rds:ModifyDBSnapshotAttribute',
      { dBSnapshotIdentifier: 'orders-1', attributeName: 'restore', valuesToAdd: ['all'] },
    ],
  }),
  story('s3.put-account-block-public-access', 's3-account-block-public-access-off', 's3-account', {
    playedFirst: true,
    isGlobal: true,
    async make(aws) {
      const ref = { kind: 's3-account', ...PLACE, id: 'account' };
      await applyAction(ref, putAccountBlockPublicAccess({ before: NOTHING_BLOCKED, after: ALL_BLOCKED }), aws);
      return ref.id;
    },
    drift: () => [putAccountBlockPublicAccess({ before: ALL_BLOCKED, after: NOTHING_BLOCKED })],
    event: () => ['s3:DeleteAccountPublicAccessBlock', { accountId: PLACE.account }],
  }),
  story('s3.put-block-public-access', 's3-bucket-block-public-access-off', 's3-bucket', {
    make: (aws) => closedBucket(aws, 'e2e-reports'),
    drift: () => [putBlockPublicAccess({ before: ALL_BLOCKED, after: NOTHING_BLOCKED })],
    event: ({ id }) => ['s3:DeleteBucketPublicAccessBlock', { bucketName: id, publicAccessBlock: '' }],
  }),
  story('s3.put-bucket-policy', 's3-bucket-policy-external-account', 's3-bucket', {
    make: (aws) => closedBucket(aws, 'e2e-shared'),
    drift: ({ id }) => [putBucketPolicy({ before: null, after: shared(id) })],
    event: ({ id }) => ['s3:PutBucketPolicy', { bucketName: id, bucketPolicy: shared(id), policy: '' }],
  }),
  story('s3.put-bucket-acl', 's3-bucket-acl-public', 's3-bucket', {
    async make(aws) {
      const Bucket = await bucket(aws, OPEN_BUCKET);
      const { Owner } = await aws.client(S3Client, PLACE).send(new GetBucketAclCommand({ Bucket }));
      made.owner = Owner?.ID ?? '';
      return Bucket;
    },
    drift: () => [putBucketAcl({ before: [own()], after: [own(), { grantee: ALL_USERS, permission: 'READ' }] })],
    event: ({ id }) => ['s3:PutBucketAcl', { bucketName: id, acl: '', 'x-amz-acl': 'public-read' }],
  }),
  story('s3.put-bucket-encryption', 's3-default-encryption-downgraded', 's3-bucket', {
    async make(aws) {
      const Bucket = await closedBucket(aws, 'e2e-encrypted');
      const byDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: await keyArn(aws) } as const;
      const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }];
      const ServerSideEncryptionConfiguration = { Rules };
      await aws
        .client(S3Client, PLACE)
        .send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
      return Bucket;
    },
    drift: () => [putBucketEncryption({ before: kms(), after: SSE })],
    event: ({ id }) => ['s3:PutBucketEncryption', { bucketName: id, encryption: '' }],
  }),
];
