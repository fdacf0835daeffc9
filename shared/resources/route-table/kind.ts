import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getList, getText } from '../../core/json.ts';
import { defineKind, GONE, type Listing, UNSEEN } from '../../core/kind.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { destinationOf } from '../common/destination.ts';
import { requestOf, responseOf } from '../common/ec2-wrapped.ts';
import { taggedInEc2 } from '../common/tagging.ts';
import { neighbours } from './neighbours.ts';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html */
export interface Route {
  /** A CIDR block with its host bits cleared, or a prefix list `pl-…`. */
  readonly destination: string;
  /** An id whose prefix shows its type (`igw-…`, `nat-…`, `eigw-…`), an ARN, or `local`. */
  readonly target: string;
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html */
export interface RouteTable {
  readonly vpc?: string;
  /** Without the routes that a virtual private gateway propagates or a route server advertises: no event shows them. */
  readonly routes: Listing<Route>;
}

export const routeTable = defineKind<RouteTable>()({
  name: 'route-table',
  type: 'AWS::EC2::RouteTable',
  title: 'VPC route table',
  blank: { routes: UNSEEN },
  neighbours,
  arn: (ref) => arnOf('ec2', ref, `route-table/${ref.id}`),
  tagging: taggedInEc2('rtb-'),
  events: {
    // Without `creates`: within one second the first routes can come before this event, and must not be forgotten. EC2
    // never uses an id twice.
    'ec2:CreateRouteTable': { ids: created, sets: ['vpc', 'routes'], evolve: begin },
    'ec2:CreateRoute': { ids: named, sets: ['routes'], evolve: put },
    'ec2:ReplaceRoute': { ids: named, sets: ['routes'], evolve: put },
    'ec2:DeleteRoute': { ids: named, sets: ['routes'], evolve: remove },
    'ec2:DeleteRouteTable': { ids: named, evolve: () => GONE },
  },
});

/** A table has at most one route to a destination. */
export function routeKey({ destination }: Route): string {
  return destination;
}

function created(event: TrailEvent): string[] {
  const id = getText(responseOf(event), 'routeTable', 'routeTableId');
  if (!id) throw new UnreadableEvent('CreateRouteTable shows no routeTableId');
  return [id];
}

function named(event: TrailEvent): string[] {
  const id = getText(requestOf(event), 'routeTableId');
  if (!id) throw new UnreadableEvent(`${event.eventName} names no route table`);
  return [id];
}

function begin(known: RouteTable, event: TrailEvent): RouteTable {
  const table = responseOf(event);
  const vpc = getText(table, 'routeTable', 'vpcId');
  const first = getList(table, 'routeTable', 'routeSet').flatMap((route) => {
    const [destination, target] = [destinationIn(route), targetIn(route)];
    return destination && target ? [{ destination, target }] : [];
  });
  const { items } = withItems(known.routes, first, routeKey);
  return { ...(vpc ? { vpc } : {}), routes: { items, complete: true } };
}

function put(known: RouteTable, event: TrailEvent): RouteTable {
  const target = targetIn(requestOf(event));
  if (!target) throw new UnreadableEvent(`${event.eventName} shows no target`);
  return { ...known, routes: withItems(known.routes, [{ destination: destination(event), target }], routeKey) };
}

function remove(known: RouteTable, event: TrailEvent): RouteTable {
  const gone = destination(event);
  return { ...known, routes: withoutItems(known.routes, (route) => route.destination === gone) };
}

function destination(event: TrailEvent): string {
  const found = destinationIn(requestOf(event));
  if (!found) throw new UnreadableEvent(`${event.eventName} shows no destination`);
  return found;
}

/** The destination in a request, in a response, or of a route that EC2 describes. */
export function destinationIn(route: unknown): string | undefined {
  const cidr = getText(route, 'destinationCidrBlock') ?? getText(route, 'destinationIpv6CidrBlock');
  return cidr ? destinationOf(cidr) : getText(route, 'destinationPrefixListId');
}

/** The fields that name a target in CreateRoute, in ReplaceRoute and in a described route. */
const TARGETS = [
  'gatewayId',
  'natGatewayId',
  'egressOnlyInternetGatewayId',
  'transitGatewayId',
  'vpcPeeringConnectionId',
  'vpcEndpointId',
  // Before `instanceId`: EC2 returns both, and an instance can have several interfaces.
  'networkInterfaceId',
  'instanceId',
  'localGatewayId',
  'carrierGatewayId',
  'coreNetworkArn',
  'odbNetworkArn',
] as const;

export function targetIn(route: unknown): string | undefined {
  if (getFlag(route, 'localTarget')) return 'local';
  return TARGETS.map((name) => getText(route, name)).find((id) => id);
}
