import { holdsFor } from '../../shared/policy/clause.ts';
import { globCovers } from '../../shared/policy/glob.ts';
import { type Clause, type Policy, parsePolicy, type Statement } from '../../shared/policy/policy.ts';

/** One call. */
export interface Call {
  /** `iam:PassRole`. */
  readonly action: string;
  /** An ARN, or `*` where the action takes no resource. */
  readonly on: string;
  /** The condition keys that the request carries, and their values. */
  readonly keys?: Readonly<Record<string, string>>;
}

/**
 * Whether the identity policies of a role allow a call: a statement allows it, and none denies it.
 * @throws {Error} for a condition that cannot be decided.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function allows(documents: readonly object[], call: Call): boolean {
  const statements = documents.flatMap((document) => (parsePolicy(document) as Policy).statements);
  const applying = statements.filter((statement) => applies(statement, call));
  return applying.some(({ effect }) => effect === 'allow') && applying.every(({ effect }) => effect === 'allow');
}

function applies({ actions, resources, clauses }: Statement, { action, on, keys = {} }: Call): boolean {
  const given = new Map(Object.entries(keys).map(([key, value]) => [key.toLowerCase(), value]));
  return (
    actions.patterns.some((pattern) => globCovers(pattern, action.toLowerCase())) !== actions.but &&
    resources.patterns.some((pattern) => globCovers(pattern, on)) !== resources.but &&
    clauses.every((clause) => holds(clause, given.get(clause.key)))
  );
}

/** A key that a request does not carry: a negated operator holds, `…IfExists` holds, and all others do not. */
function holds(clause: Clause, value: string | undefined): boolean {
  const { operator, ifExists, quantifier, values } = clause;
  if (operator === 'bool') return value === undefined ? ifExists : values.includes(value);
  if (value !== undefined) {
    const truth = holdsFor(clause, value);
    if (truth === undefined) throw new Error(`The operator ${operator} on ${clause.spelling} is not decided.`);
    return truth;
  }
  if (!/^(string|arn)/.test(operator)) throw new Error(`The operator ${operator} is not decided.`);
  return ifExists || quantifier === 'all' || (quantifier !== 'any' && operator.includes('not'));
}
