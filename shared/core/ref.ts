/** Names one resource. It is JSON, because queue messages hold it. */
export interface Ref<Name extends string = string> {
  readonly kind: Name;
  /** The 12-digit account that owns the resource. */
  readonly account: string;
  /** The region of the record. `us-east-1` for global services. */
  readonly region: string;
  /** Unique in its kind, account and region. */
  readonly id: string;
}

/** A text that is unique for the resource. Maps and finding ids use it. */
export function refKey({ kind, account, region, id }: Ref): string {
  return `${kind}|${account}|${region}|${id}`;
}

/** How regions outside the main partition begin, the partition, and its global region. */
const PARTITIONS = [
  ['cn-', 'aws-cn', 'cn-north-1'],
  ['us-gov-', 'aws-us-gov', 'us-gov-west-1'],
  ['eusc-', 'aws-eusc', 'eusc-de-east-1'],
  ['us-iso-', 'aws-iso', 'us-iso-east-1'],
  ['us-isob-', 'aws-iso-b', 'us-isob-east-1'],
  ['eu-isoe-', 'aws-iso-e', 'eu-isoe-west-1'],
  ['us-isof-', 'aws-iso-f', 'us-isof-south-1'],
] as const;

function partitionIn(region: string): readonly [string, partition: string, home: string] {
  return PARTITIONS.find(([start]) => region.startsWith(start)) ?? ['', 'aws', 'us-east-1'];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function partitionOf(region: string): string {
  return partitionIn(region)[1];
}

/** The region in which a partition records global services: `us-east-1` for `eu-west-1`. */
export function globalRegionOf(region: string): string {
  return partitionIn(region)[2];
}
