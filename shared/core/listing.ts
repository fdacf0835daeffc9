import type { Listing } from './kind.ts';

/** Replaces the items with the same key and adds the others. */
export function withItems<T>(listing: Listing<T>, added: readonly T[], keyOf: (item: T) => string): Listing<T> {
  if (added.length === 0) return listing;
  const items = new Map(listing.items.map((item) => [keyOf(item), item]));
  for (const item of added) items.set(keyOf(item), item);
  return { items: [...items.values()], complete: listing.complete };
}

/** Removes every item for which `gone` is true. */
export function withoutItems<T>(listing: Listing<T>, gone: (item: T) => boolean): Listing<T> {
  return { items: listing.items.filter((item) => !gone(item)), complete: listing.complete };
}

/** A complete collection of these items. */
export function exactly<T>(items: readonly T[]): Listing<T> {
  return { items, complete: true };
}
