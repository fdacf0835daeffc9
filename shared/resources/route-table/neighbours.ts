import type { Listing } from '../../core/kind.ts';
import { neighboursOf } from '../../core/neighbour.ts';
import { prefixList } from '../prefix-list/kind.ts';

/** What of a table names prefix lists. */
interface NamesLists {
  readonly routes: Listing<{ readonly destination: string }>;
}

export const neighbours = {
  /** The prefix lists that it names. */
  prefixLists: neighboursOf<NamesLists>()(prefixList, ['blocks'], (_, { routes }) =>
    routes.items.flatMap(({ destination }) => (destination.startsWith('pl-') ? [destination] : [])),
  ),
};
