import type { ServerSideEncryptionConfiguration, ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import type { DefaultEncryption } from './encryption.ts';

/** `null`: the bucket has no configuration. */
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

/** Other settings of the encryption rule, such as blocked encryption types, stay unchanged. */
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
