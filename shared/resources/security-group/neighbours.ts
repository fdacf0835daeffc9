import type { Listing } from '../../core/kind.ts';
import { neighboursOf } from '../../core/neighbour.ts';
import { prefixList } from '../prefix-list/kind.ts';

/** What of a group names prefix lists. */
interface NamesLists {
  readonly ingress: Listing<{ readonly prefixList?: string }>;
  readonly unplaced?: readonly { readonly prefixList?: string }[];
}

export const neighbours = {
  /** The prefix lists that it names. */
  prefixLists: neighboursOf<NamesLists>()(prefixList, ['blocks'], (_, { ingress, unplaced = [] }) =>
    [...ingress.items, ...unplaced].flatMap(({ prefixList: list }) => list ?? []),
  ),
};
