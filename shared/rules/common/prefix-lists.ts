import { type Listing, type Neighbours, UNSEEN } from '../../core/kind.ts';
import { type Unknown, unknown } from '../../core/rule.ts';
import type { PrefixList } from '../../resources/prefix-list/kind.ts';

/**
 * The blocks of a prefix list that are known, and whether these are all. A list in use cannot be deleted. One that is not
 * found is another account's, which no longer shows it, and its blocks still apply.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/sharing-perms.html
 */
export function blocksOf(id: string, { items }: Neighbours<PrefixList>): Listing<string> {
  return items.find(({ ref }) => ref.id === id)?.state.blocks ?? UNSEEN;
}

/** A doubt that keeps a finding open: the addresses of a prefix list may be the whole internet. */
export function doubtAbout(ids: readonly string[], prefixLists: Neighbours<PrefixList>): Unknown | undefined {
  const id = ids.find((each) => !blocksOf(each, prefixLists).complete);
  return id === undefined ? undefined : unknown(`The addresses of prefix list ${id} are not known.`);
}
