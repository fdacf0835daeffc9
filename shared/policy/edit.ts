import type { Policy, PolicyDocument } from './policy.ts';

/** The name of the `Statement` element in the spelling of the document. */
const statementName = (document: PolicyDocument): string =>
  Object.keys(document).find((name) => name.toLowerCase() === 'statement') ?? 'Statement';

/** The document with these statements. One statement is no list if it was none before. */
export function withRawStatements(document: PolicyDocument, statements: readonly unknown[]): PolicyDocument {
  const name = statementName(document);
  const single = !Array.isArray(document[name]) && statements.length === 1;
  return { ...document, [name]: single ? statements[0] : statements };
}

/** The document with one more statement at its end. A new document if there was none. */
export function withStatement(policy: Policy | undefined, statement: PolicyDocument): PolicyDocument {
  if (policy === undefined) return { Version: '2012-10-17', Statement: [statement] };
  return withRawStatements(policy.document, [...policy.statements.map((each) => each.raw), statement]);
}

/** The Sid, or with a number behind it if one of a policy is the same: a Sid must be unique in its policy. */
export function freeSid(taken: readonly (string | undefined)[], sid: string): string {
  let free = sid;
  for (let number = 2; taken.includes(free); number += 1) free = `${sid}${number}`;
  return free;
}
