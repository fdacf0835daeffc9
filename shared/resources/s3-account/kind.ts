import type { TrailEvent } from '../../core/event.ts';
import { defineKind } from '../../core/kind.ts';
import {
  type BlockPublicAccess,
  blockedBucketOf,
  blockPublicAccessFrom,
  NOTHING_BLOCKED,
} from '../common/block-public-access.ts';

/** What holds for all buckets of an account, over and above their own settings. */
export interface S3Account {
  readonly blockPublicAccess?: BlockPublicAccess;
}

/**
 * Old records write the account's calls under the bucket's names, without a bucket.
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
