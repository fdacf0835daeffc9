import { escalations } from './escalation.ts';
import { anyCovers, globCovers } from './glob.ts';
import { holdsAll, IAM_TYPES, isLimit, leavesNone } from './identity.ts';
import type { Patterns, Policy, Statement } from './policy.ts';

/** A principal with every IAM action can grant itself all other actions. Only a limit on IAM actions is a limit. */
const ALL_OF_IAM = 'iam:*';

const coversAll = (pattern: string): boolean => globCovers(pattern, '*') || globCovers(pattern, '*:*');

const isEveryAction = ({ but, patterns }: Patterns): boolean =>
  but ? !anyCovers(patterns, ALL_OF_IAM) : patterns.some(coversAll);

const EVERY_ARN = 'arn:aws:*:*:*:*';

const inAws = (pattern: string): string => pattern.replace(/^arn:aws-[a-z-]+:/, 'arn:aws:');

/** All resources of some type of IAM are enough: with them a principal can grant itself the rest. */
const isEveryResource = (resources: Patterns): boolean =>
  resources.but
    ? IAM_TYPES.some((type) => holdsAll(resources, type))
    : resources.patterns.some((pattern) => globCovers(pattern, '*') || globCovers(inAws(pattern), EVERY_ARN));

const isUnlimited = (statement: Statement): boolean => !statement.clauses.some((clause) => isLimit(clause));

/**
 * Whether the Denies without conditions deny all of IAM. A `NotAction` may leave actions of IAM that lead nowhere, such
 * as `iam:Get*`.
 */
function takesBack(policy: Policy): boolean {
  const denies = policy.statements.filter(({ effect, clauses }) => effect === 'deny' && clauses.length === 0);
  const leavesNoWay = denies.some(({ actions }) => actions.but) && escalations(policy).length === 0;
  const deniesIam = ({ but, patterns }: Patterns): boolean => (but ? leavesNoWay : anyCovers(patterns, ALL_OF_IAM));
  return IAM_TYPES.every((type) =>
    denies.some(({ actions, resources }) => deniesIam(actions) && leavesNone(resources, type)),
  );
}

/** Whether other statements allow the actions that one statement leaves out. */
function completes(gap: Statement, others: readonly Statement[]): boolean {
  const given = others.filter((each) => !each.actions.but).flatMap((each) => each.actions.patterns);
  return gap.actions.patterns.every((pattern) => given.some((each) => globCovers(each, pattern)));
}

/**
 * The statements of an identity policy that allow full administration: every action on every resource, without a
 * condition that limits them. A `NotAction` counts unless it leaves out all of IAM, as PowerUserAccess does. A
 * `NotResource` counts unless it leaves out all users, groups, roles and policies. Another statement can allow what one
 * leaves out. AWS Config rule iam-policy-no-statements-with-admin-access; "IAM JSON policy elements: NotAction".
 */
export function adminStatements(policy: Policy | undefined): readonly Statement[] {
  if (policy === undefined || takesBack(policy)) return [];
  const open = policy.statements.filter(
    (each) => each.effect === 'allow' && isUnlimited(each) && isEveryResource(each.resources),
  );
  return open.filter((each) => isEveryAction(each.actions) || (each.actions.but && completes(each, open)));
}

/** Whether an identity policy allows full administration. */
export const grantsEverything = (policy: Policy | undefined): boolean => adminStatements(policy).length > 0;

/**
 * Whether an identity policy allows every action of IAM on every user, group, role and policy, and no Deny leaves its
 * holder without a way to all other rights.
 */
export function grantsIam(policy: Policy | undefined): boolean {
  const isAll = ({ effect, actions, resources, ...statement }: Statement): boolean =>
    effect === 'allow' &&
    !statement.clauses.some((clause) => isLimit(clause)) &&
    anyCovers(actions.patterns, ALL_OF_IAM) !== actions.but &&
    IAM_TYPES.every((type) => holdsAll(resources, type));
  return (policy?.statements ?? []).some(isAll) && escalations(policy).length > 0;
}
