import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { absentOn } from '../../aws/absent.ts';
import { effectOf } from '../../aws/effect.ts';
import { writable } from '../../policy/deleted.ts';
import { configurationOf } from '../common/api-block-public-access.ts';
import { ownBucket } from '../common/api-own-bucket.ts';
import { policyText } from '../common/api-policy-text.ts';
import { NOTHING_BLOCKED, switchesOff } from '../common/block-public-access.ts';
import { putBlockPublicAccess, putBucketAcl, putBucketEncryption, putBucketPolicy } from './actions.ts';
import { grantFor } from './api-acl.ts';
import { ruleFor } from './api-encryption.ts';

const BUCKETS = 's3:::*';

export default [
  effectOf(putBlockPublicAccess, {
    permissions: { 's3:PutBucketPublicAccessBlock': BUCKETS },
    async apply(ref, { after }, aws) {
      const s3 = aws.client(S3Client, ref);
      const off = switchesOff(after).length === switchesOff(NOTHING_BLOCKED).length;
      if (off) await s3.send(new DeletePublicAccessBlockCommand(ownBucket(ref)));
      else {
        const PublicAccessBlockConfiguration = configurationOf(after);
        await s3.send(new PutPublicAccessBlockCommand({ ...ownBucket(ref), PublicAccessBlockConfiguration }));
      }
    },
  }),
  effectOf(putBucketPolicy, {
    permissions: { 's3:PutBucketPolicy': BUCKETS, 's3:DeleteBucketPolicy': BUCKETS },
    async apply(ref, { after }, aws) {
      const s3 = aws.client(S3Client, ref);
      const policy = writable(after);
      if (policy === null) await s3.send(new DeleteBucketPolicyCommand(ownBucket(ref)));
      else {
        await s3.send(new PutBucketPolicyCommand({ ...ownBucket(ref), Policy: policyText(policy) }));
      }
    },
  }),
  effectOf(putBucketAcl, {
    permissions: { 's3:GetBucketAcl': BUCKETS, 's3:PutBucketAcl': BUCKETS },
    async apply(ref, { after }, aws) {
      const s3 = aws.client(S3Client, ref);
      // The call has to name the owner of the bucket.
      const { Owner } = await s3.send(new GetBucketAclCommand(ownBucket(ref)));
      const AccessControlPolicy = { Owner, Grants: after.map(grantFor) };
      await s3.send(new PutBucketAclCommand({ ...ownBucket(ref), AccessControlPolicy }));
    },
  }),
  effectOf(putBucketEncryption, {
    permissions: { 's3:GetEncryptionConfiguration': BUCKETS, 's3:PutEncryptionConfiguration': BUCKETS },
    async apply(ref, { after }, aws) {
      const s3 = aws.client(S3Client, ref);
      const now = await absentOn('ServerSideEncryptionConfigurationNotFoundError', () =>
        s3.send(new GetBucketEncryptionCommand(ownBucket(ref))),
      );
      const Rules = [ruleFor(after, now?.ServerSideEncryptionConfiguration)];
      await s3.send(
        new PutBucketEncryptionCommand({ ...ownBucket(ref), ServerSideEncryptionConfiguration: { Rules } }),
      );
    },
  }),
];
