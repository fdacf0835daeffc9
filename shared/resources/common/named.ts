import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText } from '../../core/json.ts';

type Ids = (event: TrailEvent) => string[];

/** The id in the first of these fields of the request that has a text. `what` is for people: `repository`. */
export function requested(what: string, ...fields: readonly string[]): Ids {
  return ({ eventName, requestParameters }) => {
    const id = fields.map((field) => getText(requestParameters, ...field.split('.'))).find((text) => text);
    if (!id) throw new UnreadableEvent(`${eventName} names no ${what}`);
    return [id];
  };
}

/** The id at this path of the response: what AWS names when it creates something. */
export function answered(what: string, ...path: readonly string[]): Ids {
  return ({ eventName, responseElements }) => {
    const id = getText(responseElements, ...path);
    if (!id) throw new UnreadableEvent(`${eventName} shows no ${what}`);
    return [id];
  };
}

/** The fields of a state that are known: those that are `undefined` are left out. */
export function known<State extends object>(fields: { readonly [F in keyof State]?: State[F] | undefined }): State {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as State;
}
