import * as z from 'zod';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { reachesPublic } from '../../policy/destination.ts';
import { deleteClientVpnRoute } from '../../resources/client-vpn-endpoint/actions.ts';
import { clientVpnEndpoint, clientVpnRouteKey } from '../../resources/client-vpn-endpoint/kind.ts';

export default defineRule({
  id: 'client-vpn-internet-route',
  title: 'Client VPN endpoints have no added routes to public addresses',
  severity: 'high',
  kind: clientVpnEndpoint,
  watches: ['routes'],
  controls: ['client-vpn-internet-route'],
  options: z.strictObject({
    internetEndpoints: z
      .array(z.string())
      .default([])
      .describe('Ids of endpoints that carry internet traffic on purpose.'),
    allowedDestinations: z.array(z.string()).default([]).describe('Public CIDR blocks to which routes may lead.'),
  }),
  messages: { public: 'The route to {{destination}} through {{subnet}} leads VPN clients to public addresses.' },
  fix: 'Delete the route with DeleteClientVpnRoute. Route VPN clients only to private networks.',

  judge({ routes }, { ref, options }) {
    if (options.internetEndpoints.includes(ref.id)) return [];
    const reach = (destination: string) => reachesPublic(destination, options.allowedDestinations);
    return conclude(
      routes.items
        .filter(({ destination }) => reach(destination))
        .map((route) => ({
          message: 'public' as const,
          path: clientVpnRouteKey(route),
          data: { destination: route.destination, subnet: route.subnet ?? 'an unknown subnet' },
        })),
      routes.items.some(({ destination }) => reach(destination) === undefined) &&
        partly('The destination of a route is not a CIDR block.'),
      !routes.complete && partly('Events did not show all routes of this endpoint.'),
    );
  },

  remediation: {
    mode: 'auto',
    actions: [deleteClientVpnRoute],
    plan: ({ routes }, violations) =>
      routes.items
        .filter((route) => violations.some(({ path }) => path === clientVpnRouteKey(route)))
        .map((route) => deleteClientVpnRoute(route)),
  },
});
