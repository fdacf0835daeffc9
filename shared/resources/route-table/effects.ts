import { CreateRouteCommand, DeleteRouteCommand, EC2Client, ReplaceRouteCommand } from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import type { Aws } from '../../aws/clients.ts';
import { effectOf } from '../../aws/effect.ts';
import { GONE } from '../../core/kind.ts';
import type { Ref } from '../../core/ref.ts';
import { createRoute, deleteRoute, replaceRoute } from './actions.ts';
import type { Route } from './kind.ts';
import reader from './reader.ts';

const TABLES = 'ec2:{region}:{account}:route-table/*';

const TARGET_GONE = 'The target of the route no longer exists. Choose another target.';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const REFUSALS = {
  ...Object.fromEntries(
    [
      'InvalidGatewayID.NotFound',
      'InvalidInternetGatewayID.NotFound',
      'InvalidNatGatewayID.NotFound',
      'NatGatewayNotFound',
      'InvalidVpnGatewayID.NotFound',
      'InvalidTransitGatewayID.NotFound',
      'InvalidVpcPeeringConnectionID.NotFound',
      'InvalidVpcEndpointId.NotFound',
      'InvalidNetworkInterfaceID.NotFound',
      'InvalidInstanceID.NotFound',
      'InvalidCarrierGatewayID.NotFound',
    ].map((name) => [name, TARGET_GONE]),
  ),
  RouteLimitExceeded: 'The route table has as many routes as AWS allows.',
};

export default [
  effectOf(deleteRoute, {
    permissions: { 'ec2:DeleteRoute': TABLES },
    async apply(ref, { destination }, aws) {
      await absentOn('InvalidRoute.NotFound', () =>
        aws.client(EC2Client, ref).send(new DeleteRouteCommand(placeOf(ref, destination))),
      );
    },
  }),
  effectOf(createRoute, {
    permissions: { 'ec2:CreateRoute': TABLES, 'ec2:DescribeRouteTables': '*' },
    refusals: REFUSALS,
    async apply(ref, route, aws) {
      const request = { ...placeOf(ref, route.destination), ...parameterFor(route.target) };
      try {
        await aws.client(EC2Client, ref).send(new CreateRouteCommand(request));
      } catch (error) {
        const isThere = error instanceof Error && error.name === 'RouteAlreadyExists' && (await has(ref, route, aws));
        if (!isThere) throw error;
      }
    },
  }),
  effectOf(replaceRoute, {
    permissions: { 'ec2:ReplaceRoute': TABLES },
    refusals: REFUSALS,
    async apply(ref, { destination, after }, aws) {
      const target = after === 'local' ? { LocalTarget: true } : parameterFor(after);
      await aws.client(EC2Client, ref).send(new ReplaceRouteCommand({ ...placeOf(ref, destination), ...target }));
    },
  }),
];

/** Whether the table has this route, and no other to the same destination. */
async function has(ref: Ref, { destination, target }: Route, aws: Aws): Promise<boolean> {
  const table = await reader.read(ref, aws);
  return table !== GONE && table.routes.items.some((it) => it.destination === destination && it.target === target);
}

function placeOf({ id }: Ref, destination: string) {
  const name = destination.startsWith('pl-')
    ? 'DestinationPrefixListId'
    : destination.includes(':')
      ? 'DestinationIpv6CidrBlock'
      : 'DestinationCidrBlock';
  return { RouteTableId: id, [name]: destination };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
const PARAMETERS = [
  [/^(igw-|vgw-|local$)/, 'GatewayId'],
  [/^nat-/, 'NatGatewayId'],
  [/^eigw-/, 'EgressOnlyInternetGatewayId'],
  [/^tgw-/, 'TransitGatewayId'],
  [/^pcx-/, 'VpcPeeringConnectionId'],
  [/^vpce-/, 'VpcEndpointId'],
  [/^eni-/, 'NetworkInterfaceId'],
  [/^i-/, 'InstanceId'],
  [/^lgw-/, 'LocalGatewayId'],
  [/^cagw-/, 'CarrierGatewayId'],
  [/^arn:[^:]+:networkmanager:/, 'CoreNetworkArn'],
  [/^arn:[^:]+:odb:/, 'OdbNetworkArn'],
] as const;

/** The prefix of a target shows its type, and so the parameter of the call. */
function parameterFor(target: string): Readonly<Record<string, string>> {
  const name = PARAMETERS.find(([prefix]) => prefix.test(target))?.[1];
  if (!name) throw new Error(`no parameter of CreateRoute takes the target ${target}`);
  return { [name]: target };
}
