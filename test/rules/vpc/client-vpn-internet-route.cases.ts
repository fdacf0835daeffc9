import rule from '../../../shared/rules/vpc/client-vpn-internet-route.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ENDPOINT = 'cvpn-endpoint-0aaa0000';
const authorizations = { items: [], complete: false };
const route = (destination: string, subnet = 'subnet-0aaa0000') => ({ destination, subnet });
const all = (...items: { destination: string; subnet?: string; description?: string }[]) => ({
  routes: { items, complete: true },
  authorizations,
});
const some = (...items: { destination: string; subnet?: string; description?: string }[]) => ({
  routes: { items, complete: false },
  authorizations,
});
const open = (destination: string, subnet = 'subnet-0aaa0000') =>
  ({ message: 'public', path: `${destination} ${subnet}`, data: { destination, subnet } }) as const;

const wrapped = (name: string, at: string, request: object) =>
  trailRecord(`ec2:${name}`, {
    at,
    request: { [`${name}Request`]: { ClientVpnEndpointId: ENDPOINT, ...request } },
    response: { [`${name}Response`]: { requestId: 'example', status: { code: 'creating' } } },
  });
const internet = { DestinationCidrBlock: '0.0.0.0/0', TargetVpcSubnetId: 'subnet-0aaa0000' };
const endpoint = trailRecord('ec2:CreateClientVpnEndpoint', {
  at: '2026-03-02T08:00:00Z',
  request: { CreateClientVpnEndpointRequest: { ClientCidrBlock: '10.8.0.0/22' } },
  response: {
    CreateClientVpnEndpointResponse: { clientVpnEndpointId: ENDPOINT, status: { code: 'pending-associate' } },
  },
});

export default casesOf(rule, {
  compliant: [
    { name: 'private networks', state: all(route('10.1.0.0/16'), route('fd00:1::/64'), route('100.64.0.0/10')) },
    {
      name: 'an endpoint that carries internet traffic',
      id: ENDPOINT,
      state: all(route('0.0.0.0/0')),
      options: { internetEndpoints: [ENDPOINT] },
    },
    {
      name: 'a public network that is allowed',
      state: all(route('8.8.8.0/24')),
      options: { allowedDestinations: ['8.8.0.0/16'] },
    },
  ],
  drifted: [
    {
      name: 'the whole internet',
      state: some(route('10.1.0.0/16'), { ...route('0.0.0.0/0'), description: 'Browsing' }),
      violations: [open('0.0.0.0/0')],
      plan: [{ type: 'client-vpn.delete-route', params: { ...route('0.0.0.0/0'), description: 'Browsing' } }],
    },
    {
      name: 'two halves',
      state: all(route('0.0.0.0/1'), route('128.0.0.0/1')),
      violations: [open('0.0.0.0/1'), open('128.0.0.0/1')],
    },
    { name: 'IPv6', state: all(route('::/0')), violations: [open('::/0')] },
    {
      name: 'one public network, wider than what is allowed',
      state: all(route('8.8.0.0/16')),
      options: { allowedDestinations: ['8.8.8.0/24'] },
      violations: [open('8.8.0.0/16')],
    },
  ],
  unknown: [
    { name: 'not every route was shown', state: some(route('10.1.0.0/16')) },
    { name: 'a destination that cannot be read', state: all(route('everywhere')) },
  ],
  events: [
    {
      name: 'added and deleted',
      events: [
        endpoint,
        wrapped('CreateClientVpnRoute', '2026-03-02T09:00:00Z', internet),
        wrapped('DeleteClientVpnRoute', '2026-03-02T09:05:00Z', internet),
      ],
      transitions: ['opened', 'resolved'],
      resource: ENDPOINT,
    },
    {
      name: 'flat records, deleted without the subnet',
      events: [
        trailRecord('ec2:CreateClientVpnRoute', {
          request: {
            clientVpnEndpointId: ENDPOINT,
            destinationCidrBlock: '0.0.0.0/0',
            targetVpcSubnetId: 'subnet-0aaa0000',
          },
        }),
        trailRecord('ec2:DeleteClientVpnRoute', {
          at: '2026-03-02T09:05:00Z',
          request: { clientVpnEndpointId: ENDPOINT, destinationCidrBlock: '0.0.0.0/0' },
        }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'through two subnets: a deletion without the subnet proves neither gone',
      events: [
        wrapped('CreateClientVpnRoute', '2026-03-02T09:00:00Z', internet),
        wrapped('CreateClientVpnRoute', '2026-03-02T09:01:00Z', { ...internet, TargetVpcSubnetId: 'subnet-0bbb0000' }),
        wrapped('DeleteClientVpnRoute', '2026-03-02T09:05:00Z', { DestinationCidrBlock: '0.0.0.0/0' }),
      ],
      transitions: ['opened', 'changed'],
      texts: [/subnet-0aaa0000/, /subnet-0bbb0000/],
    },
    {
      name: 'a private route on an endpoint that existed before',
      events: [
        wrapped('CreateClientVpnRoute', '2026-03-02T09:00:00Z', { ...internet, DestinationCidrBlock: '10.2.0.0/16' }),
      ],
      transitions: [],
      doubt: /Events did not show all routes/,
    },
    {
      name: 'the endpoint deleted ends it',
      events: [
        wrapped('CreateClientVpnRoute', '2026-03-02T09:00:00Z', internet),
        wrapped('DeleteClientVpnEndpoint', '2026-03-02T09:05:00Z', {}),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('ec2:CreateClientVpnRoute', {
          request: { CreateClientVpnRouteRequest: { ClientVpnEndpointId: ENDPOINT, ...internet } },
          errorCode: 'Client.UnauthorizedOperation',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a call that names no endpoint',
      events: [trailRecord('ec2:CreateClientVpnRoute', { request: { CreateClientVpnRouteRequest: internet } })],
      transitions: [],
      unreadable: /names no endpoint/,
    },
    {
      name: 'a call without a destination',
      events: [wrapped('CreateClientVpnRoute', '2026-03-02T09:00:00Z', {})],
      transitions: [],
      unreadable: /shows no DestinationCidrBlock/,
    },
  ],
});
