import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getText, parsedObject } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import {
  type BlockPublicAccess,
  blockedBucketOf,
  blockPublicAccessFrom,
  NOTHING_BLOCKED,
} from '../common/block-public-access.ts';
import { bucketArn } from '../common/bucket-arn.ts';
import { type Grant, grantsFrom } from './acl.ts';
import { type DefaultEncryption, encryptionFrom, KEYS_OF_S3 } from './encryption.ts';
import { neighbours } from './neighbours.ts';

export interface S3Bucket {
  /** The policy, a JSON object, or a text if it is no JSON object. `null`: the bucket has no policy. */
  readonly policy?: unknown;
  readonly acl?: readonly Grant[];
  readonly blockPublicAccess?: BlockPublicAccess;
  readonly encryption?: DefaultEncryption;
}

export const s3Bucket = defineKind<S3Bucket>()({
  name: 's3-bucket',
  type: 'AWS::S3::Bucket',
  title: 'S3 bucket',
  blank: {},
  arn: bucketArn,
  neighbours,
  tagging: { 's3:PutBucketTagging': bucket, 's3:DeleteBucketTagging': bucket },
  events: {
    // The call sets only the ACL. The other fields are the same for every new bucket.
    's3:CreateBucket': { ids: bucket, sets: ['acl'], creates: isNewBucket, evolve: begin },
    's3:PutBucketPolicy': {
      ids: bucket,
      sets: ['policy'],
      evolve: (known, event) => ({ ...known, policy: policyOf(event) }),
    },
    's3:DeleteBucketPolicy': { ids: bucket, sets: ['policy'], evolve: (known) => ({ ...known, policy: null }) },
    's3:PutBucketAcl': { ids: bucket, sets: ['acl'], evolve: putAcl },
    's3:PutBucketPublicAccessBlock': {
      ids: blockedBucket,
      sets: ['blockPublicAccess'],
      evolve: (known, event) => ({ ...known, blockPublicAccess: blockPublicAccessFrom(event) }),
    },
    's3:DeleteBucketPublicAccessBlock': {
      ids: blockedBucket,
      sets: ['blockPublicAccess'],
      evolve: (known) => ({ ...known, blockPublicAccess: NOTHING_BLOCKED }),
    },
    's3:PutBucketEncryption': {
      ids: bucket,
      sets: ['encryption'],
      evolve: (known, event) => ({ ...known, encryption: encryptionFrom(event) }),
    },
    's3:DeleteBucketEncryption': {
      ids: bucket,
      sets: ['encryption'],
      evolve: (known) => ({ ...known, encryption: KEYS_OF_S3 }),
    },
    's3:DeleteBucket': { ids: bucket, evolve: () => GONE },
  },
});

function bucket(event: TrailEvent): string[] {
  const name = getText(event.requestParameters, 'bucketName');
  if (!name) throw new UnreadableEvent(`${event.eventName} names no bucket`);
  return [name];
}

/** A call without a bucket is for the account, which is another kind. */
function blockedBucket(event: TrailEvent): string[] {
  const name = blockedBucketOf(event);
  return name === undefined ? [] : [name];
}

/**
 * A new bucket has no policy, the ACL of the request or a private one, and keys of S3. In us-east-1 the call also succeeds for a
 * bucket that the account already has. It then resets the ACL and does not change the rest. So in us-east-1 the event
 * proves nothing about the rest.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
function begin(known: S3Bucket, event: TrailEvent): S3Bucket {
  const acl = grantsFrom(event) ?? [];
  return isNewBucket(event) ? { policy: null, acl, encryption: KEYS_OF_S3 } : { ...known, acl };
}

function isNewBucket({ awsRegion }: TrailEvent): boolean {
  return awsRegion !== 'us-east-1';
}

/** An object in every known record. A text is parsed, and kept as text if that fails. */
function policyOf(event: TrailEvent): unknown {
  const policy = get(event.requestParameters, 'bucketPolicy');
  if (policy === undefined || policy === null || (typeof policy === 'string' && policy.trim() === '')) {
    throw new UnreadableEvent(`${event.eventName} shows no policy`);
  }
  return typeof policy === 'string' ? parsedObject(policy) : policy;
}

function putAcl(known: S3Bucket, event: TrailEvent): S3Bucket {
  const acl = grantsFrom(event);
  if (!acl) throw new UnreadableEvent(`${event.eventName} shows no grants`);
  return { ...known, acl };
}
