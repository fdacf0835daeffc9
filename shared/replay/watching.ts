import type { RuleSetting, Settings } from '../config/settings.ts';
import type { EventId } from '../core/event.ts';
import { type AnyKind, eventsFollowedBy } from '../core/kind.ts';

export type RulesByEvent = ReadonlyMap<EventId, ReadonlyMap<AnyKind, readonly RuleSetting[]>>;

/** Which kinds and rules an event concerns: every event of a kind that has a rule switched on. */
export function rulesByEvent(settings: readonly RuleSetting[]): RulesByEvent {
  const byKind = Map.groupBy(settings, ({ rule }) => rule.kind);
  const watching = new Map<EventId, Map<AnyKind, readonly RuleSetting[]>>();
  for (const [kind, itsRules] of byKind) {
    for (const id of eventsFollowedBy(kind)) {
      const kinds = watching.get(id) ?? new Map<AnyKind, readonly RuleSetting[]>();
      watching.set(id, kinds.set(kind, itsRules));
    }
  }
  return watching;
}

/** Every event that any of these rules' kinds follows. */
export function eventsOf({ rules }: Pick<Settings, 'rules'>): ReadonlySet<EventId> {
  return new Set(rulesByEvent(rules).keys());
}
