import { putField } from '../common/put-field.ts';
import type { SsmPublicSharing } from './kind.ts';

export const putPublicSharing = putField<SsmPublicSharing>()(
  'ssm.put-public-sharing',
  'isAllowed',
  (isAllowed) => `${isAllowed ? 'Allow' : 'Block'} public sharing of documents in this region`,
);
