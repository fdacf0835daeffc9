import { neighboursOf } from '../../core/neighbour.ts';
import { prefixList } from '../prefix-list/kind.ts';
import type { RouteTable } from './kind.ts';

export const neighbours = {
  /** The prefix lists that it names. */
  prefixLists: neighboursOf<RouteTable>()(prefixList, ['blocks'], (_, { routes }) =>
    routes.items.flatMap(({ destination }) => (destination.startsWith('pl-') ? [destination] : [])),
  ),
};
