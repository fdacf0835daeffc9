import { type Bound, boundsOf } from './bound.ts';
import { knownTruth, oppositeOf, requiredKeys, withKnownValues } from './clause.ts';
import type { Principal } from './principal.ts';
import { alwaysCarries, type Scene } from './scene.ts';
import type { Clause, Statement } from './statement.ts';

/** What one condition leaves of everyone. The caller must be inside at least one of the bounds. */
export interface Narrowing {
  /** None: it leaves nobody. */
  readonly bounds: readonly Bound[];
  /** Its condition keys, in the spelling of the policy. */
  readonly keys: readonly string[];
}

/**
 * What a condition of an Allow leaves. Operators that require *no* match exclude only a few callers and do not narrow.
 * `IfExists` and `ForAllValues` also accept a request without the key. So they narrow if every request has the key, or
 * if a `Null: false` of the statement requires it. "Condition operators" and "Single-valued vs. multivalued context keys"
 * (IAM User Guide).
 */
function ofAllowClause(given: Clause, required: ReadonlySet<string>, scene: Scene): Narrowing | undefined {
  const clause = withKnownValues(given, scene);
  const truth = knownTruth(clause, scene);
  if (truth !== undefined) return truth ? undefined : { bounds: [], keys: [given.spelling] };
  const passesWithoutKey = clause.ifExists || clause.quantifier === 'all';
  if (passesWithoutKey && !required.has(clause.key) && !alwaysCarries(scene, clause.key)) return undefined;
  const bounds = boundsOf(clause, scene);
  return bounds && { bounds, keys: [given.spelling] };
}

/** The conditions of an Allow that narrow the callers. */
export function narrowingsOfAllow(clauses: readonly Clause[], scene: Scene): readonly Narrowing[] {
  const required = requiredKeys(clauses);
  return clauses.map((clause) => ofAllowClause(clause, required, scene)).filter((each) => each !== undefined);
}

/**
 * The callers that a condition of a Deny exempts. A negated operator is also true if the key is absent, with or without
 * `IfExists` and `ForAllValues`, so the Deny exempts only callers that match. `ForAnyValue` is false without the key,
 * so it also exempts callers that do not have it.
 */
function letOff(given: Clause, scene: Scene): readonly Bound[] | undefined {
  const clause = withKnownValues(given, scene);
  const truth = knownTruth(clause, scene);
  if (truth !== undefined) return truth ? [] : undefined;
  const { key, operator, quantifier, ifExists, values } = clause;
  const isThere = alwaysCarries(scene, key);
  if (key === 'aws:principalisawsservice') {
    const denied = operator === 'bool' && values.length > 0 && values.every((value) => value.toLowerCase() === 'false');
    return denied && (isThere || (ifExists && quantifier !== 'any'))
      ? boundsOf({ key, operator, values: ['true'] }, scene)
      : undefined;
  }
  const opposite = oppositeOf(operator);
  if (opposite === undefined || (quantifier === 'any' && !isThere)) return undefined;
  return boundsOf({ key, operator: opposite, values }, scene);
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
 * The callers that a Deny for everyone exempts. A Deny applies only if all its conditions hold, so a caller is exempt
 * if one condition fails, or if `NotPrincipal` names it. `undefined`: it can exempt anyone. No bounds: it exempts
 * nobody.
 */
export function narrowingOfDeny(deny: Statement, scene: Scene): Narrowing | undefined {
  const bounds: Bound[] = [];
  for (const clause of deny.clauses) {
    const passed = letOff(clause, scene);
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
