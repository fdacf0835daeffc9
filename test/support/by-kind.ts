import type { SettingsByKind } from '../../shared/config/by-kind.ts';
import type { Settings } from '../../shared/config/settings.ts';
import { eventsWatchedBy } from '../../shared/core/kind.ts';
import { usedBy } from '../../shared/core/neighbour.ts';
import type { RemediatePorts } from '../../shared/remediate/ports.ts';
import type { RequestPorts } from '../../shared/remediate/requests.ts';

/** Settings whose rules are all there already. */
export function byKind(settings: Settings): SettingsByKind {
  const rulesOf = Map.groupBy(settings.rules, ({ rule }) => rule.kind.name);
  const beside = settings.rules.flatMap(({ rule }) => Object.values(usedBy(rule)).map(({ kind }) => kind));
  const judged = settings.rules.map(({ rule }) => rule.kind);
  const kinds = [...new Map([...beside, ...judged].map((kind) => [kind.name, kind])).values()];
  return {
    following: (event) => kinds.filter((kind) => eventsWatchedBy(kind).includes(event)).map(({ name }) => name),
    kind: async (name) => kinds.find((kind) => kind.name === name),
    isNeighbour: (name) => beside.some((kind) => kind.name === name),
    of: async (kind) => ({ ...settings, rules: rulesOf.get(kind) ?? [] }),
  };
}

/** As `remediate` is deployed: of the settings it gets those of the resource's kind. */
export function portsByKind(ports: RemediatePorts): RequestPorts {
  const settings = byKind(ports.settings);
  return { store: ports.store, portsFor: async (kind) => ({ ...ports, settings: await settings.of(kind) }) };
}
