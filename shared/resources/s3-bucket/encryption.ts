import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getList, getText, objectOf } from '../../core/json.ts';

const ALGORITHMS = ['AES256', 'aws:kms', 'aws:kms:dsse'] as const;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html */
export interface DefaultEncryption {
  /** `AES256` (keys of S3, the default of every bucket), `aws:kms`, or `aws:kms:dsse` (two layers). */
  readonly algorithm: (typeof ALGORITHMS)[number];
  /** Left out: the AWS managed key. */
  readonly key?: string;
  /** Keys of S3 have none. */
  readonly bucketKey: boolean;
}

/**
 * The encryption of a new bucket, after the configuration was deleted, and of a configuration without an algorithm.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
 */
export const KEYS_OF_S3: DefaultEncryption = { algorithm: 'AES256', bucketKey: false };

/**
 * The call replaces the whole configuration. A bucket key that is left out is off. A rule can also block encryption
 * types and name no algorithm. The form is inferred from the XML body and other S3 calls: no published record shows it.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
 */
export function encryptionFrom(event: TrailEvent): DefaultEncryption {
  const configuration = get(event.requestParameters, 'ServerSideEncryptionConfiguration');
  const rule = [...getList(configuration, 'Rule'), ...getList(configuration, 'Rules')][0];
  if (!objectOf(rule)) throw new UnreadableEvent(`${event.eventName} shows no encryption rule`);
  const given = get(rule, 'ApplyServerSideEncryptionByDefault');
  if (isEmpty(given)) return KEYS_OF_S3;
  const algorithm = ALGORITHMS.find((name) => name === getText(given, 'SSEAlgorithm'));
  if (!algorithm) throw new UnreadableEvent(`${event.eventName} shows no algorithm`);
  return encryptionWith(algorithm, getText(given, 'KMSMasterKeyID'), getFlag(rule, 'BucketKeyEnabled'));
}

/** An XML element without content is a text or an object. */
function isEmpty(given: unknown): boolean {
  if (given === undefined || given === null || given === '') return true;
  return Object.keys(objectOf(given) ?? { other: given }).length === 0;
}

export function encryptionWith(
  algorithm: DefaultEncryption['algorithm'],
  key: string | undefined,
  bucketKey: boolean | undefined,
): DefaultEncryption {
  if (algorithm === 'AES256') return KEYS_OF_S3;
  return { algorithm, ...(key ? { key } : {}), bucketKey: bucketKey === true };
}

/** Whether the algorithm protects less. Keys are not compared. */
export function isWeaker(a: DefaultEncryption, b: DefaultEncryption): boolean {
  return ALGORITHMS.indexOf(a.algorithm) < ALGORITHMS.indexOf(b.algorithm);
}

/** `AES256`, or `aws:kms, key 1234abcd, with a bucket key`. */
export function encryptionText({ algorithm, key, bucketKey }: DefaultEncryption): string {
  if (algorithm === 'AES256') return algorithm;
  return `${algorithm}, ${key ? `key ${key}` : 'the AWS managed key'}${bucketKey ? ', with a bucket key' : ''}`;
}
