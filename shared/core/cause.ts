import type { Cause } from './finding.ts';

/** Whether two causes are one. What was read or asked for has no event id. */
export function sameCause(a: Cause, b: Cause): boolean {
  return a.eventId === b.eventId && a.eventName === b.eventName && a.at === b.at;
}
