import { putField, switched } from '../common/put-field.ts';
import type { TrustAnchor } from './kind.ts';

export const putTrustAnchor = putField<TrustAnchor>()(
  'rolesanywhere.put-trust-anchor',
  'enabled',
  switched('the trust anchor'),
);
