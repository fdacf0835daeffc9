import { Redacted } from './redacted.ts';

/**
 * A state as it may be stored: JSON, with each secret as a fingerprint under `salt`, so that two
 * states frozen under one salt are equal where their secrets are.
 */
export function freeze(state: unknown, salt: string): unknown {
  if (state instanceof Redacted) return { fingerprint: state.fingerprint(salt) };
  if (Array.isArray(state)) return state.map((item) => freeze(item, salt));
  if (typeof state !== 'object' || state === null) return state;
  const members = Object.entries(state).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members.map(([name, value]) => [name, freeze(value, salt)]));
}

/** Whether two frozen states say the same. Order counts: readers give one order for one state. */
export function sameFrozen(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
