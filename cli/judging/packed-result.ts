import type { Place } from '../../shared/logs/candidate.ts';
import type { Replayed } from '../../shared/replay/replay.ts';

/** The result of a replay as JSON: sets and maps are lists. */
export type PackedReplayed = Omit<Replayed, 'fixable' | 'gone' | 'places'> & {
  readonly fixable: readonly string[];
  readonly gone: readonly string[];
  readonly places: readonly (readonly [string, Place])[];
};

export function packReplayed(replayed: Replayed): PackedReplayed {
  const { fixable, gone, places } = replayed;
  return { ...replayed, fixable: [...fixable], gone: [...gone], places: [...places] };
}

export function unpackReplayed(packed: PackedReplayed): Replayed {
  const { fixable, gone, places } = packed;
  return { ...packed, fixable: new Set(fixable), gone: new Set(gone), places: new Map(places) };
}
