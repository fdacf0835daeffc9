import { swap } from '../../core/action.ts';
import { plain } from '../../core/text.ts';
import { some } from '../../policy/difference.ts';
import { type BlockPublicAccess, switched } from '../common/block-public-access.ts';
import { putPolicy } from '../common/put-policy.ts';
import { type Grant, strangersOf } from './acl.ts';
import { type DefaultEncryption, encryptionText } from './encryption.ts';
import type { S3Bucket } from './kind.ts';

export const putBlockPublicAccess = swap<S3Bucket, BlockPublicAccess>()({
  type: 's3.put-block-public-access',
  describe: ({ before, after }) => `Block Public Access: ${switched(before, after)}`,
  simulate: (bucket, { after }) => ({ ...bucket, blockPublicAccess: after }),
});

/** `null`: no policy. Ids of deleted principals are left out: AWS refuses them. */
export const putBucketPolicy = putPolicy<S3Bucket>()('s3.put-bucket-policy', 'bucket policy');

export const putBucketAcl = swap<S3Bucket, readonly Grant[]>()({
  type: 's3.put-bucket-acl',
  describe: ({ before, after }) => {
    const steps = [said('Remove', missingFrom(after, before), 'from'), said('Add', missingFrom(before, after), 'to')];
    const changes = steps.filter((step) => step !== undefined);
    return changes.length > 0
      ? `${changes.join('; ')}; nothing else changes`
      : 'Write the access control list again unchanged';
  },
  simulate: (bucket, { after }) => ({ ...bucket, acl: after }),
});

export const putBucketEncryption = swap<S3Bucket, DefaultEncryption>()({
  type: 's3.put-bucket-encryption',
  describe: ({ after }) => `Encrypt new objects with ${encryptionText(after)}`,
  simulate: (bucket, { after }) => ({ ...bucket, encryption: after }),
});

function missingFrom(list: readonly Grant[], other: readonly Grant[]): readonly Grant[] {
  return other.filter(
    ({ grantee, permission }) => !list.some((each) => each.grantee === grantee && each.permission === permission),
  );
}

function said(verb: string, grants: readonly Grant[], where: string): string | undefined {
  if (grants.length === 0) return undefined;
  const each = grants.map((grant) => `${grant.permission} for ${strangersOf(grant) ?? grant.grantee}`);
  return plain(`${verb} ${some(each)} ${where} the access control list`);
}
