import type { SweepRecord } from '../store/store.ts';
import type { RuleCounts, RuleStatus } from './status.ts';

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
