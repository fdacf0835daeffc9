import type { RateLimit } from '../store/store.ts';

const HOUR = 60 * 60 * 1000;

/** One more remediation at `now`; `undefined` where the limit is met and nobody has reset it since. */
export function consume(before: RateLimit | undefined, limit: number, now: number): RateLimit | undefined {
  if (before?.tripped) return undefined;
  const hour = Math.floor(now / HOUR);
  const count = before?.hour === hour ? before.count : 0;
  return count < limit ? { hour, count: count + 1, tripped: false } : undefined;
}

/** The limit was met. */
export function tripped(before: RateLimit | undefined, now: number): RateLimit {
  return { hour: Math.floor(now / HOUR), count: before?.count ?? 0, tripped: true };
}
