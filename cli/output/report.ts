import { type Finding, openFor } from '../../shared/core/finding.ts';
import { compareSeverity } from '../../shared/core/severity.ts';
import type { Tally } from '../../shared/logs/candidate.ts';
import type { SourceDamage } from '../../shared/logs/collect.ts';
import type { Exposure, Replayed } from '../../shared/replay/replay.ts';

/** Everything a replay has to say, for every format. */
export interface Report {
  readonly replayed: Replayed;
  readonly tally: Tally;
  readonly damage: readonly SourceDamage[];
  readonly files: number;
  readonly ignored: number;
  /** Durations of what is open are counted up to here: the end of the log, or `--until`. */
  readonly now: number;
  /** With `--remediate`: what remediation would have changed, and the reaction time assumed. */
  readonly simulated?: { readonly exposure: Exposure; readonly reaction: number };
}

/** Most severe first, open before resolved, then the longest open. */
export function inOrder(findings: readonly Finding[], now: number): readonly Finding[] {
  const open = (finding: Finding) => (finding.status === 'open' ? 0 : 1);
  return findings.toSorted(
    (a, b) =>
      compareSeverity(b.severity, a.severity) ||
      open(a) - open(b) ||
      openFor(b, now) - openFor(a, now) ||
      a.firstSeen - b.firstSeen ||
      (a.id < b.id ? -1 : 1),
  );
}

/** How many records could not be judged, whatever the reason. */
export function unjudged(tally: Tally): number {
  return Object.values(tally.unreadable).reduce((sum, number) => sum + number, 0);
}
