import type { Neighbours } from '../../core/kind.ts';
import { type Unknown, unknown } from '../../core/rule.ts';
import type { PrefixList } from '../../resources/prefix-list/kind.ts';

/** The blocks of a prefix list that are known, and whether these are all. A list that is gone has none. */
export function blocksOf(
  id: string,
  { items, complete }: Neighbours<PrefixList>,
): { readonly blocks: readonly string[]; readonly complete: boolean } {
  const found = items.find(({ ref }) => ref.id === id);
  if (!found) return { blocks: [], complete };
  return { blocks: found.state.blocks.items, complete: found.state.blocks.complete };
}

/** A doubt that keeps a finding open: the addresses of a prefix list may be the whole internet. */
export function doubtAbout(ids: readonly string[], prefixLists: Neighbours<PrefixList>): Unknown | undefined {
  const id = ids.find((each) => !blocksOf(each, prefixLists).complete);
  return id === undefined ? undefined : unknown(`The addresses of prefix list ${id} are not known.`);
}
