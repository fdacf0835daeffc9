import { swap } from '../../core/action.ts';
import { writable } from '../../policy/deleted.ts';
import { describePolicy } from '../common/policy-change.ts';
import { putField, switched } from '../common/put-field.ts';
import type { OpensearchDomain } from './kind.ts';

const put = putField<OpensearchDomain>();

/** `null` removes the policy. Ids of deleted principals are left out: AWS refuses them. */
export const putAccessPolicy = swap<OpensearchDomain, unknown>()({
  type: 'es.put-access-policy',
  describe: ({ before, after }) => describePolicy('access policy', before, after),
  simulate: (state, { after }) => ({ ...state, policy: writable(after) }),
});

export const putEndpoint = put('es.put-endpoint', 'endpoint', ({ enforcesHttps, tlsPolicy }) =>
  enforcesHttps ? `Let clients in with HTTPS only, by ${tlsPolicy}` : `Let clients in without HTTPS, by ${tlsPolicy}`,
);

export const putNodeEncryption = put(
  'es.put-node-encryption',
  'encryptedBetweenNodes',
  switched('encryption between the nodes'),
);
