import { PolicyError } from './error.ts';
import { type Principal, readPrincipal } from './principal.ts';

/** The patterns of `Action`, or with `but` of `NotAction`. The same for resources. */
export interface Patterns {
  readonly but: boolean;
  /** For comparisons: actions in lower case, because they are not case-sensitive. */
  readonly patterns: readonly string[];
  /** In the spelling of the policy. */
  readonly spellings: readonly string[];
}

/** `Principal`, or with `but` `NotPrincipal`. */
export interface Principals {
  readonly but: boolean;
  readonly principals: readonly Principal[];
}

/**
 * One key of a condition block. All clauses of a statement must hold.
 * "IAM JSON policy elements: Condition" and "… Condition operators" (IAM User Guide).
 */
export interface Clause {
  /** In lower case, without quantifier and `IfExists`: `stringequals`. */
  readonly operator: string;
  readonly quantifier?: 'all' | 'any';
  readonly ifExists: boolean;
  /** In lower case, because keys are not case-sensitive. */
  readonly key: string;
  /** The key in the spelling of the policy, for people. */
  readonly spelling: string;
  readonly values: readonly string[];
}

/** A statement in a form that does not depend on its spelling, with the original. */
export interface Statement {
  readonly index: number;
  readonly sid?: string;
  /** Names the statement in its policy. It stays the same from read to read. */
  readonly path: string;
  readonly effect: 'allow' | 'deny';
  /** Missing in identity policies. */
  readonly who?: Principals;
  readonly actions: Patterns;
  /** `*` if the element is missing: policies of repositories and roles are about the resource that they belong to. */
  readonly resources: Patterns;
  readonly clauses: readonly Clause[];
  readonly raw: Readonly<Record<string, unknown>>;
}

export type Fields = ReadonlyMap<string, unknown>;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The elements of a policy or statement by their names in lower case. A name that occurs twice is an error. */
export function fieldsOf(record: Readonly<Record<string, unknown>>, place: string): Fields {
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(record)) {
    const key = name.toLowerCase();
    if (fields.has(key)) throw new PolicyError(`${place} has ${name} twice`);
    fields.set(key, value);
  }
  return fields;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function textsOf(value: unknown, place: string): readonly string[] {
  return listOf(value).map((each) => {
    if (typeof each !== 'string') throw new PolicyError(`${place} is not text`);
    return each;
  });
}

function eitherOf(fields: Fields, name: string, place: string): { readonly but: boolean; readonly value: unknown } {
  const but = `not${name}`;
  if (fields.has(name) && fields.has(but)) throw new PolicyError(`${place} has both ${name} and ${but}`);
  return fields.has(but) ? { but: true, value: fields.get(but) } : { but: false, value: fields.get(name) };
}

function readPatterns(fields: Fields, name: 'action' | 'resource', place: string): Patterns {
  const { but, value } = eitherOf(fields, name, place);
  if (value === undefined && name === 'resource') return { but, patterns: ['*'], spellings: ['*'] };
  const texts = textsOf(value, `${name} of ${place}`);
  return { but, patterns: name === 'action' ? texts.map((text) => text.toLowerCase()) : texts, spellings: texts };
}

/** @param leaveOut Principals without a meaning are left out. Only where that gives nobody access. */
function readWho(fields: Fields, place: string, leaveOut: boolean): Principals | undefined {
  const { but, value } = eitherOf(fields, 'principal', place);
  if (value === undefined) return undefined;
  if (value === '*') return { but, principals: [{ is: 'everyone' }] };
  if (!isRecord(value)) throw new PolicyError(`the principal of ${place} is neither "*" nor an object`);
  const principals = Object.entries(value).flatMap(([kind, given]) =>
    textsOf(given, `the principal of ${place}`).flatMap((text) => {
      const principal = readPrincipal(kind, text);
      if (principal !== undefined) return [principal];
      if (leaveOut && !but) return [];
      throw new PolicyError(`the principal of ${place} cannot be read`);
    }),
  );
  return { but, principals };
}

function readOperator(text: string): Pick<Clause, 'operator' | 'quantifier' | 'ifExists'> {
  const [, quantifier, name = '', ifExists] =
    /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/s.exec(text.toLowerCase()) ?? [];
  const clause = { operator: name, ifExists: ifExists !== undefined };
  return quantifier === undefined ? clause : { ...clause, quantifier: quantifier === 'forallvalues' ? 'all' : 'any' };
}

function readClauses(fields: Fields, place: string): readonly Clause[] {
  const value = fields.get('condition');
  if (value === undefined || value === null) return [];
  if (!isRecord(value)) throw new PolicyError(`the condition of ${place} is not an object`);
  return Object.entries(value).flatMap(([operator, block]) => {
    if (!isRecord(block)) throw new PolicyError(`the condition of ${place} has no keys under an operator`);
    return Object.entries(block).map(([spelling, given]) => ({
      ...readOperator(operator),
      key: spelling.toLowerCase(),
      spelling,
      values: listOf(given).map((each) => {
        if (!['string', 'number', 'boolean'].includes(typeof each)) {
          throw new PolicyError(`the condition of ${place} has a value that is not plain`);
        }
        return String(each);
      }),
    }));
  });
}

function readEffect(fields: Fields, place: string): 'allow' | 'deny' {
  const effect = fields.get('effect');
  const text = typeof effect === 'string' ? effect.toLowerCase() : '';
  if (text !== 'allow' && text !== 'deny') throw new PolicyError(`the effect of ${place} is neither Allow nor Deny`);
  return text;
}

/** Reads one statement without its path, which depends on the other statements. */
export function readStatement(raw: unknown, index: number, leaveOut = false): Omit<Statement, 'path'> {
  const place = `statement ${index + 1}`;
  if (!isRecord(raw)) throw new PolicyError(`${place} is not an object`);
  const fields = fieldsOf(raw, place);
  const sid = fields.get('sid');
  const who = readWho(fields, place, leaveOut);
  return {
    index,
    effect: readEffect(fields, place),
    actions: readPatterns(fields, 'action', place),
    resources: readPatterns(fields, 'resource', place),
    clauses: readClauses(fields, place),
    raw,
    ...(typeof sid === 'string' && sid !== '' ? { sid } : {}),
    ...(who === undefined ? {} : { who }),
  };
}

/**
 * Reads what can be read of one statement. `undefined`: no grantee of it is known.
 * @throws {PolicyError} for a Deny that may deny more than can be read.
 */
export function readWhatCanBe(raw: unknown, index: number): Omit<Statement, 'path'> | undefined {
  const isAllow = isRecord(raw) && readEffect(fieldsOf(raw, `statement ${index + 1}`), '') === 'allow';
  try {
    const read = readStatement(raw, index, true);
    const { but, principals } = read.who ?? { but: false, principals: [] };
    if (isAllow) return read.who && principals.length === 0 ? undefined : read;
    // A Deny for everyone denies no more through the other principals that it names.
    return !but && principals.some(({ is }) => is === 'everyone') ? read : readStatement(raw, index);
  } catch (error) {
    if (isAllow && error instanceof PolicyError) return undefined;
    throw error;
  }
}
