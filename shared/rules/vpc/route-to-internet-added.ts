import * as z from 'zod';
import type { Neighbours } from '../../core/kind.ts';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { internetMembers, isWide, parseCidr } from '../../policy/cidr.ts';
import type { PrefixList } from '../../resources/prefix-list/kind.ts';
import { deleteRoute, replaceRoute } from '../../resources/route-table/actions.ts';
import { type Route, routeTable } from '../../resources/route-table/kind.ts';
import { blocksOf, doubtAbout } from '../common/prefix-lists.ts';

export default defineRule({
  id: 'route-to-internet-added',
  title: 'Only route tables of public subnets have routes to an internet gateway',
  severity: 'high',
  kind: routeTable,
  watches: ['routes'],
  neighbours: ['prefixLists'],
  controls: ['route-to-internet-added'],
  options: z.strictObject({
    publicRouteTables: z.array(z.string()).default([]).describe('Ids of route tables of public subnets.'),
  }),
  messages: {
    open: 'Traffic to {{destination}} goes through internet gateway {{gateway}}: the subnets of this table are public.',
  },
  fix: 'Delete the route with DeleteRoute, or route through a NAT gateway. List the tables of public subnets in publicRouteTables.',

  judge({ routes }, { ref, options, neighbours: { prefixLists } }) {
    if (options.publicRouteTables.includes(ref.id)) return [];
    const outward = routes.items.filter(({ target }) => target.startsWith('igw-'));
    return conclude(
      internetRoutes(outward, prefixLists).map(({ destination, target }) => ({
        message: 'open' as const,
        path: destination,
        data: { destination, gateway: target },
      })),
      doubtAbout(
        outward.flatMap(({ destination }) => (destination.startsWith('pl-') ? [destination] : [])),
        prefixLists,
      ),
      !routes.complete && partly('Events did not show all routes of this table.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [deleteRoute, replaceRoute],
    plan({ routes }, violations, { baseline }) {
      const open = routes.items.filter(({ destination }) => violations.some(({ path }) => path === destination));
      const targets = new Map(baseline?.routes.items.map(({ destination, target }) => [destination, target]));
      return {
        oneOf: [isUsual, () => false].map((mayRestore) =>
          open.map((route) => {
            const { destination, target: before } = route;
            const after = targets.get(destination);
            return after && mayRestore(after) ? replaceRoute({ destination, before, after }) : deleteRoute(route);
          }),
        ),
        cannot: 'Without these routes the table would still have routes to the internet.',
      };
    },
  },
});

/**
 * Whether a route may lead to a target again. What an interface, an instance, a peering connection or an endpoint does
 * with the traffic is the choice of the person who runs it, who need not be the owner: no rule objects to such a target, so the
 * baseline does not show that it was right. An internet gateway is what the rule objects to.
 */
function isUsual(target: string): boolean {
  return /^(local$|nat-|eigw-|vgw-|tgw-|cagw-|lgw-)/.test(target);
}

/** The routes that alone or together reach a large part of the internet. */
function internetRoutes(routes: readonly Route[], prefixLists: Neighbours<PrefixList>): readonly Route[] {
  const blocks = ({ destination }: Route) =>
    destination.startsWith('pl-') ? blocksOf(destination, prefixLists).items : [destination];
  const together = new Set(internetMembers(routes.flatMap(blocks)));
  return routes.filter((route) =>
    blocks(route).some((block) => {
      const cidr = parseCidr(block);
      return together.has(block) || (cidr !== undefined && isWide(cidr));
    }),
  );
}
