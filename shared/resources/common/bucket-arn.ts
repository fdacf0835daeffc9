import { formatArn } from '../../core/arn.ts';
import { partitionOf, type Ref } from '../../core/ref.ts';

/** The ARN has no region and no account, because bucket names are unique in a partition. */
export function bucketArn({ region, id }: Pick<Ref, 'region' | 'id'>): string {
  return formatArn({ partition: partitionOf(region), service: 's3', region: '', account: '', resource: id });
}
