import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getList, getText } from '../../core/json.ts';
import { defineKind, GONE, type Listing, UNSEEN } from '../../core/kind.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { destinationOf } from '../common/destination.ts';
import { requestOf, responseOf } from '../common/ec2-wrapped.ts';
import { taggedInEc2 } from '../common/tagging.ts';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateClientVpnRoute.html */
export interface ClientVpnRoute {
  readonly destination: string;
  /** The subnet of the route. `local`: traffic between clients. */
  readonly subnet?: string;
  readonly description?: string;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeClientVpnIngress.html */
export interface ClientVpnAuthorization {
  readonly destination: string;
  /** A group of Active Directory or of the identity provider. `null`: all groups. */
  readonly group: string | null;
  readonly description?: string;
}

/** @see https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is.html */
export interface ClientVpnEndpoint {
  /** `certificate-authentication`, `directory-service-authentication`, `federated-authentication`. */
  readonly authentication?: readonly string[];
  /** The routes that a call added. The route to the VPC, which an association adds, is not included. */
  readonly routes: Listing<ClientVpnRoute>;
  readonly authorizations: Listing<ClientVpnAuthorization>;
}

/*
 * The wrapper in these records (`CreateClientVpnRouteRequest`) is inferred from other EC2 calls of the same age and
 * from the parameters of the API. Records without it are read, too.
 */
export const clientVpnEndpoint = defineKind<ClientVpnEndpoint>()({
  name: 'client-vpn-endpoint',
  type: 'AWS::EC2::ClientVpnEndpoint',
  title: 'Client VPN endpoint',
  blank: { routes: UNSEEN, authorizations: UNSEEN },
  arn: (ref) => arnOf('ec2', ref, `client-vpn-endpoint/${ref.id}`),
  tagging: taggedInEc2('cvpn-endpoint-'),
  events: {
    // Without `creates`: within one second a route of the endpoint can come before this event, and must not be
    // forgotten. EC2 never uses an id twice.
    'ec2:CreateClientVpnEndpoint': {
      ids: created,
      sets: ['authentication', 'routes', 'authorizations'],
      evolve: begin,
    },
    'ec2:CreateClientVpnRoute': { ids: named, sets: ['routes'], evolve: addRoute },
    'ec2:DeleteClientVpnRoute': { ids: named, sets: ['routes'], evolve: removeRoute },
    'ec2:AuthorizeClientVpnIngress': { ids: named, sets: ['authorizations'], evolve: authorise },
    'ec2:RevokeClientVpnIngress': { ids: named, sets: ['authorizations'], evolve: revoke },
    'ec2:DeleteClientVpnEndpoint': { ids: named, evolve: () => GONE },
  },
});

export function clientVpnRouteKey({ destination, subnet }: ClientVpnRoute): string {
  return `${destination} ${subnet ?? '-'}`;
}

export function clientVpnAuthorizationKey({ destination, group }: ClientVpnAuthorization): string {
  return `${destination} ${group ?? '*'}`;
}

function created(event: TrailEvent): string[] {
  const id = getText(responseOf(event), 'clientVpnEndpointId');
  if (!id) throw new UnreadableEvent('CreateClientVpnEndpoint shows no clientVpnEndpointId');
  return [id];
}

function named(event: TrailEvent): string[] {
  const id = getText(requestOf(event), 'ClientVpnEndpointId');
  if (!id) throw new UnreadableEvent(`${event.eventName} names no endpoint`);
  return [id];
}

function begin(known: ClientVpnEndpoint, event: TrailEvent): ClientVpnEndpoint {
  const request = requestOf(event);
  const authentication = [...getList(request, 'Authentication'), ...getList(request, 'AuthenticationOptions')].flatMap(
    (method) => getText(method, 'Type') ?? [],
  );
  return {
    ...(authentication.length > 0 ? { authentication } : {}),
    routes: { items: known.routes.items, complete: true },
    authorizations: { items: known.authorizations.items, complete: true },
  };
}

function addRoute(known: ClientVpnEndpoint, event: TrailEvent): ClientVpnEndpoint {
  const subnet = getText(requestOf(event), 'TargetVpcSubnetId');
  const route = {
    destination: destinationAt(event, 'DestinationCidrBlock'),
    ...(subnet ? { subnet } : {}),
    ...describedBy(event),
  };
  return { ...known, routes: withItems(known.routes, [route], clientVpnRouteKey) };
}

/** A request without a subnet does not show which of several routes to one destination was deleted. */
function removeRoute(known: ClientVpnEndpoint, event: TrailEvent): ClientVpnEndpoint {
  const destination = destinationAt(event, 'DestinationCidrBlock');
  const subnet = getText(requestOf(event), 'TargetVpcSubnetId');
  const there = known.routes.items.filter((route) => route.destination === destination);
  if (!subnet && there.length > 1) return known;
  const gone = subnet ? there.filter((route) => route.subnet === subnet) : there;
  return { ...known, routes: withoutItems(known.routes, (route) => gone.includes(route)) };
}

function authorise(known: ClientVpnEndpoint, event: TrailEvent): ClientVpnEndpoint {
  const rule = { ...authorizationIn(event, 'AuthorizeAllGroups'), ...describedBy(event) };
  return { ...known, authorizations: withItems(known.authorizations, [rule], clientVpnAuthorizationKey) };
}

/** Revoking from all groups removes only the authorisation of all groups. */
function revoke(known: ClientVpnEndpoint, event: TrailEvent): ClientVpnEndpoint {
  const key = clientVpnAuthorizationKey(authorizationIn(event, 'RevokeAllGroups'));
  const same = (rule: ClientVpnAuthorization) => clientVpnAuthorizationKey(rule) === key;
  return { ...known, authorizations: withoutItems(known.authorizations, same) };
}

function authorizationIn(event: TrailEvent, everyone: string): ClientVpnAuthorization {
  const destination = destinationAt(event, 'TargetNetworkCidr');
  const group = getText(requestOf(event), 'AccessGroupId');
  if (!group && !getFlag(requestOf(event), everyone)) throw new UnreadableEvent(`${event.eventName} names no group`);
  return { destination, group: group || null };
}

function destinationAt(event: TrailEvent, field: string): string {
  const text = getText(requestOf(event), field);
  if (!text) throw new UnreadableEvent(`${event.eventName} shows no ${field}`);
  return destinationOf(text);
}

function describedBy(event: TrailEvent): { readonly description?: string } {
  const description = getText(requestOf(event), 'Description');
  return description ? { description } : {};
}
