import type { Finding } from '../../shared/core/finding.ts';

/** The statuses of findings in the output of a replay. `gone`: it ended because its resource was deleted. */
export const STATUSES = ['open', 'exempt', 'resolved', 'gone'] as const;

export function statusOf({ id, status }: Pick<Finding, 'id' | 'status'>, gone: ReadonlySet<string>): ReplayStatus {
  return status === 'resolved' && gone.has(id) ? 'gone' : status;
}

export type ReplayStatus = (typeof STATUSES)[number];
