import { type Finding, openFor } from '../../shared/core/finding.ts';
import { compareSeverity } from '../../shared/core/severity.ts';
import type { Tally } from '../../shared/logs/candidate.ts';
import type { SourceDamage } from '../../shared/logs/collect.ts';
import type { ReplayedNotice } from '../../shared/replay/notices.ts';
import type { Exposure, Replayed } from '../../shared/replay/replay.ts';
import type { Configured } from '../commands/settings.ts';

/** What package.json says of Plumbline. */
export interface Manifest {
  readonly version: string;
  readonly homepage: string;
}

/** The result of a replay, for every format. */
export interface Report {
  /** Its findings are those that are shown. */
  readonly replayed: Replayed;
  /** What has happened and is no state; those that are shown. */
  readonly notices: readonly ReplayedNotice[];
  readonly tally: Tally;
  readonly damage: readonly SourceDamage[];
  readonly files: number;
  readonly ignored: number;
  /** Until when durations are counted: the end of the log, or `--until`. */
  readonly now: number;
  readonly configured: Configured;
  /** Set where filters are used. */
  readonly filtered?: Filtered;
  /** With `--remediate`: the time open with and without remediation, and the assumed reaction time. */
  readonly simulated?: { readonly exposure: Exposure; readonly reaction: number };
}

/** What filters leave out. */
export interface Filtered {
  /** The filters as they were given. */
  readonly by: string;
  readonly hidden: number;
  /** For each filter that matches no finding: a sentence about what there is. */
  readonly unmatched: readonly string[];
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

/** The number of unreadable records. */
export function unreadableCount(tally: Tally): number {
  return Object.values(tally.unreadable).reduce((sum, number) => sum + number, 0);
}
