import { Redacted } from './redacted.ts';

/** The resource no longer exists. This differs from a state of which nothing is known. */
export const GONE = Symbol('gone');
export type Gone = typeof GONE;

/**
 * The form in which a state is stored: JSON, with a fingerprint under `salt` for each secret, and `null` for a resource
 * that is gone. Two states that are frozen with the same salt are equal if their secrets are equal.
 */
export function freeze(state: object, salt: string): object;
export function freeze(state: object | Gone, salt: string): object | null;
export function freeze(state: object | Gone, salt: string): object | null {
  return state === GONE ? null : membersFrozen(state, salt);
}

function frozenValue(value: unknown, salt: string): unknown {
  return typeof value === 'object' && value !== null ? membersFrozen(value, salt) : value;
}

function membersFrozen(value: object, salt: string): object {
  if (value instanceof Redacted) return { fingerprint: value.fingerprint(salt) };
  if (Array.isArray(value)) return value.map((item) => frozenValue(item, salt));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, frozenValue(member, salt)]));
}

/** Whether a frozen part of a state holds the fingerprint of a secret, so that it cannot be written to AWS. */
export function holdsFingerprint(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const members = Object.entries(value);
  const [first] = members;
  return (members.length === 1 && first?.[0] === 'fingerprint') || members.some(([, each]) => holdsFingerprint(each));
}

/** Whether two frozen states are equal. Order counts: readers return the elements of a state in one order. */
export function sameFrozen(a: object | null | undefined, b: object | null | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a part of a state is a secret, so that its frozen form has a fingerprint. */
export function holdsSecret(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof Redacted || Object.values(value).some(holdsSecret);
}
