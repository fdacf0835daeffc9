import { isWide, parseCidr } from './cidr.ts';
import { globCovers, globsMeet } from './glob.ts';
import type { Clause, Patterns, Policy, Statement } from './policy.ts';

/** A principal with every IAM action can grant itself all other actions. Only a limit on IAM actions is a limit. */
const ALL_OF_IAM = 'iam:*';

const coversAll = (pattern: string): boolean => globCovers(pattern, '*') || globCovers(pattern, '*:*');

const isEveryAction = ({ but, patterns }: Patterns): boolean =>
  but ? !patterns.some((pattern) => globCovers(pattern, ALL_OF_IAM)) : patterns.some(coversAll);

/** Whether a resource pattern can match an IAM resource. A short pattern such as `arn:*` can. */
const touchesIam = (pattern: string): boolean => globsMeet(pattern.split(':')[2] ?? '*', 'iam');

const isEveryResource = ({ but, patterns }: Patterns): boolean =>
  but ? !patterns.some(touchesIam) : patterns.some((pattern) => globCovers(pattern, '*'));

/** Conditions on how or when a request is made. They do not limit what is allowed. */
const HOW = new Set([
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:securetransport',
  'aws:currenttime',
  'aws:epochtime',
  'aws:tokenissuetime',
  'aws:useragent',
  'aws:referer',
]);

/**
 * Whether a condition limits what is allowed. Conditions on how a request is made, that always hold, or that require no
 * match do not.
 */
function isLimit({ key, operator, values }: Clause): boolean {
  if (HOW.has(key) || operator === 'null' || operator === 'notipaddress' || operator.includes('not')) return false;
  if (operator === 'ipaddress') {
    return !values.some((value) => {
      const cidr = parseCidr(value);
      return cidr !== undefined && isWide(cidr);
    });
  }
  return !(operator.endsWith('like') && values.some((value) => /^\*+$/.test(value)));
}

const isUnlimited = (statement: Statement): boolean => !statement.clauses.some(isLimit);

/** Whether a Deny without conditions denies everything, or all of IAM. */
const takesBack = ({ effect, clauses, actions, resources }: Statement): boolean =>
  effect === 'deny' &&
  clauses.length === 0 &&
  !actions.but &&
  actions.patterns.some((pattern) => globCovers(pattern, ALL_OF_IAM)) &&
  !resources.but &&
  resources.patterns.some((pattern) => globCovers(pattern, '*'));

/** Whether other statements allow the actions that one statement leaves out. */
function completes(gap: Statement, others: readonly Statement[]): boolean {
  const given = others.filter((each) => !each.actions.but).flatMap((each) => each.actions.patterns);
  return gap.actions.patterns.every((pattern) => given.some((each) => globCovers(each, pattern)));
}

/**
 * The statements of an identity policy that allow full administration: every action on every resource, without a
 * condition that limits them. A `NotAction` counts unless it leaves out all of IAM, as PowerUserAccess does. A
 * `NotResource` counts unless it can match an IAM resource. Another statement can allow what one leaves out.
 * AWS Config rule iam-policy-no-statements-with-admin-access; "IAM JSON policy elements: NotAction".
 */
export function adminStatements(policy: Policy | undefined): readonly Statement[] {
  const statements = policy?.statements ?? [];
  if (statements.some(takesBack)) return [];
  const open = statements.filter(
    (each) => each.effect === 'allow' && isUnlimited(each) && isEveryResource(each.resources),
  );
  return open.filter((each) => isEveryAction(each.actions) || (each.actions.but && completes(each, open)));
}

/** Whether an identity policy allows full administration. */
export const grantsEverything = (policy: Policy | undefined): boolean => adminStatements(policy).length > 0;
