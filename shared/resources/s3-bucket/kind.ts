import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getText, parsedObject } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { partitionOf, type Ref } from '../../core/ref.ts';
import {
  type BlockPublicAccess,
  blockedBucketOf,
  blockPublicAccessFrom,
  NOTHING_BLOCKED,
} from '../common/block-public-access.ts';
import { type Grant, grantsFrom } from './acl.ts';
import { type DefaultEncryption, encryptionFrom } from './encryption.ts';

export interface S3Bucket {
  /** As it was put, a JSON object (or a text that is none); `null`: the bucket has no policy. */
  readonly policy?: unknown;
  readonly acl?: readonly Grant[];
  readonly blockPublicAccess?: BlockPublicAccess;
  /** `null`: the configuration was removed, and S3 encrypts with keys of its own. */
  readonly encryption?: DefaultEncryption | null;
}

export const s3Bucket = defineKind<S3Bucket>()({
  name: 's3-bucket',
  type: 'AWS::S3::Bucket',
  title: 'S3 bucket',
  blank: {},
  arn: bucketArn,
  events: {
    // The call sets the ACL; what else is known of a new bucket is the same for every one.
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
      evolve: (known) => ({ ...known, encryption: null }),
    },
    's3:DeleteBucket': { ids: bucket, evolve: () => GONE },
  },
});

/** Bucket names are unique in a partition: the ARN has neither region nor account. */
export function bucketArn({ region, id }: Pick<Ref, 'region' | 'id'>): string {
  return `arn:${partitionOf(region)}:s3:::${id}`;
}

function bucket(event: TrailEvent): string[] {
  const name = getText(event.requestParameters, 'bucketName');
  if (!name) throw new UnreadableEvent(`${event.eventName} names no bucket`);
  return [name];
}

/** Without a bucket the call is about the account, which is a kind of its own. */
function blockedBucket(event: TrailEvent): string[] {
  const name = blockedBucketOf(event);
  return name === undefined ? [] : [name];
}

/**
 * A new bucket has no policy, and the ACL of the call or a private one; its other settings follow
 * in calls of their own. In us-east-1 the call also succeeds on a bucket that the account has
 * already: that resets the ACL and leaves the policy, so there it proves nothing of the policy.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
function begin(known: S3Bucket, event: TrailEvent): S3Bucket {
  const acl = grantsFrom(event) ?? [];
  return isNewBucket(event) ? { policy: null, acl } : { ...known, acl };
}

function isNewBucket({ awsRegion }: TrailEvent): boolean {
  return awsRegion !== 'us-east-1';
}

/** An object in every known record. A text is parsed, and kept unchanged if that fails. */
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
