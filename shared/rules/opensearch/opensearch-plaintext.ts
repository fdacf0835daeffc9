import * as z from 'zod';
import { putEndpoint, putNodeEncryption } from '../../resources/opensearch-domain/actions.ts';
import { opensearchDomain } from '../../resources/opensearch-domain/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

/** @see https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainEndpointOptions.html */
const OLD = 'Policy-Min-TLS-1-0';

export default settingsRule({
  id: 'opensearch-plaintext',
  title: 'OpenSearch domains encrypt what they send',
  severity: 'high',
  kind: opensearchDomain,
  controls: ['opensearch-encryption-off/nodes', 'opensearch-https-not-enforced'],
  options: z.strictObject({
    tlsPolicy: z
      .string()
      .default('Policy-Min-TLS-1-2-PFS-2023-10')
      .describe('The TLS policy that a domain gets, whose own is too old.'),
  }),
  fix: 'Demand HTTPS with TLS 1.2, and encryption between the nodes.',
  settings: {
    encryptedBetweenNodes: {
      wrong: {
        text: 'The domain sends data between its nodes in clear.',
        resolved: 'The domain no longer sends data between its nodes in clear.',
        controls: ['opensearch-encryption-off/nodes'],
      },
      unseen: 'whether the domain encrypts between its nodes',
      isRight: (on) => on,
      // It cannot be switched off again.
      fix: { put: putNodeEncryption, to: () => true, approve: true },
    },
    endpoint: {
      wrong: {
        text: 'Clients may use the domain with {{value}}.',
        resolved: 'Clients may use the domain with HTTPS and TLS 1.2 or later only, again.',
        controls: ['opensearch-https-not-enforced'],
      },
      unseen: 'whether the domain demands HTTPS',
      isRight: ({ enforcesHttps, tlsPolicy }) => enforcesHttps && !tlsPolicy.startsWith(OLD),
      shown: ({ enforcesHttps, tlsPolicy }) =>
        enforcesHttps ? `an old version of TLS (${tlsPolicy})` : 'HTTP, which is not encrypted',
      fix: {
        put: putEndpoint,
        to: ({ tlsPolicy }, { options }) => ({
          enforcesHttps: true,
          tlsPolicy: tlsPolicy.startsWith(OLD) ? options.tlsPolicy : tlsPolicy,
        }),
      },
    },
  },
});
