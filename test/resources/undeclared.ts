import type { TrailEvent } from '../../shared/core/event.ts';
import { type AnyKind, type Gone, mappingOf } from '../../shared/core/kind.ts';
import { plain } from './histories.ts';

type Known = object | Gone | undefined;

/** The fields in which two states differ; of nothing and of a resource that is gone as little is known as at first. */
export function changedBetween(kind: AnyKind, before: Known, after: Known): readonly string[] {
  const [then, now] = [before, after].map((state) => {
    const known: unknown = plain(typeof state === 'object' ? state : kind.blank);
    return known as Readonly<Record<string, unknown>>;
  });
  return [...new Set([...Object.keys(then ?? {}), ...Object.keys(now ?? {})])].filter(
    (field) => JSON.stringify(then?.[field]) !== JSON.stringify(now?.[field]),
  );
}

/** The fields that an event has changed, and that its mapping does not name. */
export function undeclared(kind: AnyKind, event: TrailEvent, before: Known, after: Known): readonly string[] {
  const { sets } = mappingOf(kind, event) ?? {};
  return sets ? changedBetween(kind, before, after).filter((field) => !sets.includes(field)) : [];
}
