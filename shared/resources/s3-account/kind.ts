import type { TrailEvent } from '../../core/event.ts';
import { defineKind } from '../../core/kind.ts';
import {
  type BlockPublicAccess,
  blockedBucketOf,
  blockPublicAccessFrom,
  NOTHING_BLOCKED,
} from '../common/block-public-access.ts';

/** Settings that apply to all buckets of an account, in addition to the settings of each bucket. */
export interface S3Account {
  readonly blockPublicAccess?: BlockPublicAccess;
}

/**
 * Old records of the calls for an account have the event names of a bucket, and no bucket.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html
 */
export const s3Account = defineKind<S3Account>()({
  name: 's3-account',
  type: 'AWS::S3::AccountPublicAccessBlock',
  title: 'S3 settings of the account',
  blank: {},
  global: true,
  events: {
    's3:PutAccountPublicAccessBlock': { ids: account, sets: ['blockPublicAccess'], evolve: put },
    's3:DeleteAccountPublicAccessBlock': { ids: account, sets: ['blockPublicAccess'], evolve: remove },
    's3:PutBucketPublicAccessBlock': { ids: accountUnlessBucket, sets: ['blockPublicAccess'], evolve: put },
    's3:DeleteBucketPublicAccessBlock': { ids: accountUnlessBucket, sets: ['blockPublicAccess'], evolve: remove },
  },
});

function account(): string[] {
  return ['account'];
}

function accountUnlessBucket(event: TrailEvent): string[] {
  return blockedBucketOf(event) === undefined ? account() : [];
}

function put(known: S3Account, event: TrailEvent): S3Account {
  return { ...known, blockPublicAccess: blockPublicAccessFrom(event) };
}

function remove(known: S3Account): S3Account {
  return { ...known, blockPublicAccess: NOTHING_BLOCKED };
}
