import type { TrailEvent } from '../../core/event.ts';
import { get, getList, getText } from '../../core/json.ts';

/**
 * Newer EC2 APIs are recorded as the XML they travel in: the request below `<Name>Request`, the
 * answer below `<Name>Response`. Older records of the same calls are flat.
 */
export function requestOf(event: TrailEvent): unknown {
  return get(event.requestParameters, `${event.eventName}Request`) ?? event.requestParameters;
}

export function responseOf(event: TrailEvent): unknown {
  return get(event.responseElements, `${event.eventName}Response`) ?? event.responseElements;
}

/** The texts of a list at `path`; an element of XML that has attributes is `{ "tag": 1, "content": "…" }`. */
export function contentsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return getList(value, ...path).flatMap((item) => {
    const text = typeof item === 'string' ? item : getText(item, 'content');
    return text ? [text] : [];
  });
}
