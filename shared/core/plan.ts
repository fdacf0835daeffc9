import { createHash } from 'node:crypto';
import type { Plan } from './finding.ts';

/** A violation that a plan leaves as it is, because it is not for Plumbline to put right. */
export interface RemainingViolation {
  readonly path: string;
  readonly text: string;
  /** Who answers for it, such as `accepted by jane@example.com`. */
  readonly why: string;
}

/** Equal for the same steps on the same things: by it people say which plan they mean. 16 hexadecimal digits. */
export function fingerprintOf({ actions }: Pick<Plan, 'actions'>): string {
  return createHash('sha256').update(JSON.stringify(actions)).digest('hex').slice(0, 16);
}
