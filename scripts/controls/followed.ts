import { eventsFollowedBy } from '../../shared/core/kind.ts';
import type { AnyRule } from '../../shared/core/rule.ts';

/** The events that the kinds of rules follow, each once. */
export function followed(rules: readonly AnyRule[]): readonly string[] {
  return [...new Set(rules.flatMap(({ kind }) => eventsFollowedBy(kind)))].sort();
}
