/** A bucket of this name may be public, so that a story can judge by itself what makes it so. */
export const OPEN_BUCKET = 'e2e-downloads';

/**
 * The same for all deployments that need no others, so that functions are bundled once: many stories remediate by the
 * same rule within the hour.
 */
export const SETTINGS = `
remediation: { maxPerHour: 1000 }
rules:
  s3-bucket-block-public-access-off: { publicBuckets: [${OPEN_BUCKET}] }
`;
