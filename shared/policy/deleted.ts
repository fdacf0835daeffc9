import { withRawStatements } from './edit.ts';
import { elementOf, meaningOf, namedIn, type RawStatement, withPrincipals } from './elements.ts';
import { readPolicy } from './policy.ts';

/*
 * AWS replaces the ARN of a user or role that was deleted by its unique id (`AIDA…`, `AROA…`). Such an id is never used
 * again, so it gives nobody access. But AWS refuses every document that names one: PutBucketPolicy with MalformedPolicy,
 * PutKeyPolicy and UpdateAssumeRolePolicy with MalformedPolicyDocument ("Invalid principal in policy"). "AWS JSON policy
 * elements: Principal" (IAM User Guide); "Principals for bucket policies" (S3 User Guide).
 */

const isDeleted = (principal: { readonly type: string; readonly text: string }): boolean =>
  meaningOf(principal)?.is === 'deleted';

/**
 * The document as AWS accepts it: without the ids of deleted principals. Who has access stays the same. A document that
 * cannot be read, and one without such an id, is returned unchanged. `null`: there is no document, or no statement is left.
 */
export function writable(document: unknown): unknown {
  const reading = readPolicy(document);
  if (reading.is !== 'policy') return document;
  const raws = reading.policy.statements.map(({ raw }) => raw);
  if (!raws.some((raw) => namedIn(raw).some(isDeleted))) return document;
  const left = raws.flatMap((raw) => withoutDeleted(raw) ?? []);
  return left.length === 0 ? null : withRawStatements(reading.policy.document, left);
}

function withoutDeleted(raw: RawStatement): RawStatement | undefined {
  const left = withPrincipals(raw, (principal) => !isDeleted(principal));
  const [name = ''] = elementOf(raw, 'principal') ?? [];
  if (left !== undefined || !/^not/i.test(name)) return left;
  // Everyone but a principal that does not exist.
  return Object.fromEntries(
    Object.entries(raw).map(([each, value]) => (each === name ? ['Principal', '*'] : [each, value])),
  );
}
