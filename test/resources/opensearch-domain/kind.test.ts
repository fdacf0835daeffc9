import { GONE } from '../../../shared/core/kind.ts';
import { opensearchDomain } from '../../../shared/resources/opensearch-domain/kind.ts';
import { provesOf, unreadableOf } from '../../support/kind-events.ts';

const ID = 'orders';
const request = { domainName: ID };
const BARE = {
  policy: null,
  door: 'nothing',
  encryptedAtRest: false,
  encryptedBetweenNodes: false,
  endpoint: { enforcesHttps: false, tlsPolicy: 'Policy-Min-TLS-1-0-2019-07' },
};
const users = (advancedSecurityOptions: object) => ({ request: { ...request, advancedSecurityOptions } });

provesOf(opensearchDomain, ID, [
  ['es:CreateDomain', { request }, BARE],
  [
    'es:CreateElasticsearchDomain',
    { request: { ...request, vPCOptions: { subnetIds: ['subnet-1'] } } },
    { ...BARE, door: 'vpc' },
  ],
  ['es:UpdateDomainConfig', users({ enabled: true }), { door: 'users' }],
  ['es:UpdateDomainConfig', users({ anonymousAuthEnabled: true }), { door: 'nothing' }],
  ['es:UpdateDomainConfig', users({ internalUserDatabaseEnabled: true }), {}],
  ['es:UpdateDomainConfig', users({ enabled: false }), { door: 'vpc' }, { door: 'vpc' }],
  ['es:UpdateDomainConfig', { request: { ...request, domainEndpointOptions: { enforceHTTPS: true } } }, {}],
  ['es:UpdateDomainConfig', { request: { ...request, accessPolicies: '' } }, { policy: null }],
  ['es:DeleteDomain', { request }, GONE],
]);

unreadableOf(opensearchDomain, ID, [['es:DeleteDomain', { request: {} }, 'names no domain']]);
