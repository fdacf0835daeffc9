import type { ServerSideEncryptionConfiguration, ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import { type DefaultEncryption, encryptionWith, KEYS_OF_S3 } from './encryption.ts';

export function encryptionIn(configuration: ServerSideEncryptionConfiguration | undefined): DefaultEncryption {
  const rule = configuration?.Rules?.[0];
  const given = rule?.ApplyServerSideEncryptionByDefault;
  if (!given?.SSEAlgorithm) return KEYS_OF_S3;
  const algorithm = given.SSEAlgorithm as DefaultEncryption['algorithm'];
  return encryptionWith(algorithm, given.KMSMasterKeyID, rule?.BucketKeyEnabled);
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
