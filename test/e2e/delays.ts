import { createHash } from 'node:crypto';
import type { Call } from './proxy.ts';

/**
 * A time for each call, as if at random: of the same seed, the nth call of its kind always gets the same.
 * @param most Milliseconds.
 */
export function randomDelays(seed: number, most: number): (call: Pick<Call, 'caller' | 'operation'>) => number {
  const counts = new Map<string, number>();
  return ({ caller, operation }) => {
    const kind = `${caller} ${operation}`;
    const nth = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, nth);
    return createHash('sha256').update(`${seed} ${kind} ${nth}`).digest().readUInt32BE() % (most + 1);
  };
}
