import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { absentOn } from '../../aws/absent.ts';
import type { Aws } from '../../aws/clients.ts';
import { failureOf } from '../../aws/failure.ts';
import { type Page, type Place, page } from '../../aws/reader.ts';
import type { Ref } from '../../core/ref.ts';

/** The bucket in a request. S3 refuses the call if the bucket now belongs to another account. */
export function ownBucket({ id, account }: Pick<Ref, 'id' | 'account'>) {
  return { Bucket: id, ExpectedBucketOwner: account };
}

/** The buckets of the account in a region, page by page. */
export async function listBuckets({ region }: Place, aws: Aws, from?: string): Promise<Page<never>> {
  const found = await aws
    .client(S3Client, { region })
    .send(new ListBucketsCommand({ BucketRegion: region, MaxBuckets: 1000, ContinuationToken: from }));
  const here = (found.Buckets ?? []).filter(({ BucketRegion }) => (BucketRegion ?? region) === region);
  return page(
    here.map(({ Name }) => Name),
    found.ContinuationToken,
  );
}

/** Answers about a bucket in another region. They do not say whether there is one here too, which the list shows. */
const ELSEWHERE = new Set(['PermanentRedirect', 'AuthorizationHeaderMalformed']);

/**
 * `undefined`: the account has no such bucket in this region. If another account now has a bucket with this name, AWS
 * denies access, as for an own bucket that may not be read; if the name is now that of a bucket in another region, AWS
 * names that region. The list of own buckets distinguishes them.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export async function unlessTakenOver<T>(ref: Ref, s3: S3Client, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await absentOn('NoSuchBucket', read);
  } catch (error) {
    if (failureOf(error) !== 'denied' && !(error instanceof Error && ELSEWHERE.has(error.name))) throw error;
    const found = await s3
      .send(new ListBucketsCommand({ BucketRegion: ref.region, Prefix: ref.id, MaxBuckets: 1 }))
      .catch(() => undefined);
    // The list is sorted, so the bucket itself is the first of the names with this beginning.
    if (!found || (found.Buckets ?? []).some(({ Name }) => Name === ref.id)) throw error;
    return undefined;
  }
}
