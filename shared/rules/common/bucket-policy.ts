import type { Ref } from '../../core/ref.ts';
import type { PolicyOwner } from '../../policy/coverage.ts';
import { bucketArn } from '../../resources/common/bucket-arn.ts';

/** In a bucket policy `*` matches the bucket and its objects. */
export function bucketOwner(ref: Ref): PolicyOwner {
  return { service: 's3', resources: [bucketArn(ref), `${bucketArn(ref)}/*`] };
}
