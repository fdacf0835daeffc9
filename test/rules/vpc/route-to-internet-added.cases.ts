import rule from '../../../shared/rules/vpc/route-to-internet-added.ts';
import { trailRecord } from '../../support/events.ts';
import { prefixLists } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

const TABLE = 'rtb-0aaa0000';
const local = { destination: '10.0.0.0/16', target: 'local' };
const out = (destination: string, target = 'igw-0aaa0000') => ({ destination, target });
const all = (...items: { destination: string; target: string }[]) => ({ routes: { items, complete: true } });
const some = (...items: { destination: string; target: string }[]) => ({ routes: { items, complete: false } });
const open = (destination: string) =>
  ({ message: 'open', path: destination, data: { destination, gateway: 'igw-0aaa0000' } }) as const;
/** None of them is wide by itself. */
const slices = Array.from({ length: 125 }, (_, index) => `${index + 40}.0.0.0/8`).filter(
  (slice) => slice !== '127.0.0.0/8',
);

const call = (name: string, at: string, request: object) =>
  trailRecord(`ec2:${name}`, { at, request: { routeTableId: TABLE, ...request }, response: { _return: true } });
const anywhere = { destinationCidrBlock: '0.0.0.0/0' };
const toGateway = { ...anywhere, gatewayId: 'igw-0aaa0000' };
const table = (at: string) =>
  trailRecord('ec2:CreateRouteTable', {
    at,
    // Sorts after every other event of its second.
    id: 'ffffffff-0000-4000-8000-000000000000',
    request: { vpcId: 'vpc-0aaa0000' },
    response: {
      routeTable: {
        routeTableId: TABLE,
        vpcId: 'vpc-0aaa0000',
        routeSet: {
          items: [
            { destinationCidrBlock: '10.0.0.0/16', gatewayId: 'local', state: 'active', origin: 'CreateRouteTable' },
          ],
        },
        associationSet: {},
      },
    },
  });

export default casesOf(rule, {
  compliant: [
    { name: 'local routes only', state: all(local) },
    { name: 'a NAT gateway', state: all(local, out('0.0.0.0/0', 'nat-0aaa0000')) },
    { name: 'IPv6 outward only', state: all(local, out('::/0', 'eigw-0aaa0000')) },
    { name: 'one small public network through the gateway', state: all(local, out('198.51.100.0/24')) },
    {
      name: 'the table of a public subnet',
      id: TABLE,
      state: all(out('0.0.0.0/0')),
      options: { publicRouteTables: [TABLE] },
    },
  ],
  drifted: [
    {
      name: 'a prefix list with the whole internet',
      neighbours: { prefixLists: prefixLists({ 'pl-0aaa0000': ['10.0.0.0/8', '0.0.0.0/0'] }) },
      state: all(local, out('pl-0aaa0000')),
      violations: [open('pl-0aaa0000')],
      plan: [{ type: 'vpc.delete-route', params: out('pl-0aaa0000') }],
    },
    {
      name: 'the whole internet, over IPv4 and IPv6',
      state: all(local, out('0.0.0.0/0'), out('::/0')),
      violations: [open('0.0.0.0/0'), open('::/0')],
      plan: [
        { type: 'vpc.delete-route', params: out('0.0.0.0/0') },
        { type: 'vpc.delete-route', params: out('::/0') },
      ],
    },
    {
      name: 'two halves',
      state: some(out('0.0.0.0/1'), out('128.0.0.0/1')),
      violations: [open('0.0.0.0/1'), open('128.0.0.0/1')],
    },
    {
      name: 'the upper half alone',
      neighbours: { prefixLists: prefixLists({ 'pl-0aaa0000': ['10.0.0.0/8'] }) },
      state: some(out('128.0.0.0/1'), out('pl-0aaa0000')),
      violations: [open('128.0.0.0/1')],
      plan: [{ type: 'vpc.delete-route', params: out('128.0.0.0/1') }],
    },
    {
      name: 'many networks that are most of the internet together',
      state: all(local, ...slices.map((slice) => out(slice))),
      violations: slices.map(open),
    },
    {
      name: 'a route that led to a NAT gateway before',
      state: all(local, out('0.0.0.0/0')),
      baseline: all(local, out('0.0.0.0/0', 'nat-0aaa0000')),
      violations: [open('0.0.0.0/0')],
      plan: [
        {
          type: 'vpc.replace-route',
          params: { destination: '0.0.0.0/0', before: 'igw-0aaa0000', after: 'nat-0aaa0000' },
        },
      ],
    },
  ],
  unknown: [
    { name: 'not every route was shown', state: some(local) },
    { name: 'a prefix list through the gateway', state: all(out('pl-0aaa0000')) },
    {
      name: 'a prefix list that its owner no longer shares',
      state: all(out('pl-0aaa0000')),
      neighbours: { prefixLists: prefixLists({}) },
    },
  ],
  events: [
    {
      name: 'added within the second of the table, then deleted',
      events: [
        table('2026-03-02T09:00:00Z'),
        call('CreateRoute', '2026-03-02T09:00:00Z', toGateway),
        call('DeleteRoute', '2026-03-02T09:05:00Z', anywhere),
      ],
      transitions: ['opened', 'resolved'],
      resource: TABLE,
    },
    {
      name: 'the default route taken from the NAT gateway and given back',
      events: [
        call('CreateRoute', '2026-03-02T09:00:00Z', { ...anywhere, natGatewayId: 'nat-0aaa0000' }),
        call('ReplaceRoute', '2026-03-02T09:05:00Z', toGateway),
        call('ReplaceRoute', '2026-03-02T09:10:00Z', { ...anywhere, natGatewayId: 'nat-0aaa0000' }),
      ],
      transitions: ['opened', 'resolved'],
      doubt: /Events did not show all routes/,
    },
    {
      name: 'host bits do not hide the internet, nor keep the finding open',
      events: [
        call('CreateRoute', '2026-03-02T09:00:00Z', { destinationCidrBlock: '192.0.2.1/0', gatewayId: 'igw-0aaa0000' }),
        call('DeleteRoute', '2026-03-02T09:05:00Z', anywhere),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'IPv6',
      events: [
        call('CreateRoute', '2026-03-02T09:00:00Z', { destinationIpv6CidrBlock: '::/0', gatewayId: 'igw-0aaa0000' }),
      ],
      transitions: ['opened'],
      texts: ['Traffic to ::/0 goes through internet gateway igw-0aaa0000: the subnets of this table are public.'],
    },
    {
      name: 'IPv6 outward only',
      events: [
        table('2026-03-02T09:00:00Z'),
        call('CreateRoute', '2026-03-02T09:00:01Z', {
          destinationIpv6CidrBlock: '::/0',
          egressOnlyInternetGatewayId: 'eigw-0aaa0000',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a prefix list',
      events: [
        table('2026-03-02T08:00:00Z'),
        call('CreateRoute', '2026-03-02T09:00:00Z', {
          destinationPrefixListId: 'pl-0aaa0000',
          gatewayId: 'igw-0aaa0000',
        }),
      ],
      transitions: [],
      doubt: /prefix list/,
    },
    {
      name: 'a local route put back',
      events: [
        table('2026-03-02T08:00:00Z'),
        call('ReplaceRoute', '2026-03-02T09:00:00Z', { destinationCidrBlock: '10.0.0.0/16', localTarget: true }),
      ],
      transitions: [],
    },
    {
      name: 'the table deleted ends it',
      events: [
        call('CreateRoute', '2026-03-02T09:00:00Z', toGateway),
        call('DeleteRouteTable', '2026-03-02T09:05:00Z', {}),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('ec2:CreateRoute', {
          request: { routeTableId: TABLE, ...toGateway },
          errorCode: 'Client.UnauthorizedOperation',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a call that names no table',
      events: [trailRecord('ec2:CreateRoute', { request: toGateway })],
      transitions: [],
      unreadable: /names no route table/,
    },
    {
      name: 'a route without a target',
      events: [call('CreateRoute', '2026-03-02T09:00:00Z', anywhere)],
      transitions: [],
      unreadable: /shows no target/,
    },
    {
      name: 'a route without a destination',
      events: [call('DeleteRoute', '2026-03-02T09:00:00Z', {})],
      transitions: [],
      unreadable: /shows no destination/,
    },
  ],
});
