import rule from '../../../shared/rules/vpc/client-vpn-internet-authorization.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ENDPOINT = 'cvpn-endpoint-0aaa0000';
const routes = { items: [], complete: false };
const grant = (destination: string, group: string | null = 'S-1-5-example') => ({ destination, group });
const all = (...items: { destination: string; group: string | null }[]) => ({
  routes,
  authorizations: { items, complete: true },
});
const some = (...items: { destination: string; group: string | null }[]) => ({
  routes,
  authorizations: { items, complete: false },
});
const certificates = { authentication: ['certificate-authentication'] };

const wrapped = (name: string, at: string, request: object) =>
  trailRecord(`ec2:${name}`, {
    at,
    request: { [`${name}Request`]: { ClientVpnEndpointId: ENDPOINT, ...request } },
    response: { [`${name}Response`]: { requestId: 'example', status: { code: 'authorizing' } } },
  });
const endpoint = (type: string) =>
  trailRecord('ec2:CreateClientVpnEndpoint', {
    at: '2026-03-02T08:00:00Z',
    request: {
      CreateClientVpnEndpointRequest: { ClientCidrBlock: '10.8.0.0/22', Authentication: { tag: 1, Type: type } },
    },
    response: { CreateClientVpnEndpointResponse: { clientVpnEndpointId: ENDPOINT } },
  });
const internet = { TargetNetworkCidr: '0.0.0.0/0', AccessGroupId: 'S-1-5-example' };
const everyone = { TargetNetworkCidr: '10.1.0.0/16', AuthorizeAllGroups: true };

export default casesOf(rule, {
  compliant: [
    { name: 'one group, a private network', state: all(grant('10.1.0.0/16')) },
    {
      name: 'all groups where there are only certificates',
      state: { ...all(grant('10.1.0.0/16', null)), ...certificates },
    },
    {
      name: 'all groups on purpose',
      id: ENDPOINT,
      state: all(grant('10.1.0.0/16', null)),
      options: { everyoneEndpoints: [ENDPOINT] },
    },
    {
      name: 'an endpoint that carries internet traffic',
      id: ENDPOINT,
      state: all(grant('0.0.0.0/0')),
      options: { internetEndpoints: [ENDPOINT] },
    },
    {
      name: 'a public network that is allowed',
      state: all(grant('8.8.8.0/24')),
      options: { allowedDestinations: ['8.8.8.0/24'] },
    },
  ],
  drifted: [
    {
      name: 'the internet for one group, a private network for all',
      state: some(grant('0.0.0.0/0'), grant('10.1.0.0/16', null), grant('10.2.0.0/16')),
      violations: [
        {
          message: 'internet',
          path: 'network 0.0.0.0/0 S-1-5-example',
          data: { who: 'group S-1-5-example', destination: '0.0.0.0/0' },
        },
        { message: 'everyone', path: 'groups 10.1.0.0/16 *', data: { destination: '10.1.0.0/16' } },
      ],
      plan: [
        { type: 'client-vpn.revoke-ingress', params: grant('0.0.0.0/0') },
        { type: 'client-vpn.revoke-ingress', params: grant('10.1.0.0/16', null) },
      ],
    },
    {
      name: 'the internet for everybody is two faults and one step',
      state: all(grant('128.0.0.0/1', null)),
      violations: [
        { message: 'internet', path: 'network 128.0.0.0/1 *', data: { who: 'all groups', destination: '128.0.0.0/1' } },
        { message: 'everyone', path: 'groups 128.0.0.0/1 *', data: { destination: '128.0.0.0/1' } },
      ],
      plan: [{ type: 'client-vpn.revoke-ingress', params: grant('128.0.0.0/1', null) }],
    },
    {
      name: 'the internet where there are only certificates',
      state: { ...all(grant('::/0', null)), ...certificates },
      violations: [{ message: 'internet', path: 'network ::/0 *', data: { who: 'all groups', destination: '::/0' } }],
    },
  ],
  unknown: [
    { name: 'not every authorization was shown', state: some(grant('10.1.0.0/16')) },
    { name: 'a network that cannot be read', state: all(grant('everywhere')) },
  ],
  events: [
    {
      name: 'authorized and revoked',
      events: [
        endpoint('federated-authentication'),
        wrapped('AuthorizeClientVpnIngress', '2026-03-02T09:00:00Z', internet),
        wrapped('RevokeClientVpnIngress', '2026-03-02T09:05:00Z', internet),
      ],
      transitions: ['opened', 'resolved'],
      resource: ENDPOINT,
    },
    {
      name: 'all groups, then the wrong revocation, then the right one',
      events: [
        wrapped('AuthorizeClientVpnIngress', '2026-03-02T09:00:00Z', everyone),
        wrapped('RevokeClientVpnIngress', '2026-03-02T09:05:00Z', {
          TargetNetworkCidr: '10.1.0.0/16',
          AccessGroupId: 'S-1-5-example',
        }),
        wrapped('RevokeClientVpnIngress', '2026-03-02T09:06:00Z', {
          TargetNetworkCidr: '10.1.0.0/16',
          RevokeAllGroups: true,
        }),
      ],
      transitions: ['opened', 'resolved'],
      doubt: /Events did not show all authorizations/,
    },
    {
      name: 'flat records',
      events: [
        trailRecord('ec2:AuthorizeClientVpnIngress', {
          request: { clientVpnEndpointId: ENDPOINT, targetNetworkCidr: '0.0.0.0/0', authorizeAllGroups: 'true' },
        }),
        trailRecord('ec2:RevokeClientVpnIngress', {
          at: '2026-03-02T09:05:00Z',
          request: { clientVpnEndpointId: ENDPOINT, targetNetworkCidr: '0.0.0.0/0', revokeAllGroups: 'true' },
        }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'all groups of an endpoint with certificates only',
      events: [
        endpoint('certificate-authentication'),
        wrapped('AuthorizeClientVpnIngress', '2026-03-02T09:00:00Z', everyone),
      ],
      transitions: [],
    },
    {
      name: 'the endpoint deleted ends it',
      events: [
        wrapped('AuthorizeClientVpnIngress', '2026-03-02T09:00:00Z', internet),
        wrapped('DeleteClientVpnEndpoint', '2026-03-02T09:05:00Z', {}),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('ec2:AuthorizeClientVpnIngress', {
          request: { AuthorizeClientVpnIngressRequest: { ClientVpnEndpointId: ENDPOINT, ...internet } },
          errorCode: 'Client.UnauthorizedOperation',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a call without a network',
      events: [wrapped('AuthorizeClientVpnIngress', '2026-03-02T09:00:00Z', { AuthorizeAllGroups: true })],
      transitions: [],
      unreadable: /shows no TargetNetworkCidr/,
    },
    {
      name: 'a call that names nobody',
      events: [wrapped('AuthorizeClientVpnIngress', '2026-03-02T09:00:00Z', { TargetNetworkCidr: '10.1.0.0/16' })],
      transitions: [],
      unreadable: /names no group/,
    },
  ],
});
