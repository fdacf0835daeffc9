import { coversPermission } from './coverage.ts';
import { freeSid, withStatement } from './edit.ts';
import type { Clause, Policy, PolicyDocument, Statement } from './policy.ts';

/** `StringEquals` compares the same text. */
const COMPARES = new Set(['bool', 'stringequals', 'stringequalsignorecase', 'stringlike']);

const isPlainHttp = ({ key, operator, quantifier, values }: Clause): boolean =>
  key === 'aws:securetransport' &&
  COMPARES.has(operator) &&
  quantifier === undefined &&
  values.length > 0 &&
  values.every((value) => value.toLowerCase() === 'false');

const namesEveryone = ({ who }: Statement): boolean =>
  who !== undefined && !who.but && who.principals.some((principal) => principal.is === 'everyone');

/** Whether a statement covers every object of the bucket. */
function coversObjects(deny: Statement, bucketArn: string): boolean {
  return coversPermission(deny, { action: 's3:*', spelling: 's3:*', resource: `${bucketArn}/*` });
}

/** What a policy protects. */
export interface Protected {
  /** Whether a statement covers all of it. */
  covers(deny: Statement): boolean;
  /** What a new statement names. */
  readonly action: string;
  readonly resources: readonly string[];
}

/** A bucket and its objects. */
export function bucketWithObjects(bucketArn: string): Protected {
  return {
    covers: (deny) => coversObjects(deny, bucketArn),
    action: 's3:*',
    resources: [bucketArn, `${bucketArn}/*`],
  };
}

/** One resource, whose policy can leave out what it is about. `action` is all of its service: `elasticfilesystem:*`. */
export function wholeResource(arn: string, action: string): Protected {
  return {
    covers: (deny) => coversPermission(deny, { action, spelling: action, resource: arn }),
    action,
    resources: [arn],
  };
}

/**
 * Whether a policy denies every request without TLS for all that it protects: a Deny for everyone, of all actions, with
 * `aws:SecureTransport` false and without another condition, which would weaken it. A list of single actions is not
 * enough: new actions would be missing. `s3:TlsVersion` is not enough: requests over plain HTTP do not have this key. The
 * ARN of a bucket itself can be missing: the contents are in the objects. AWS Config rule s3-bucket-ssl-requests-only;
 * "Security best practices for Amazon S3".
 */
export function deniesPlain(policy: Policy | undefined, what: Pick<Protected, 'covers'>): boolean {
  return (policy?.statements ?? []).some((statement) => refusesPlain(statement, what));
}

const refusesPlain = (statement: Statement, { covers }: Pick<Protected, 'covers'>): boolean =>
  statement.effect === 'deny' &&
  namesEveryone(statement) &&
  statement.clauses.length > 0 &&
  statement.clauses.every(isPlainHttp) &&
  covers(statement);

/**
 * The policy with a statement that denies requests without TLS, at its end: the one of an earlier policy, or a new one.
 * Unchanged if it has one.
 */
export function withTlsDeny(policy: Policy | undefined, what: Protected, earlier?: Policy): PolicyDocument {
  if (policy !== undefined && deniesPlain(policy, what)) return policy.document;
  const found = earlier?.statements.find((statement) => refusesPlain(statement, what));
  const taken = (policy?.statements ?? []).map(({ sid }) => sid);
  const { Sid = 'DenyPlainHttp', ...deny } = found?.raw ?? {
    Effect: 'Deny',
    Principal: '*',
    Action: what.action,
    Resource: what.resources,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  return withStatement(policy, { Sid: freeSid(taken, String(Sid)), ...deny });
}
