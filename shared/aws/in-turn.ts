import type { Page } from './reader.ts';

type Listing<State extends object> = (from: string | undefined) => Promise<Page<State>>;

/**
 * One page of several listings, one after the other. A token begins with the name of its listing: `db:` for the first
 * page, `db:TOKEN` for a later one.
 */
export async function inTurn<State extends object>(
  listings: Readonly<Record<string, Listing<State>>>,
  from: string | undefined,
): Promise<Page<State>> {
  const names = Object.keys(listings);
  const [, name = names[0] ?? '', token = ''] = /^([^:]*):(.*)$/s.exec(from ?? '') ?? [];
  const list = listings[name];
  if (!list) throw new Error(`no page of ${names.join(', ')} begins at ${from}`);
  const { next, ...shown } = await list(token || undefined);
  const following = names[names.indexOf(name) + 1];
  if (next !== undefined) return { ...shown, next: `${name}:${next}` };
  return { ...shown, ...(following === undefined ? {} : { next: `${following}:` }) };
}
