import type { RuleSetting, Settings } from '../config/settings.ts';
import type { EventId } from '../core/event.ts';
import { type AnyKind, eventsFollowedBy } from '../core/kind.ts';

export type RulesByEvent = ReadonlyMap<EventId, ReadonlyMap<AnyKind, readonly RuleSetting[]>>;

/** The kinds and rules that follow each event: all events of every kind that has a rule switched on. */
export function rulesByEvent(settings: readonly RuleSetting[]): RulesByEvent {
  const byKind = Map.groupBy(settings, ({ rule }) => rule.kind);
  const byEvent = new Map<EventId, Map<AnyKind, readonly RuleSetting[]>>();
  for (const [kind, itsRules] of byKind) {
    for (const id of eventsFollowedBy(kind)) {
      const kinds = byEvent.get(id) ?? new Map<AnyKind, readonly RuleSetting[]>();
      byEvent.set(id, kinds.set(kind, itsRules));
    }
  }
  return byEvent;
}

/** All events that the kinds of these rules follow. */
export function eventsOf({ rules }: Pick<Settings, 'rules'>): ReadonlySet<EventId> {
  return new Set(rulesByEvent(rules).keys());
}
