import { type Bound, boundsOf, oppositeOf, requiredKeys } from './bound.ts';
import type { Principal } from './principal.ts';
import type { Clause, Statement } from './statement.ts';

/** What one condition leaves of everyone: the caller must fit at least one of the bounds. */
export interface Narrowing {
  readonly bounds: readonly Bound[];
  /** The condition keys it comes from, as written. */
  readonly keys: readonly string[];
}

/**
 * What a condition of an Allow leaves. Operators that ask for *no* match leave all but a few.
 * `IfExists` and `ForAllValues` also pass a request without the key, so they narrow only
 * beside a `Null: false` on the same key. "Condition operators" and "Single-valued vs.
 * multivalued context keys" in the IAM User Guide.
 */
function ofAllowClause(clause: Clause, required: ReadonlySet<string>): Narrowing | undefined {
  const passesWithoutKey = clause.ifExists || clause.quantifier === 'all';
  if (passesWithoutKey && !required.has(clause.key)) return undefined;
  const bounds = boundsOf(clause.key, clause.operator, clause.values);
  return bounds && { bounds, keys: [clause.spelling] };
}

/** Every condition of an Allow that narrows who it is for. */
export function narrowingsOfAllow(clauses: readonly Clause[]): readonly Narrowing[] {
  const required = requiredKeys(clauses);
  return clauses.map((clause) => ofAllowClause(clause, required)).filter((each) => each !== undefined);
}

/**
 * Whom a condition of a Deny lets off. A negated operator is also true when the key is
 * absent, with or without `IfExists` and `ForAllValues`, so the Deny lets off exactly those
 * who match. `ForAnyValue` is false without the key, and lets off the anonymous.
 */
function letOff(clause: Clause): readonly Bound[] | undefined {
  const { key, operator, quantifier, values } = clause;
  if (key === 'aws:principalisawsservice') {
    const denied = operator === 'bool' && values.length > 0 && values.every((value) => value.toLowerCase() === 'false');
    return denied && quantifier !== 'any' ? boundsOf(key, 'bool', ['true']) : undefined;
  }
  const opposite = oppositeOf(operator);
  if (opposite === undefined || quantifier === 'any') return undefined;
  return boundsOf(key, opposite, values);
}

function boundsOfPrincipal(principal: Principal): readonly Bound[] | undefined {
  switch (principal.is) {
    case 'everyone':
      return undefined;
    case 'account':
    case 'identity':
      return [{ about: 'caller', to: { account: principal.account } }];
    case 'service':
      return [{ about: 'caller', to: { service: principal.service } }];
    case 'federated':
      return principal.account === undefined ? undefined : [{ about: 'caller', to: { account: principal.account } }];
    case 'canonical':
      return [{ about: 'caller', to: 'fixed' }];
    case 'deleted':
      return [];
  }
}

/**
 * What a Deny that is aimed at everyone leaves: those it lets off. All its conditions must
 * hold for it to apply, so one that fails is enough to pass, and `NotPrincipal` is one way
 * more. `undefined` when it may let off anyone; no bounds when it lets off nobody.
 */
export function narrowingOfDeny(deny: Statement): Narrowing | undefined {
  const bounds: Bound[] = [];
  for (const clause of deny.clauses) {
    const passed = letOff(clause);
    if (passed === undefined) return undefined;
    bounds.push(...passed);
  }
  for (const principal of deny.who?.but ? deny.who.principals : []) {
    const passed = boundsOfPrincipal(principal);
    if (passed === undefined) return undefined;
    bounds.push(...passed);
  }
  return { bounds, keys: deny.clauses.map((clause) => clause.spelling) };
}
