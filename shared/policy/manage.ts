import { globCovers, globsMeet } from './glob.ts';
import type { Policy, Statement } from './policy.ts';
import type { Principal } from './principal.ts';

const allowsAction = ({ actions }: Statement, action: string): boolean =>
  actions.patterns.some((pattern) => (actions.but ? globsMeet : globCovers)(pattern, action)) !== actions.but;

const isOf = (principal: Principal, account: string): boolean =>
  (principal.is === 'account' || principal.is === 'identity') && principal.account === account;

/** Whether a Deny, under any conditions, can be for principals of the account. */
const canDeny = ({ who }: Statement, account: string): boolean =>
  who !== undefined &&
  (who.but
    ? !who.principals.some((principal) => principal.is === 'account' && principal.account === account)
    : who.principals.some((principal) => principal.is === 'everyone' || isOf(principal, account)));

/** A Deny for others only, as those have it that keep strangers out. */
const isForOthers = ({ clauses }: Statement, account: string): boolean =>
  clauses.some(
    ({ key, operator, values }) =>
      /^(?:kms:calleraccount|aws:principalaccount)$/.test(key) &&
      /^stringnot(?:equals|like|equalsignorecase)/.test(operator) &&
      values.includes(account),
  );

/**
 * Whether a resource policy lets its own account do an action, in lower case: without a condition, and without a Deny that
 * could stand in the way. "Default key policy" (KMS Developer Guide): without it the account itself may do nothing.
 */
export function letsOwnAccount(policy: Policy | undefined, account: string, action: string): boolean {
  const statements = policy?.statements ?? [];
  const isAllowed = statements.some(
    (each) =>
      each.effect === 'allow' &&
      each.clauses.length === 0 &&
      allowsAction(each, action) &&
      each.who?.but === false &&
      each.who.principals.some((principal) => isOf(principal, account)),
  );
  const isDenied = statements.some(
    (each) =>
      each.effect === 'deny' && allowsAction(each, action) && canDeny(each, account) && !isForOthers(each, account),
  );
  return isAllowed && !isDenied;
}
