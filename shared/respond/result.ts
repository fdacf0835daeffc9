import type { RuleCompliance } from '../core/compliance.ts';
import type { Severity } from '../core/severity.ts';
import type { SweepRecord } from '../store/store.ts';

/** How a rule is kept by the resources of one region. */
export interface RuleStatus extends RuleCounts {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly account: string;
  readonly region: string;
  /**
   * `broken`: something is open. `undetermined`: nothing is open, and not everything is known. `kept` and `no resources`
   * rest on a sweep in which the rule judged all that there is.
   */
  readonly result: 'kept' | 'broken' | 'undetermined' | 'no resources';
  /** Why the result is `undetermined`, as a full sentence. */
  readonly reason?: string;
  /** Since when the rule is kept without interruption. Milliseconds since 1970. Left out: it is not kept. */
  readonly keptSince?: number;
  /** How the last sweep of the rule's kind ended; left out: none has. */
  readonly lastSweep?: Omit<SweepRecord, 'holdsUntil' | 'uninterruptedSince'>;
}

/** The number of resources by result. */
export interface RuleCounts extends Omit<RuleCompliance, 'firstJudgedAt' | 'clearedAt'> {
  /** The number of resources that the rule has judged. */
  readonly judged: number;
  /** The number of resources of the rule's kind that may not be read; where none of the kind may, 1. */
  readonly unreadable: number;
}

/**
 * Whether a rule is kept in a region. It is, only where all is known: the last sweep has judged everything, is not too
 * long ago, and nothing has become unreadable or undetermined since.
 * @param since When the sweeps began that have judged everything without interruption; `undefined`: the last has not.
 */
export function resultOf(
  { judged, open, undetermined, unreadable }: RuleCounts,
  sweep: Pick<SweepRecord, 'holdsUntil' | 'uninterruptedSince'> | undefined,
  since: number | undefined,
  now: number,
): Pick<RuleStatus, 'result' | 'reason'> {
  if (open > 0) return { result: 'broken' };
  const doubt = (reason: string) => ({ result: 'undetermined', reason }) as const;
  if (unreadable > 0) return doubt('AWS denies Plumbline to read some of these resources, or all.');
  if (undetermined > 0) return doubt('The rule could not judge all of some resources.');
  if (!sweep) return doubt('No sweep of these resources has ended yet.');
  if (!sweep.uninterruptedSince) return doubt('The last sweep could not judge every resource.');
  if (since === undefined) return doubt('The rule was not on when the last sweep began.');
  if (now > (sweep.holdsUntil ?? 0)) return doubt('The last sweep ended too long ago.');
  return { result: judged > 0 ? 'kept' : 'no resources' };
}
