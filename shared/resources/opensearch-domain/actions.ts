import { putField, switched } from '../common/put-field.ts';
import { putPolicy } from '../common/put-policy.ts';
import type { OpensearchDomain } from './kind.ts';

const put = putField<OpensearchDomain>();

export const putAccessPolicy = putPolicy<OpensearchDomain>()('es.put-access-policy', 'access policy');

export const putEndpoint = put('es.put-endpoint', 'endpoint', ({ enforcesHttps, tlsPolicy }) =>
  enforcesHttps ? `Let clients in with HTTPS only, by ${tlsPolicy}` : `Let clients in without HTTPS, by ${tlsPolicy}`,
);

export const putNodeEncryption = put(
  'es.put-node-encryption',
  'encryptedBetweenNodes',
  switched('encryption between the nodes'),
);
