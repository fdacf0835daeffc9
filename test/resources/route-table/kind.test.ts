import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve } from '../../../shared/core/kind.ts';
import { routeTable } from '../../../shared/resources/route-table/kind.ts';
import { trailRecord } from '../../support/events.ts';

const ID = 'rtb-0aaa0000';
const call = (name: string, request: object) =>
  decodeEvent(trailRecord(`ec2:${name}`, { request: { routeTableId: ID, ...request } }));
const created = decodeEvent(
  trailRecord('ec2:CreateRouteTable', {
    response: {
      routeTable: {
        routeTableId: ID,
        vpcId: 'vpc-0aaa0000',
        routeSet: { items: [{ destinationCidrBlock: '10.0.0.0/16', gatewayId: 'local' }] },
      },
    },
  }),
);

test('every route of a new table is known', async () => {
  expect(await evolve(routeTable, undefined, created, ID)).toEqual({
    vpc: 'vpc-0aaa0000',
    routes: { items: [{ destination: '10.0.0.0/16', target: 'local' }], complete: true },
  });
});

test('a route recorded within the second of its table, and followed before it, stays', async () => {
  const there = { destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-0aaa0000' };
  const known = await evolve(routeTable, undefined, call('CreateRoute', there), ID);
  expect(await evolve(routeTable, known, created, ID)).toMatchObject({
    routes: { items: [{ target: 'igw-0aaa0000' }, { target: 'local' }], complete: true },
  });
});

test.each([
  ['natGatewayId', 'nat-0aaa0000'],
  ['egressOnlyInternetGatewayId', 'eigw-0aaa0000'],
  ['transitGatewayId', 'tgw-0aaa0000'],
  ['vpcPeeringConnectionId', 'pcx-0aaa0000'],
  ['vpcEndpointId', 'vpce-0aaa0000'],
  ['instanceId', 'i-0aaa0000'],
  ['networkInterfaceId', 'eni-0aaa0000'],
  ['localGatewayId', 'lgw-0aaa0000'],
  ['carrierGatewayId', 'cagw-0aaa0000'],
  ['coreNetworkArn', 'arn:aws:networkmanager::111122223333:core-network/core-network-0aaa0000'],
])('a route may lead through a %s', async (name, target) => {
  const event = call('CreateRoute', { destinationIpv6CidrBlock: '2001:DB8:0::/32', [name]: target });
  expect(await evolve(routeTable, undefined, event, ID)).toEqual({
    routes: { items: [{ destination: '2001:db8::/32', target }], complete: false },
  });
});

test('a replaced route keeps its place, a deleted one leaves it', async () => {
  const known = await evolve(routeTable, undefined, created, ID);
  const there = { destinationCidrBlock: '0.0.0.0/0' };
  const added = await evolve(routeTable, known, call('CreateRoute', { ...there, natGatewayId: 'nat-0aaa0000' }), ID);
  const replaced = await evolve(routeTable, added, call('ReplaceRoute', { ...there, gatewayId: 'igw-0aaa0000' }), ID);
  expect(replaced).toMatchObject({ routes: { items: [{ target: 'local' }, { target: 'igw-0aaa0000' }] } });
  expect(await evolve(routeTable, replaced, call('DeleteRoute', there), ID)).toEqual(known);
});
