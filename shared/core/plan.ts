import { createHash } from 'node:crypto';
import type { Plan } from './finding.ts';

/** Equal for the same steps on the same things: by it people say which plan they mean. 16 hexadecimal digits. */
export function fingerprintOf({ actions }: Pick<Plan, 'actions'>): string {
  return createHash('sha256').update(JSON.stringify(actions)).digest('hex').slice(0, 16);
}
