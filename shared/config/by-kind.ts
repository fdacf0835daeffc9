import type { EventId } from '../core/event.ts';
import type { AnyKind } from '../core/kind.ts';
import type { AnyRule } from '../core/rule.ts';
import type { Settings } from './settings.ts';

/** The settings of a kind's rules. They are loaded with the first event of the kind, so that a start loads no rule. */
export interface SettingsByKind {
  /** The names of the kinds that follow an event. */
  following(event: EventId): readonly string[];
  /** Only the rules on that kind that are on. */
  of(kind: string): Promise<Settings>;
  /** `undefined`: there is no such kind. */
  kind(name: string): Promise<AnyKind | undefined>;
  /** Whether resources of other kinds are judged by the state of this kind's resources too. */
  isNeighbour(kind: string): boolean;
}

/** Of each kind that is judged or is a neighbour (`generated/rules-by-kind.ts`). */
export type RulesByKind = Readonly<
  Record<
    string,
    {
      readonly events: readonly EventId[];
      readonly isNeighbour?: true;
      load(): Promise<{ readonly default: readonly AnyRule[]; readonly kind: AnyKind }>;
    }
  >
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
  const load = (kind: string) => (Object.hasOwn(byKind, kind) ? byKind[kind]?.load() : undefined);
  return {
    isNeighbour: (kind) => Object.hasOwn(byKind, kind) && byKind[kind]?.isNeighbour === true,
    kind: async (name) => (await load(name))?.kind,
    following: (event) => followers.get(event) ?? [],
    of(kind) {
      const known = loaded.get(kind);
      if (known) return known;
      const settings = Promise.resolve(load(kind)).then((module) => settingsOf(module?.default ?? []));
      loaded.set(kind, settings);
      return settings;
    },
  };
}
