import { type EventId, eventId, isOmitted, type TrailEvent } from './event.ts';
import { get, objectOf } from './json.ts';

/**
 * The events that set or remove tags of resources of a kind, each with the ids that it names. They change no state, and are
 * a reason to look: a tag can exempt.
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

/**
 * The members of a request in which the services name the tags that are set or removed: a list of tags or names, or an object
 * with a member for each.
 */
const MEMBERS = [['tags'], ['tagKeys'], ['tagSet', 'items'], ['tagsList'], ['Tagging', 'TagSet', 'Tag']];

/** The names of the tags that an event names. */
export function tagNamesIn({ requestParameters }: TrailEvent): readonly string[] {
  return MEMBERS.flatMap((path) => {
    const member = get(requestParameters, ...path);
    if (Array.isArray(member)) return member.flatMap(nameIn);
    // S3 has an object instead of a list of one tag, and Lambda and CloudWatch Logs have the names as members.
    const object = objectOf(member);
    return object ? [...nameIn(object), ...Object.keys(object)] : [];
  });
}

/** Calls that leave no tag besides those that they name. */
const REPLACES = new Set(['PutBucketTagging', 'DeleteBucketTagging']);

/**
 * Whether an event can have set or removed a tag with one of these names. Where it names none, it can: `DeleteTags` without
 * tags removes all, and some services hide the names.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
 */
export function canChangeTag(event: TrailEvent, isWanted: (name: string) => boolean): boolean {
  const names = tagNamesIn(event);
  return names.length === 0 || REPLACES.has(event.eventName) || names.some(isWanted);
}

/** The names of the tags that an event sets. */
export function tagNamesSetBy(event: TrailEvent): readonly string[] {
  return /^(?:Untag|Delete|Remove)/.test(event.eventName) ? [] : tagNamesIn(event);
}

function nameIn(tag: unknown): readonly string[] {
  if (typeof tag === 'string') return [tag];
  const { key, Key, tagKey } = objectOf(tag) ?? {};
  return [key, Key, tagKey].filter((name) => typeof name === 'string');
}
