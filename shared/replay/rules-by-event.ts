import type { RuleSetting, Settings } from '../config/settings.ts';
import type { EventId } from '../core/event.ts';
import { type AnyKind, eventsFollowedBy } from '../core/kind.ts';
import { usedBy } from '../core/neighbour.ts';

export type RulesByEvent = ReadonlyMap<EventId, ReadonlyMap<AnyKind, readonly RuleSetting[]>>;

/**
 * The kinds and rules that follow each event: all events of every kind that has a rule switched on, and of the kinds of
 * its neighbours.
 */
export function rulesByEvent(settings: readonly RuleSetting[]): RulesByEvent {
  const byEvent = new Map<EventId, Map<AnyKind, readonly RuleSetting[]>>();
  for (const kind of kindsFollowed(settings)) {
    const itsRules = settings.filter(({ rule }) => rule.kind.name === kind.name);
    for (const id of eventsFollowedBy(kind)) {
      const kinds = byEvent.get(id) ?? new Map<AnyKind, readonly RuleSetting[]>();
      byEvent.set(id, kinds.set(kind, itsRules));
    }
  }
  return byEvent;
}

/** Each kind once: a kind of neighbours is also judged where it has a rule. */
export function kindsFollowed(settings: readonly RuleSetting[]): readonly AnyKind[] {
  const beside = settings.flatMap(({ rule }) => Object.values(usedBy(rule)).map(({ kind }) => kind));
  const judged = settings.map(({ rule }) => rule.kind);
  return [...new Map([...beside, ...judged].map((kind) => [kind.name, kind])).values()];
}

/** All events that the kinds of these rules follow. */
export function eventsOf({ rules }: Pick<Settings, 'rules'>): ReadonlySet<EventId> {
  return new Set(rulesByEvent(rules).keys());
}
