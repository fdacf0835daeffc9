import { allOf, neighboursOf } from '../../core/neighbour.ts';
import { cloudtrailTrail } from '../cloudtrail-trail/kind.ts';
import { keyIdHere } from '../common/kms-key-arn.ts';
import { kmsKey } from '../kms-key/kind.ts';
import { s3Account } from '../s3-account/kind.ts';

/** What of a bucket names a KMS key. */
interface NamesKey {
  readonly encryption?: { readonly key?: string };
}

export const neighbours = {
  /** S3 applies the stricter of the settings of the bucket and of the account. */
  account: neighboursOf<object>()(s3Account, ['blockPublicAccess'], () => ['account']),
  /** A bucket may receive the log files of a trail. */
  trails: allOf(cloudtrailTrail, ['bucket']),
  /** The key of its default encryption. */
  keys: neighboursOf<NamesKey>()(kmsKey, ['enabled', 'deletion'], (ref, { encryption }) => {
    const id = encryption?.key && keyIdHere(encryption.key, ref);
    return id ? [id] : [];
  }),
};
