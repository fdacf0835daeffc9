import type { ServerSideEncryptionConfiguration, ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import type { DefaultEncryption } from './encryption.ts';

/** `null` where the bucket has no configuration of its own. */
export function encryptionIn(configuration: ServerSideEncryptionConfiguration | undefined): DefaultEncryption | null {
  const rule = configuration?.Rules?.[0];
  const given = rule?.ApplyServerSideEncryptionByDefault;
  if (!given?.SSEAlgorithm) return null;
  return {
    algorithm: given.SSEAlgorithm as DefaultEncryption['algorithm'],
    ...(given.KMSMasterKeyID ? { key: given.KMSMasterKeyID } : {}),
    bucketKey: rule?.BucketKeyEnabled === true,
  };
}

/** What the rule holds beside the default encryption, such as blocked encryption types, is carried over. */
export function ruleFor(
  { algorithm, key, bucketKey }: DefaultEncryption,
  now: ServerSideEncryptionConfiguration | undefined,
): ServerSideEncryptionRule {
  return {
    ...now?.Rules?.[0],
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, ...(key ? { KMSMasterKeyID: key } : {}) },
    BucketKeyEnabled: bucketKey,
  };
}
