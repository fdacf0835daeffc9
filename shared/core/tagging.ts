import { type EventId, eventId, isOmitted, type TrailEvent } from './event.ts';
import { get, getList, objectOf } from './json.ts';

/**
 * The events that set tags of resources of a kind, each with the ids that it names. They change no state, and are a reason
 * to look: a tag can exempt.
 */
export type Tagging = Readonly<Record<EventId, (event: TrailEvent) => readonly string[]>>;

/** The ids of the resources that an event tags; `undefined`: it is no event on tags of the kind. */
export function taggedIds(
  { tagging = {} }: { readonly tagging?: Tagging },
  event: TrailEvent,
): readonly string[] | undefined {
  const id = eventId(event);
  const idsIn = Object.hasOwn(tagging, id) ? tagging[id] : undefined;
  if (!idsIn) return undefined;
  // It is only a reason to look, so one that shows nothing is left out.
  return event.errorCode || isOmitted(event) ? [] : idsIn(event);
}

/** The members of a request in which the services name the tags that are set: a list, or an object with a member for each. */
const MEMBERS = [['tags'], ['tagSet', 'items'], ['tagsList'], ['Tagging', 'TagSet', 'Tag']];

/** The names of the tags that an event sets. */
export function tagNamesIn({ requestParameters }: TrailEvent): readonly string[] {
  return MEMBERS.flatMap((path) => {
    const member = get(requestParameters, ...path);
    const list = Array.isArray(member) ? getList({ member }, 'member') : undefined;
    if (list) return list.flatMap(nameIn);
    // S3 has an object instead of a list of one tag, and Lambda and CloudWatch Logs have the names as members.
    const object = objectOf(member);
    return object ? [...nameIn(object), ...Object.keys(object)] : [];
  });
}

function nameIn(tag: unknown): readonly string[] {
  const { key, Key, tagKey } = objectOf(tag) ?? {};
  return [key, Key, tagKey].filter((name) => typeof name === 'string');
}
