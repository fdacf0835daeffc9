import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getList, getText } from '../../core/json.ts';

const ALGORITHMS = ['AES256', 'aws:kms', 'aws:kms:dsse'] as const;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html */
export interface DefaultEncryption {
  /** From the weakest, keys of S3 that every bucket falls back to, to two layers of KMS. */
  readonly algorithm: (typeof ALGORITHMS)[number];
  /** Absent: the AWS managed key. */
  readonly key?: string;
  readonly bucketKey: boolean;
}

/** What a bucket without a configuration of its own has. */
export const KEYS_OF_S3: DefaultEncryption = { algorithm: 'AES256', bucketKey: false };

/**
 * A put replaces the whole configuration: a bucket key that is left out is off. The shape is that of
 * the XML body, as in the other S3 calls; no published record shows it.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
 */
export function encryptionFrom(event: TrailEvent): DefaultEncryption {
  const configuration = get(event.requestParameters, 'ServerSideEncryptionConfiguration');
  const rule = [...getList(configuration, 'Rule'), ...getList(configuration, 'Rules')][0];
  const given = get(rule, 'ApplyServerSideEncryptionByDefault');
  const algorithm = ALGORITHMS.find((name) => name === getText(given, 'SSEAlgorithm'));
  if (!algorithm) throw new UnreadableEvent(`${event.eventName} shows no algorithm`);
  const key = getText(given, 'KMSMasterKeyID');
  const bucketKey = getFlag(rule, 'BucketKeyEnabled') === true;
  return { algorithm, ...(key ? { key } : {}), bucketKey };
}

/** Whether the algorithm protects less, independently of the key. */
export function isWeaker(a: DefaultEncryption, b: DefaultEncryption): boolean {
  return ALGORITHMS.indexOf(a.algorithm) < ALGORITHMS.indexOf(b.algorithm);
}

/** `AES256`, or `aws:kms, key 1234abcd, with a bucket key`. */
export function encryptionText({ algorithm, key, bucketKey }: DefaultEncryption): string {
  if (algorithm === 'AES256') return algorithm;
  return `${algorithm}, ${key ? `key ${key}` : 'the AWS managed key'}${bucketKey ? ', with a bucket key' : ''}`;
}
