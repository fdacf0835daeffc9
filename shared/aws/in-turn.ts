import type { Page } from './reader.ts';

type Listing = (from: string | undefined) => Promise<Page>;

/**
 * One page of several listings, one after the other. A token begins with the name of its listing: `db:` for the first
 * page, `db:TOKEN` for a later one.
 */
export async function inTurn(listings: Readonly<Record<string, Listing>>, from: string | undefined): Promise<Page> {
  const names = Object.keys(listings);
  const [, name = names[0] ?? '', token = ''] = /^([^:]*):(.*)$/s.exec(from ?? '') ?? [];
  const list = listings[name];
  if (!list) throw new Error(`no page of ${names.join(', ')} begins at ${from}`);
  const { ids, next } = await list(token || undefined);
  const following = names[names.indexOf(name) + 1];
  if (next !== undefined) return { ids, next: `${name}:${next}` };
  return { ids, ...(following === undefined ? {} : { next: `${following}:` }) };
}
