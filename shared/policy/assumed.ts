import { anyCovers } from './glob.ts';
import { readPolicy } from './policy.ts';
import type { Principal } from './principal.ts';
import type { Statement } from './statement.ts';

/** What people call to assume a role, by themselves or through a SAML provider such as IAM Identity Center. */
const ASSUME = ['sts:assumerole', 'sts:assumerolewithsaml'];

const isAbout = ({ actions: { but, patterns } }: Statement, action: string): boolean =>
  anyCovers(patterns, action) !== but;

/**
 * The accounts from which people can assume a role, by its trust policy. A service, a web identity and a deleted principal
 * are no people. Conditions are not looked at: whether somebody meets them is not known.
 * @param own The account of the role. A SAML provider belongs to it.
 */
export function accountsAssuming(trust: unknown, own: string): readonly string[] {
  const reading = readPolicy(trust);
  if (reading.is !== 'policy') return [];
  const { statements } = reading.policy;
  const isDenied = (action: string): boolean =>
    statements.some(
      (each) =>
        each.effect === 'deny' &&
        each.clauses.length === 0 &&
        isAbout(each, action) &&
        !each.who?.but &&
        each.who?.principals.some(({ is }) => is === 'everyone') === true,
    );
  const allowed = ASSUME.filter((action) => !isDenied(action));
  const accounts = statements
    .filter((each) => each.effect === 'allow' && !each.who?.but && allowed.some((action) => isAbout(each, action)))
    .flatMap(({ who }) => who?.principals ?? [])
    .flatMap((principal) => accountOf(principal, own));
  return [...new Set(accounts)];
}

function accountOf(principal: Principal, own: string): readonly string[] {
  switch (principal.is) {
    case 'everyone':
      return [own];
    case 'account':
    case 'identity':
      return [principal.account];
    case 'federated':
      return principal.saml ? [own] : [];
    default:
      return [];
  }
}
