import { DAY } from '../core/day.ts';

/** A person says of a statement that it is kept, where nothing else can show it. */
export interface Attestation {
  /** The id of the statement. */
  readonly statement: string;
  readonly by: string;
  /** The first and the last day on which it counts, in UTC: `2026-12-31`. */
  readonly on: string;
  readonly until: string;
  /** The address of what it rests on. */
  readonly evidence: string;
}

/** The attestation that is shown of a statement, and whether it counts. */
export interface Attested {
  readonly attestation: Attestation;
  readonly counts: 'now' | 'no longer' | 'not yet';
}

/** Of several, one that counts is shown, and of those the one that counts longest. @param at Milliseconds since 1970. */
export function attestedBy(attestations: readonly Attestation[], statement: string, at: number): Attested | undefined {
  const own = attestations
    .filter((each) => each.statement === statement)
    .sort((a, b) => endOf(b.until) - endOf(a.until))
    .map((attestation): Attested => ({ attestation, counts: countsAt(attestation, at) }));
  return ['now', 'not yet', 'no longer'].flatMap((when) => own.filter(({ counts }) => counts === when))[0];
}

function countsAt({ on, until }: Attestation, at: number): Attested['counts'] {
  if (at < startOf(on)) return 'not yet';
  return at < endOf(until) ? 'now' : 'no longer';
}

/** The number of days from the first to the last. */
export function daysOf({ on, until }: Pick<Attestation, 'on' | 'until'>): number {
  return Math.round((startOf(until) - startOf(on)) / DAY);
}

/** The beginning of a day in UTC. Milliseconds since 1970. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The last day counts, too. */
function endOf(day: string): number {
  return startOf(day) + DAY;
}
