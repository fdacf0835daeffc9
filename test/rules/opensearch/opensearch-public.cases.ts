import rule from '../../../shared/rules/opensearch/opensearch-public.ts';
import { trailRecord } from '../../support/events.ts';
import { allowing, policyCases, policyDocument } from '../../support/policy-cases.ts';

const GET = 'es:ESHttpGet';
const domainName = 'orders';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`es:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request: { domainName, ...request }, ...parts });
const anyone = policyDocument(allowing('Anyone', '*', GET));
const accessPolicies = JSON.stringify(anyone);

export default policyCases(rule, {
  action: GET,
  sharedOption: 'sharedDomains',
  compliant: [
    { name: 'anyone, in a VPC', state: { policy: anyone, door: 'vpc' } },
    { name: 'anyone, with users of the domain', state: { policy: anyone, door: 'users' } },
  ],
  events: [
    {
      name: 'a new domain for anyone, that gets users',
      events: [
        call('CreateDomain', 0, { accessPolicies }),
        call('UpdateDomainConfig', 1, { advancedSecurityOptions: { enabled: true } }),
      ],
      transitions: ['opened', 'resolved'],
      resource: domainName,
    },
    {
      name: 'the same with the calls of Elasticsearch',
      events: [
        call('CreateElasticsearchDomain', 0, {}),
        call('UpdateElasticsearchDomainConfig', 1, { accessPolicies }),
        call('DeleteElasticsearchDomain', 2, {}),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'the calls change places: the policy comes with the one, users with the other',
      events: [
        call('CreateDomain', 0, {}),
        call('UpdateDomainConfig', 1, { accessPolicies }),
        call('UpdateElasticsearchDomainConfig', 2, { advancedSecurityOptions: { enabled: true } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a domain in a VPC, that is deleted',
      events: [
        call('CreateDomain', 0, { accessPolicies, vPCOptions: { subnetIds: ['subnet-1'] } }),
        call('DeleteDomain', 1, {}),
      ],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [call('UpdateDomainConfig', 0, { accessPolicies }, { errorCode: 'ValidationException' })],
      transitions: [],
    },
  ],
});
