import type { NeighboursOf } from '../../core/kind.ts';
import type { Switch } from '../common/block-public-access.ts';
import type { S3Bucket, s3Bucket } from './kind.ts';

type Beside = NeighboursOf<typeof s3Bucket>;

/** Ends the sentence about a violation that the settings of the account would prevent. */
export const BLOCKED_BY_ACCOUNT = 'the account blocks public access (not known)';

/**
 * Whether a setting of Block Public Access holds for a bucket: S3 applies the stricter of the bucket's and the account's.
 * `undefined`: it is not on for the bucket, and the settings of the account are not known.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function isBlocked(name: Switch, bucket: S3Bucket, { account }: Pick<Beside, 'account'>): boolean | undefined {
  if (bucket.blockPublicAccess?.[name]) return true;
  const [found] = account.items;
  return found?.state.blockPublicAccess?.[name] ?? (found === undefined && account.complete ? false : undefined);
}

/** Whether a trail delivers its log files to a bucket, as far as the trails are known. */
export function receivesTrail(bucket: string, { trails }: Pick<Beside, 'trails'>): boolean {
  return trails.items.some(({ state }) => state.bucket === bucket);
}
