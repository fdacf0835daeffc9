import type { SettingsByKind } from '../../shared/config/by-kind.ts';
import type { Settings } from '../../shared/config/settings.ts';

/** Settings whose rules are all there already. */
export function byKind(settings: Settings): SettingsByKind {
  const rulesOf = Map.groupBy(settings.rules, ({ rule }) => rule.kind.name);
  return {
    following: (event) =>
      [...rulesOf].flatMap(([kind, [first]]) => (first && Object.hasOwn(first.rule.kind.events, event) ? [kind] : [])),
    of: async (kind) => ({ ...settings, rules: rulesOf.get(kind) ?? [] }),
  };
}
