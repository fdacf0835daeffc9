import { inverses, swap } from '../../core/action.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { type Route, type RouteTable, routeKey } from './kind.ts';

export const [deleteRoute, createRoute] = inverses<RouteTable, Route>()(
  {
    type: 'vpc.delete-route',
    describe: ({ destination, target }) => `Delete the route to ${destination} through ${target}`,
    simulate: (table, { destination }) => ({
      ...table,
      routes: withoutItems(table.routes, (route) => route.destination === destination),
    }),
  },
  {
    type: 'vpc.create-route',
    describe: ({ destination, target }) => `Create a route to ${destination} through ${target}`,
    simulate: put,
  },
);

/** One call replaces the route, so that traffic always has one. */
export const replaceRoute = swap<RouteTable, string, { readonly destination: string }>()({
  type: 'vpc.replace-route',
  describe: ({ destination, before, after }) => `Route ${destination} through ${after} instead of ${before}`,
  simulate: (table, { destination, after }) => put(table, { destination, target: after }),
});

function put(table: RouteTable, { destination, target }: Route): RouteTable {
  return { ...table, routes: withItems(table.routes, [{ destination, target }], routeKey) };
}
