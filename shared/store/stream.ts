import type { FindingEvent } from '../core/finding.ts';

/** The finding's event in an item of the table's stream; `undefined` for any other item. */
export function eventInStream(
  image: Readonly<Record<string, { readonly S?: string | undefined }>> | undefined,
): FindingEvent | undefined {
  const body = image?.['sk']?.S === 'event' ? image['body']?.S : undefined;
  return body === undefined ? undefined : (JSON.parse(body) as FindingEvent);
}
