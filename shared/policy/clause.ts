import { globCovers } from './glob.ts';
import { alwaysCarries, type Scene } from './scene.ts';
import type { Clause } from './statement.ts';

const OPPOSITE: Readonly<Record<string, string>> = {
  stringnotequals: 'stringequals',
  stringnotequalsignorecase: 'stringequalsignorecase',
  stringnotlike: 'stringlike',
  arnnotequals: 'arnequals',
  arnnotlike: 'arnlike',
  notipaddress: 'ipaddress',
};

/** The opposite of an operator that requires no match: it holds if and only if that operator fails. */
export const oppositeOf = (operator: string): string | undefined =>
  Object.hasOwn(OPPOSITE, operator) ? OPPOSITE[operator] : undefined;

const all = (values: readonly string[], text: string): boolean =>
  values.length > 0 && values.every((value) => value.toLowerCase() === text);

/** The keys that a `Null: false` of the same statement requires. */
export const requiredKeys = (clauses: readonly Clause[]): ReadonlySet<string> =>
  new Set(
    clauses.filter(({ operator, values }) => operator === 'null' && all(values, 'false')).map((clause) => clause.key),
  );

/** Keys about the resource, and the variable with the same value. */
const OF_RESOURCE = new Set(['aws:resourceaccount', 's3:resourceaccount', 'aws:resourceorgid']);

const VARIABLE = /^\$\{([^},]+)\}$/;

/**
 * The clause with what is known of the resource. A comparison of the resource with a variable of the caller says the same
 * as one of the caller with the resource. `${*}`, `${?}` and `${$}` are characters. "IAM policy elements: Variables and
 * tags" (IAM User Guide).
 */
export function withKnownValues(clause: Clause, scene: Scene): Clause {
  const [value = '', ...others] = clause.values;
  const [, variable] = VARIABLE.exec(value) ?? [];
  if (OF_RESOURCE.has(clause.key) && variable !== undefined && others.length === 0) {
    const mirrored = { ...clause, key: variable.toLowerCase(), values: [`\${${clause.key}}`] };
    return OF_RESOURCE.has(mirrored.key) ? clause : withKnownValues(mirrored, scene);
  }
  if (!clause.values.some((each) => each.includes('${'))) return clause;
  const values = clause.values.map((each) =>
    each.replace(/\$\{(?:aws|s3):resourceaccount\}/gi, scene.account).replace(/\$\{[*?$]\}/g, '\u0000'),
  );
  return { ...clause, values };
}

/** Whether a condition holds for every request or for none. `undefined`: it depends on the request. */
export function knownTruth({ key, operator, values }: Clause, scene: Scene): boolean | undefined {
  if (operator === 'null') {
    if (!alwaysCarries(scene, key)) return undefined;
    if (all(values, 'false')) return true;
    return all(values, 'true') ? false : undefined;
  }
  if (key !== 'aws:resourceaccount' && key !== 's3:resourceaccount') return undefined;
  if (values.some((value) => value.includes('${'))) return undefined;
  return holdsFor({ operator, values }, scene.account);
}

/**
 * Whether a condition holds for a request in which its key has this one value. `undefined`: its operator does not compare
 * text. `ArnEquals` takes wildcards, as `ArnLike` does. "Condition operators" (IAM User Guide).
 */
export function holdsFor({ operator, values }: Pick<Clause, 'operator' | 'values'>, text: string): boolean | undefined {
  const opposite = oppositeOf(operator);
  const positive = opposite ?? operator;
  if (!/^(?:string|arn)/.test(positive)) return undefined;
  const plain = (value: string): string => (positive.endsWith('ignorecase') ? value.toLowerCase() : value);
  const takesPatterns = positive.endsWith('like') || positive === 'arnequals';
  const matches = values.some((value) => (takesPatterns ? globCovers(value, text) : plain(value) === plain(text)));
  return matches === (opposite === undefined);
}
