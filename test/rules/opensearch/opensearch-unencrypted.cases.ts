import rule from '../../../shared/rules/opensearch/opensearch-unencrypted.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const domainName = 'orders';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`es:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request: { domainName, ...request }, ...parts });
const encrypted = { encryptionAtRestOptions: { enabled: true } };

export default settingsCases(rule, {
  right: { encryptedAtRest: true },
  wrong: { encryptedAtRest: false },
  events: [
    {
      name: 'a new domain without encryption gets it, and is deleted',
      events: [call('CreateDomain', 0, {}), call('UpdateDomainConfig', 1, encrypted), call('DeleteDomain', 2, {})],
      transitions: ['opened', 'resolved'],
      resource: domainName,
    },
    {
      name: 'the same with the calls of Elasticsearch',
      events: [
        call('CreateElasticsearchDomain', 0, {}),
        call('UpdateElasticsearchDomainConfig', 1, encrypted),
        call('DeleteElasticsearchDomain', 2, {}),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [call('CreateDomain', 0, {}, { errorCode: 'LimitExceededException' })],
      transitions: [],
    },
  ],
});
