import type { Settings } from '../config/settings.ts';
import { UNREADABLE } from '../core/compliance.ts';
import type { TrailEvent } from '../core/event.ts';
import type { Cause } from '../core/finding.ts';
import type { AnyKind } from '../core/kind.ts';
import { canChangeTag, taggedIds, tagNamesSetBy } from '../core/tagging.ts';
import { causeOf } from './attribution.ts';

/** By the name of a tag that exempts: the latest event that set it. */
export type TaggedBy = Readonly<Record<string, Cause>>;

/** The names of a tag that exempts from a rule, the one that counts first. None, where tags exempt from nothing. */
export function tagsFor(rule: string, { exemptionTag: tag }: Pick<Settings, 'exemptionTag'>): readonly string[] {
  return tag === false ? [] : [`${tag}/${rule}`, tag];
}

type Tags = Pick<Settings, 'exemptionTag' | 'rules'>;

/** The names of all tags that can exempt resources of the kind of these settings. */
function exemptingTags(settings: Tags): ReadonlySet<string> {
  const rules = [...settings.rules.map(({ rule }) => rule.id), UNREADABLE];
  return new Set(rules.flatMap((rule) => tagsFor(rule, settings)));
}

/** Whether an event on tags can have set or removed one that exempts. */
export function canExempt(event: TrailEvent, settings: Tags): boolean {
  const names = exemptingTags(settings);
  return names.size > 0 && canChangeTag(event, (name) => names.has(name));
}

/** The events on tags among some, and the others, which can have changed the resource itself. */
export function apart(
  kind: AnyKind | undefined,
  events: readonly TrailEvent[],
): { readonly tagging: readonly TrailEvent[]; readonly events: readonly TrailEvent[] } {
  const isTagging = (event: TrailEvent) => kind !== undefined && taggedIds(kind, event) !== undefined;
  return { tagging: events.filter(isTagging), events: events.filter((event) => !isTagging(event)) };
}

/** Who has set the tags that exempt, after some more events. The latest event counts, whenever it arrives. */
export function taggedAfter(
  before: TaggedBy | undefined,
  events: readonly TrailEvent[],
  settings: Tags,
): TaggedBy | undefined {
  const names = exemptingTags(settings);
  let after = before;
  for (const event of events) {
    for (const name of tagNamesSetBy(event)) {
      if (!names.has(name)) continue;
      if ((after?.[name]?.occurredAt ?? 0) < event.time) after = { ...after, [name]: causeOf(event) };
    }
  }
  return after;
}
