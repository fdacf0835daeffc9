import type { EventId } from '../core/event.ts';
import type { AnyRule } from '../core/rule.ts';
import type { Settings } from './settings.ts';

/** The settings of a kind's rules. They are loaded with the first event of the kind, so that a start loads no rule. */
export interface SettingsByKind {
  /** The names of the kinds that follow an event. */
  following(event: EventId): readonly string[];
  /** Only the rules on that kind that are on. */
  of(kind: string): Promise<Settings>;
}

/** The events and the rules of each kind (`generated/rules-by-kind.ts`). */
export type RulesByKind = Readonly<
  Record<string, { readonly events: readonly EventId[]; load(): Promise<{ readonly default: readonly AnyRule[] }> }>
>;

/** @param settingsOf The settings of these rules. */
export function settingsByKind(
  byKind: RulesByKind,
  settingsOf: (rules: readonly AnyRule[]) => Settings,
): SettingsByKind {
  const followers = new Map<EventId, readonly string[]>();
  for (const [kind, { events }] of Object.entries(byKind)) {
    for (const event of events) followers.set(event, [...(followers.get(event) ?? []), kind]);
  }
  const loaded = new Map<string, Promise<Settings>>();
  return {
    following: (event) => followers.get(event) ?? [],
    of(kind) {
      const known = loaded.get(kind);
      if (known) return known;
      const rules = Object.hasOwn(byKind, kind) ? byKind[kind]?.load() : undefined;
      const settings = Promise.resolve(rules).then((module) => settingsOf(module?.default ?? []));
      loaded.set(kind, settings);
      return settings;
    },
  };
}
