import { createHash } from 'node:crypto';
import { PolicyError } from './error.ts';
import { principalKey } from './principal.ts';
import { type Fields, fieldsOf, isRecord, readStatement, readWhatCanBe, type Statement } from './statement.ts';

export type { Principal } from './principal.ts';
export type { Clause, Patterns, Statement } from './statement.ts';

/** A policy document in a form that does not depend on its spelling. */
export interface Policy {
  readonly statements: readonly Statement[];
  /** The decoded and parsed document, with all its other members. */
  readonly document: PolicyDocument;
}

/** A policy document in the form that AWS accepts. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/**
 * The result of reading a policy: there is none, there is one, or it cannot be read, with the reason. `legible` holds
 * the statements that can be read of it. The access that they give is certain. Another statement may deny it or give
 * more.
 */
export type PolicyReading =
  | { readonly is: 'absent' }
  | { readonly is: 'policy'; readonly policy: Policy }
  | { readonly is: 'malformed'; readonly reason: string; readonly legible?: Policy };

type Unkeyed = Omit<Statement, 'path'>;

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/** Equal for statements with the same meaning, so that paths stay the same if AWS rewrites the policy. */
function fingerprint(statement: Unkeyed): string {
  const { effect, who, actions, resources, clauses } = statement;
  const meaning = JSON.stringify([
    effect,
    who === undefined ? null : [who.but, sorted(who.principals.map(principalKey))],
    [actions.but, sorted(actions.patterns)],
    [resources.but, sorted(resources.patterns)],
    sorted(
      clauses.map((clause) =>
        JSON.stringify([
          clause.operator,
          clause.quantifier ?? null,
          clause.ifExists,
          clause.key,
          sorted(clause.values),
        ]),
      ),
    ),
  ]);
  return createHash('sha256').update(meaning).digest('hex').slice(0, 8);
}

/** The Sid if it is unique, else a hash of the meaning. Equal statements are numbered. */
function keysOf(statements: readonly Unkeyed[]): readonly string[] {
  const taken = new Set<string>();
  return statements.map((statement) => {
    const namesakes = statements.filter((each) => each.sid === statement.sid).length;
    const hash = statement.sid !== undefined && namesakes === 1 ? '' : `#${fingerprint(statement)}`;
    const key = `${statement.sid ?? 'statement'}${hash}`;
    let path = key;
    for (let twin = 2; taken.has(path); twin += 1) path = `${key}~${twin}`;
    taken.add(path);
    return path;
  });
}

/** Paths are computed when one is read: most policies have no violation, and need none. */
function withKeys(statements: readonly Unkeyed[]): readonly Statement[] {
  let keys: readonly string[] | undefined;
  return statements.map((statement, index) => ({
    ...statement,
    get path() {
      keys ??= keysOf(statements);
      return keys[index] ?? '';
    },
  }));
}

function statementsIn(document: PolicyDocument): readonly unknown[] {
  const fields: Fields = fieldsOf(document, 'the policy');
  const value = fields.get('statement');
  if (value === undefined) throw new PolicyError('the policy has no statements');
  return Array.isArray(value) ? value : [value];
}

function readDocument(document: PolicyDocument): Policy {
  const statements = statementsIn(document).map((raw, index) => readStatement(raw, index));
  return { document, statements: withKeys(statements) };
}

/** The statements that can be read. None if a Deny cannot be read: it may deny what others allow. */
function readLegible(document: PolicyDocument): Policy {
  const statements = statementsIn(document).flatMap((raw, index) => readWhatCanBe(raw, index) ?? []);
  return { document, statements: withKeys(statements) };
}

/** IAM returns documents percent-encoded (RFC 3986), other services as JSON. */
function parseText(text: string): unknown {
  try {
    return JSON.parse(/^\s*%7b/i.test(text) ? decodeURIComponent(text) : text);
  } catch (cause) {
    throw new PolicyError('the policy is not JSON', { cause });
  }
}

/**
 * Reads a policy: an object, JSON text or percent-encoded JSON text. `undefined` if there is none (`undefined`, `null`
 * or an empty text).
 * @throws {PolicyError} if the value is no policy.
 */
export function parsePolicy(input: unknown): Policy | undefined {
  const document = documentIn(input);
  return document && readDocument(document);
}

function documentIn(input: unknown): PolicyDocument | undefined {
  if (input === undefined || input === null) return undefined;
  if (typeof input === 'string' && input.trim() === '') return undefined;
  const document = typeof input === 'string' ? parseText(input) : input;
  if (!isRecord(document)) throw new PolicyError('the policy is not an object');
  return document;
}

const readings = new WeakMap<object, PolicyReading>();

/** Like `parsePolicy`, with a result instead of an exception. The same object is read only once. */
export function readPolicy(input: unknown): PolicyReading {
  if (typeof input !== 'object' || input === null) return read(input);
  const known = readings.get(input);
  if (known) return known;
  const reading = read(input);
  readings.set(input, reading);
  return reading;
}

function read(input: unknown): PolicyReading {
  const reading = attempt(() => parsePolicy(input));
  if (reading instanceof PolicyError) {
    const legible = attempt(() => documentIn(input) && readLegible(documentIn(input) ?? {}));
    const { message: reason } = reading;
    return { is: 'malformed', reason, ...(legible && !(legible instanceof PolicyError) ? { legible } : {}) };
  }
  return reading === undefined ? { is: 'absent' } : { is: 'policy', policy: reading };
}

function attempt<T>(run: () => T): T | PolicyError {
  try {
    return run();
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
}

/** The statements that can be judged. The caller reports if not all could be read. */
export function policyIn(reading: PolicyReading): Policy | undefined {
  if (reading.is === 'absent') return undefined;
  return reading.is === 'policy' ? reading.policy : reading.legible;
}
