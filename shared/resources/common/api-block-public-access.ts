import type { BlockPublicAccess } from './block-public-access.ts';

/** The form of S3 and S3 Control. A setting that is left out is off. */
interface Configuration {
  readonly BlockPublicAcls?: boolean | undefined;
  readonly IgnorePublicAcls?: boolean | undefined;
  readonly BlockPublicPolicy?: boolean | undefined;
  readonly RestrictPublicBuckets?: boolean | undefined;
}

export function switchesFrom(configuration: Configuration = {}): BlockPublicAccess {
  return {
    blockPublicAcls: configuration.BlockPublicAcls === true,
    ignorePublicAcls: configuration.IgnorePublicAcls === true,
    blockPublicPolicy: configuration.BlockPublicPolicy === true,
    restrictPublicBuckets: configuration.RestrictPublicBuckets === true,
  };
}

export function configurationOf(switches: BlockPublicAccess) {
  return {
    BlockPublicAcls: switches.blockPublicAcls,
    IgnorePublicAcls: switches.ignorePublicAcls,
    BlockPublicPolicy: switches.blockPublicPolicy,
    RestrictPublicBuckets: switches.restrictPublicBuckets,
  };
}
