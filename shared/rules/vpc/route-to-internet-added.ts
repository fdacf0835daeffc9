import * as z from 'zod';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { internetMembers, isWide, parseCidr } from '../../policy/cidr.ts';
import { deleteRoute, replaceRoute } from '../../resources/route-table/actions.ts';
import { type Route, routeTable } from '../../resources/route-table/kind.ts';

export default defineRule({
  id: 'route-to-internet-added',
  title: 'Only route tables of public subnets have routes to an internet gateway',
  severity: 'high',
  kind: routeTable,
  watches: ['routes'],
  controls: {
    soc2: ['CC6.6'],
    'iso-27001': ['A.8.20', 'A.8.21', 'A.8.22'],
    'ellipsis-drive': ['ED-L12.1', 'ED-L14.1'],
    'inrupt-ess': ['ESS-L9.1'],
  },
  options: z.strictObject({
    publicRouteTables: z.array(z.string()).default([]).describe('Ids of route tables of public subnets.'),
  }),
  messages: {
    open: 'Traffic to {{destination}} goes through internet gateway {{gateway}}: the subnets of this table are public.',
  },
  fix: 'Delete the route with DeleteRoute, or route through a NAT gateway. List the tables of public subnets in publicRouteTables.',

  judge({ routes }, { ref, options }) {
    if (options.publicRouteTables.includes(ref.id)) return [];
    const outward = routes.items.filter(({ target }) => target.startsWith('igw-'));
    return conclude(
      internetRoutes(outward).map(({ destination, target }) => ({
        message: 'open' as const,
        path: destination,
        data: { destination, gateway: target },
      })),
      outward.some(({ destination }) => destination.startsWith('pl-')) &&
        partly('A route to an internet gateway has a prefix list as destination. No event shows its addresses.'),
      !routes.complete && partly('Events did not show all routes of this table.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [deleteRoute, replaceRoute],
    plan: ({ routes }, violations, { baseline }) =>
      routes.items
        .filter(({ destination }) => violations.some(({ path }) => path === destination))
        .map((route) => {
          const before = baseline?.routes.items.find(({ destination }) => destination === route.destination);
          if (!before) return deleteRoute(route);
          return replaceRoute({ destination: route.destination, before: route.target, after: before.target });
        }),
  },
});

/** The routes that alone or together reach a large part of the internet. */
function internetRoutes(routes: readonly Route[]): readonly Route[] {
  const together = new Set(internetMembers(routes.map(({ destination }) => destination)));
  return routes.filter(({ destination }) => {
    const cidr = parseCidr(destination);
    return together.has(destination) || (cidr !== undefined && isWide(cidr));
  });
}
