import { Redacted } from './redacted.ts';

/**
 * The form in which a state is stored: JSON, with a fingerprint under `salt` for each secret. Two states that are frozen with the
 * same salt are equal if their secrets are equal.
 */
export function freeze(state: unknown, salt: string): unknown {
  if (state instanceof Redacted) return { fingerprint: state.fingerprint(salt) };
  if (Array.isArray(state)) return state.map((item) => freeze(item, salt));
  if (typeof state !== 'object' || state === null) return state;
  const members = Object.entries(state).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members.map(([name, value]) => [name, freeze(value, salt)]));
}

/** Whether two frozen states are equal. Order counts: readers return the elements of a state in one order. */
export function sameFrozen(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
