import type { TrailEvent } from '../../core/event.ts';
import { defineKind } from '../../core/kind.ts';

/**
 * The defaults of a region for new EBS volumes. The id is the region.
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
 */
export interface EbsAccountDefaults {
  readonly encryptionByDefault?: boolean;
}

export const ebsAccountDefaults = defineKind<EbsAccountDefaults>()({
  name: 'ebs-account-defaults',
  type: 'AWS::::Account',
  title: 'EBS defaults of a region',
  blank: {},
  events: {
    // The calls have no parameters.
    'ec2:EnableEbsEncryptionByDefault': {
      ids: region,
      sets: ['encryptionByDefault'],
      evolve: (known) => ({ ...known, encryptionByDefault: true }),
    },
    'ec2:DisableEbsEncryptionByDefault': {
      ids: region,
      sets: ['encryptionByDefault'],
      evolve: (known) => ({ ...known, encryptionByDefault: false }),
    },
  },
});

function region(event: TrailEvent): string[] {
  return [event.awsRegion];
}
