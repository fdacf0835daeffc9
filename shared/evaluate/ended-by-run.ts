import { activeRun, isOverdue } from '../store/active-run.ts';
import type { ResourceRecord } from '../store/store.ts';
import type { Evaluation } from './evaluate.ts';
import type { Ports } from './ports.ts';

/**
 * The finding that a run is about to end. A run that is overdue may never end, and then an evaluation ends its finding.
 */
export async function findingOfRun(
  record: ResourceRecord,
  evaluations: readonly Evaluation[],
  now: number,
  ports: Ports,
): Promise<string | undefined> {
  const mayEnd = evaluations.some(
    ({ storedFinding, judgement }) =>
      storedFinding && storedFinding.finding.status !== 'resolved' && judgement.violations.length === 0,
  );
  const run = mayEnd ? await activeRun(record, ports) : undefined;
  return run?.purpose === 'remediate' && !isOverdue(run, now) ? run.finding : undefined;
}
