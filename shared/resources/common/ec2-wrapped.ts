import type { TrailEvent } from '../../core/event.ts';
import { get, getList, getText } from '../../core/json.ts';

/**
 * Records of newer EC2 calls follow the XML of the API: the request is below `<Name>Request`, the response below
 * `<Name>Response`. Older records of the same calls have no such wrapper.
 */
export function requestOf(event: TrailEvent): unknown {
  return get(event.requestParameters, `${event.eventName}Request`) ?? event.requestParameters;
}

export function responseOf(event: TrailEvent): unknown {
  return get(event.responseElements, `${event.eventName}Response`) ?? event.responseElements;
}

/** The texts of the list at `path`. An XML element with attributes is `{ "tag": 1, "content": "…" }`. */
export function contentsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return getList(value, ...path).flatMap((item) => {
    const text = typeof item === 'string' ? item : getText(item, 'content');
    return text ? [text] : [];
  });
}
