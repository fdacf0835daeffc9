/** Names one resource. JSON, so that it can travel in a queue message. */
export interface Ref<Name extends string = string> {
  readonly kind: Name;
  /** The 12-digit account that owns the resource. */
  readonly account: string;
  /** The region the record was written in; `us-east-1` for global services. */
  readonly region: string;
  /** Unique within kind, account and region. */
  readonly id: string;
}

/** One string for one resource, for maps and finding ids. */
export function refKey({ kind, account, region, id }: Ref): string {
  return `${kind}|${account}|${region}|${id}`;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The region that stands for a whole partition: `us-east-1` for `eu-west-1`. */
export function globalRegionOf(region: string): string {
  const partition = partitionOf(region);
  if (partition === 'aws') return 'us-east-1';
  return partition === 'aws-cn' ? 'cn-north-1' : 'us-gov-west-1';
}

/** `arn:aws:ec2:eu-west-1:123456789012:` + `resource`. */
export function arnOf(service: string, ref: Ref, resource: string): string {
  return `arn:${partitionOf(ref.region)}:${service}:${ref.region}:${ref.account}:${resource}`;
}
