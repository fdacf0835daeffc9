import { neighboursOf } from '../../core/neighbour.ts';
import { prefixList } from '../prefix-list/kind.ts';
import type { SecurityGroup } from './kind.ts';

export const neighbours = {
  /** The prefix lists that it names. */
  prefixLists: neighboursOf<SecurityGroup>()(prefixList, ['blocks'], (_, { ingress, unplaced = [] }) =>
    [...ingress.items, ...unplaced].flatMap(({ prefixList: list }) => list ?? []),
  ),
};
