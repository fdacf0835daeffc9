import { bitsOf, block, type Cidr, type Family, lastOf } from '../../shared/policy/address.ts';
import { rangesOf } from '../../shared/policy/ranges.ts';

/** The widest block that starts at an address and ends no later than another. */
function widestFrom(family: Family, first: bigint, last: bigint): Cidr {
  const bits = bitsOf(family);
  let prefix = bits;
  while (prefix > 0) {
    const wider = block(family, first, prefix - 1);
    if (wider.base !== first || lastOf(wider) > last) break;
    prefix -= 1;
  }
  return block(family, first, prefix);
}

/** The fewest blocks that hold the same addresses, IPv4 before IPv6, in order. */
export function unionOf(cidrs: readonly Cidr[]): readonly Cidr[] {
  const blocks: Cidr[] = [];
  for (const family of [4, 6] as const) {
    for (const { first, last } of rangesOf(cidrs, family)) {
      for (let from = first; from <= last; from = lastOf(blocks.at(-1) as Cidr) + 1n) {
        blocks.push(widestFrom(family, from, last));
      }
    }
  }
  return blocks;
}
