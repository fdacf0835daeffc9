import { inverses } from '../../core/action.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import {
  type ClientVpnAuthorization,
  type ClientVpnEndpoint,
  type ClientVpnRoute,
  clientVpnAuthorizationKey,
  clientVpnRouteKey,
} from './kind.ts';

export const [deleteClientVpnRoute, createClientVpnRoute] = inverses<ClientVpnEndpoint, ClientVpnRoute>()(
  {
    type: 'client-vpn.delete-route',
    describe: ({ destination, subnet }) => `Delete the route to ${destination}${through(subnet)}`,
    simulate: (endpoint, route) => ({
      ...endpoint,
      routes: withoutItems(endpoint.routes, (item) => clientVpnRouteKey(item) === clientVpnRouteKey(route)),
    }),
  },
  {
    type: 'client-vpn.create-route',
    describe: ({ destination, subnet }) => `Create a route to ${destination}${through(subnet)}`,
    simulate: (endpoint, route) => ({ ...endpoint, routes: withItems(endpoint.routes, [route], clientVpnRouteKey) }),
  },
);

export const [revokeClientVpnIngress, authorizeClientVpnIngress] = inverses<
  ClientVpnEndpoint,
  ClientVpnAuthorization
>()(
  {
    type: 'client-vpn.revoke-ingress',
    describe: ({ destination, group }) => `Revoke access to ${destination} from ${group ?? 'all groups'}`,
    simulate: (endpoint, rule) => ({
      ...endpoint,
      authorizations: withoutItems(endpoint.authorizations, (item) => keyOf(item) === keyOf(rule)),
    }),
  },
  {
    type: 'client-vpn.authorize-ingress',
    describe: ({ destination, group }) => `Authorise access to ${destination} for ${group ?? 'all groups'}`,
    simulate: (endpoint, rule) => ({
      ...endpoint,
      authorizations: withItems(endpoint.authorizations, [rule], keyOf),
    }),
  },
);

const keyOf = clientVpnAuthorizationKey;

function through(subnet: string | undefined): string {
  return subnet ? ` through ${subnet}` : '';
}
