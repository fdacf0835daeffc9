import { inverses } from '../../core/action.ts';
import type { EbsAccountDefaults } from './kind.ts';

export const [enableEncryptionByDefault, disableEncryptionByDefault] = inverses<EbsAccountDefaults, object>()(
  {
    type: 'ebs.enable-encryption-by-default',
    describe: () => 'Encrypt new EBS volumes of this region by default',
    simulate: (defaults) => ({ ...defaults, encryptionByDefault: true }),
  },
  {
    type: 'ebs.disable-encryption-by-default',
    describe: () => 'Stop encrypting new EBS volumes of this region by default',
    simulate: (defaults) => ({ ...defaults, encryptionByDefault: false }),
  },
);
