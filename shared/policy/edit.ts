import type { Policy, PolicyDocument } from './policy.ts';

/** The name of the `Statement` element in the spelling of the document. */
const statementName = (document: PolicyDocument): string =>
  Object.keys(document).find((name) => name.toLowerCase() === 'statement') ?? 'Statement';

function withStatements(document: PolicyDocument, statements: readonly unknown[]): PolicyDocument {
  const name = statementName(document);
  const single = !Array.isArray(document[name]) && statements.length === 1;
  return { ...document, [name]: single ? statements[0] : statements };
}

/** The document with one more statement at its end. A new document if there was none. */
export function withStatement(policy: Policy | undefined, statement: PolicyDocument): PolicyDocument {
  if (policy === undefined) return { Version: '2012-10-17', Statement: [statement] };
  return withStatements(policy.document, [...policy.statements.map((each) => each.raw), statement]);
}

/**
 * The document without the statements with these paths; nothing else is changed. `undefined` if no statement is left:
 * AWS refuses an empty policy, so it has to be deleted.
 */
export function withoutStatements(policy: Policy, keys: Iterable<string>): PolicyDocument | undefined {
  const gone = new Set(keys);
  const kept = policy.statements.filter((statement) => !gone.has(statement.path));
  if (kept.length === 0) return undefined;
  if (kept.length === policy.statements.length) return policy.document;
  return withStatements(
    policy.document,
    kept.map((statement) => statement.raw),
  );
}
