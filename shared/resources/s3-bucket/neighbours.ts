import { allOf, neighboursOf } from '../../core/neighbour.ts';
import { cloudtrailTrail } from '../cloudtrail-trail/kind.ts';
import { s3Account } from '../s3-account/kind.ts';

export const neighbours = {
  /** S3 applies the stricter of the settings of the bucket and of the account. */
  account: neighboursOf<object>()(s3Account, ['blockPublicAccess'], () => ['account']),
  /** A bucket may receive the log files of a trail. */
  trails: allOf(cloudtrailTrail, ['bucket']),
};
