import { createHash } from 'node:crypto';
import type { Plan } from './finding.ts';

/** A violation that a plan does not fix, because somebody accepts it or a trusted deployer caused it. */
export interface RemainingViolation {
  readonly path: string;
  readonly text: string;
  /** Such as `accepted by jane@example.com`. */
  readonly why: string;
}

/** The same for the same actions; approvals name a plan by it. 16 hexadecimal digits. */
export function fingerprintOf({ actions }: Pick<Plan, 'actions'>): string {
  return createHash('sha256').update(JSON.stringify(actions)).digest('hex').slice(0, 16);
}
