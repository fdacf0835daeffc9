import type { RuleSetting } from '../config/settings.ts';
import type { EventId } from '../core/event.ts';
import { eventsFollowedBy } from '../core/kind.ts';
import { kindsFollowed } from './rules-by-event.ts';

/**
 * Divides the rules into at most `most` portions of about the same work, the lightest first. The kinds of two portions
 * and their neighbours have no event in common, so each portion can be replayed without the others.
 * @param weights The number of records by event.
 */
export function portionsOf(
  settings: readonly RuleSetting[],
  weights: ReadonlyMap<EventId, number>,
  most: number,
): readonly (readonly RuleSetting[])[] {
  const families = familiesOf(settings)
    .map((family) => ({ family, weight: weightOf(family, weights) }))
    .sort((a, b) => b.weight - a.weight);
  const portions = Array.from({ length: most }, () => ({ settings: [] as RuleSetting[], weight: 0 }));
  for (const { family, weight } of families) {
    const lightest = portions.reduce((least, portion) => (portion.weight < least.weight ? portion : least));
    lightest.settings.push(...family);
    lightest.weight += weight;
  }
  return portions
    .filter((portion) => portion.weight > 0)
    .sort((a, b) => a.weight - b.weight)
    .map((portion) => portion.settings);
}

/** Groups of rules that have to be in one portion: their kinds share events, directly or through other kinds. */
function familiesOf(settings: readonly RuleSetting[]): readonly (readonly RuleSetting[])[] {
  const families: { readonly events: Set<EventId>; readonly settings: RuleSetting[] }[] = [];
  for (const itsRules of Map.groupBy(settings, ({ rule }) => rule.kind.name).values()) {
    const family = { events: new Set(kindsFollowed(itsRules).flatMap(eventsFollowedBy)), settings: [...itsRules] };
    for (const other of families.filter(({ events }) => [...events].some((event) => family.events.has(event)))) {
      for (const event of other.events) family.events.add(event);
      family.settings.push(...other.settings);
      families.splice(families.indexOf(other), 1);
    }
    families.push(family);
  }
  return families.map((family) => family.settings);
}

function weightOf(settings: readonly RuleSetting[], weights: ReadonlyMap<EventId, number>): number {
  const events = new Set(kindsFollowed(settings).flatMap(eventsFollowedBy));
  return [...events].reduce((sum, event) => sum + (weights.get(event) ?? 0), 0);
}
