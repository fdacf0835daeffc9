import rule from '../../../shared/rules/opensearch/opensearch-plaintext.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const domainName = 'orders';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`es:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request: { domainName, ...request }, ...parts });
const STRONG = 'Policy-Min-TLS-1-2-2019-07';
const right = {
  encryptedBetweenNodes: true,
  endpoint: { enforcesHttps: true, tlsPolicy: STRONG },
};
const https = { domainEndpointOptions: { enforceHTTPS: true, tLSSecurityPolicy: STRONG } };
const encrypted = { nodeToNodeEncryptionOptions: { enabled: true } };

export default settingsCases(rule, {
  right,
  wrong: {
    encryptedBetweenNodes: false,
    endpoint: { enforcesHttps: false, tlsPolicy: STRONG },
  },
  values: { endpoint: 'HTTP, which is not encrypted' },
  drifted: [
    {
      name: 'an old version of TLS',
      state: { ...right, endpoint: { enforcesHttps: true, tlsPolicy: 'Policy-Min-TLS-1-0-2019-07' } },
      violations: [
        {
          message: 'endpoint',
          path: 'endpoint',
          data: { value: 'an old version of TLS (Policy-Min-TLS-1-0-2019-07)' },
        },
      ],
      plan: [
        {
          type: 'es.put-endpoint',
          params: {
            before: { enforcesHttps: true, tlsPolicy: 'Policy-Min-TLS-1-0-2019-07' },
            after: { enforcesHttps: true, tlsPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' },
          },
        },
      ],
    },
    {
      name: 'an old version of TLS, and a policy of the settings for it',
      options: { tlsPolicy: STRONG },
      state: { ...right, endpoint: { enforcesHttps: true, tlsPolicy: 'Policy-Min-TLS-1-0-2019-07' } },
      violations: [
        {
          message: 'endpoint',
          path: 'endpoint',
          data: { value: 'an old version of TLS (Policy-Min-TLS-1-0-2019-07)' },
        },
      ],
      plan: [
        {
          type: 'es.put-endpoint',
          params: {
            before: { enforcesHttps: true, tlsPolicy: 'Policy-Min-TLS-1-0-2019-07' },
            after: { enforcesHttps: true, tlsPolicy: STRONG },
          },
        },
      ],
    },
  ],
  events: [
    {
      name: 'a new domain without encryption gets what can be changed',
      events: [
        call('CreateDomain', 0, {}),
        call('UpdateDomainConfig', 1, { nodeToNodeEncryptionOptions: { enabled: true } }),
        call('UpdateElasticsearchDomainConfig', 2, https),
      ],
      transitions: ['opened', 'changed', 'resolved'],
      resource: domainName,
    },
    {
      name: 'a domain that drops HTTPS and is deleted',
      events: [
        call('CreateElasticsearchDomain', 0, { ...encrypted, ...https }),
        call('UpdateElasticsearchDomainConfig', 1, { domainEndpointOptions: { enforceHTTPS: false } }),
        call('DeleteElasticsearchDomain', 2, {}),
      ],
      transitions: ['opened', 'resolved'],
      texts: [/HTTP, which is not encrypted/],
    },
    {
      name: 'the calls change places',
      events: [
        call('CreateDomain', 0, {}),
        call('UpdateElasticsearchDomainConfig', 1, { nodeToNodeEncryptionOptions: { enabled: true } }),
        call('UpdateDomainConfig', 2, https),
      ],
      transitions: ['opened', 'changed', 'resolved'],
    },
    {
      name: 'another that is deleted',
      events: [call('CreateDomain', 0, {}), call('DeleteDomain', 1, {})],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [call('CreateDomain', 0, {}, { errorCode: 'LimitExceededException' })],
      transitions: [],
    },
  ],
});
