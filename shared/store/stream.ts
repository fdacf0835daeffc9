import type { Entry } from './store.ts';

/** The entry in an item as the table's stream gives it; `undefined` for any other item. */
export function entryInStream(
  image: Readonly<Record<string, { readonly S?: string | undefined }>> | undefined,
): Entry | undefined {
  const body = image?.['sk']?.S === 'entry' ? image['body']?.S : undefined;
  return body === undefined ? undefined : (JSON.parse(body) as Entry);
}
