import { type Cidr, type Family, lastOf } from './address.ts';

/** Addresses from `first` to `last`, both included. */
export interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** The addresses of the family's blocks as ranges, in order. Adjacent ranges are joined. */
export function rangesOf(cidrs: readonly Cidr[], family: Family): readonly Range[] {
  const sorted = cidrs
    .filter((cidr) => cidr.family === family)
    .map((cidr) => ({ first: cidr.base, last: lastOf(cidr) }))
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const merged: { readonly first: bigint; last: bigint }[] = [];
  for (const range of sorted) {
    const previous = merged.at(-1);
    if (previous !== undefined && range.first <= previous.last + 1n) {
      if (range.last > previous.last) previous.last = range.last;
    } else merged.push({ ...range });
  }
  return merged;
}

/** The addresses of `whole` that are not in `holes`. Both must be in order and without overlap. */
export function subtract(whole: readonly Range[], holes: readonly Range[]): readonly Range[] {
  const left: Range[] = [];
  for (const { first, last } of whole) {
    let from = first;
    for (const hole of holes) {
      if (hole.last < from || hole.first > last) continue;
      if (hole.first > from) left.push({ first: from, last: hole.first - 1n });
      from = hole.last + 1n;
    }
    if (from <= last) left.push({ first: from, last });
  }
  return left;
}

/** The number of addresses in both lists of ranges. Both must be in order and without overlap. */
export function overlap(a: readonly Range[], b: readonly Range[]): bigint {
  let size = 0n;
  let i = 0;
  let j = 0;
  for (let left = a[i], right = b[j]; left !== undefined && right !== undefined; left = a[i], right = b[j]) {
    const first = left.first > right.first ? left.first : right.first;
    const last = left.last < right.last ? left.last : right.last;
    if (first <= last) size += last - first + 1n;
    if (left.last < right.last) i += 1;
    else j += 1;
  }
  return size;
}

/** The number of addresses in ranges without overlap. */
export const sizeOf = (ranges: readonly Range[]): bigint =>
  ranges.reduce((size, range) => size + range.last - range.first + 1n, 0n);
