import { isWide, parseCidr } from './cidr.ts';
import { globCovers, globsMeet } from './glob.ts';
import type { Clause, Patterns, Policy, Statement } from './policy.ts';

/** A principal with every IAM action can grant itself all others, so only a limit on IAM is a limit. */
const ALL_OF_IAM = 'iam:*';

const coversAll = (pattern: string): boolean => globCovers(pattern, '*') || globCovers(pattern, '*:*');

const isEveryAction = ({ but, patterns }: Patterns): boolean =>
  but ? !patterns.some((pattern) => globCovers(pattern, ALL_OF_IAM)) : patterns.some(coversAll);

/** Whether a resource pattern may name something of IAM; a short one such as `arn:*` may. */
const touchesIam = (pattern: string): boolean => globsMeet(pattern.split(':')[2] ?? '*', 'iam');

const isEveryResource = ({ but, patterns }: Patterns): boolean =>
  but ? !patterns.some(touchesIam) : patterns.some((pattern) => globCovers(pattern, '*'));

/** Conditions on the sign-in or the time of a request. They do not limit the permitted actions. */
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

/** Whether a condition leaves out more than a little: not one on how one asks, that always holds, or that asks for no match. */
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

/** Whether a Deny without condition denies everything, or IAM. */
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
 * The statements of an identity policy that give full administration: every action on every
 * resource without a condition that limits what may be done. `NotAction` and `NotResource`
 * give everything unless they leave out all of IAM (as PowerUserAccess does) or, for
 * resources, touch IAM; what one statement leaves out, another may give.
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

/** Whether an identity policy gives full administration. */
export const grantsEverything = (policy: Policy | undefined): boolean => adminStatements(policy).length > 0;
