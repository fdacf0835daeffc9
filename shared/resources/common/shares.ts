import type { Listing } from '../../core/kind.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { conclude, partly, type Trusted, type Unknown, type Violation } from '../../core/rule.ts';

/**
 * With whom a snapshot or an image is shared: `all` (everybody), the id of an account, or the ARN of an organisation or
 * an organisational unit.
 */
export type Share = string;

export const EVERYBODY: Share = 'all';

/** A resource that only its account can use unless it is shared. */
export interface Shared {
  readonly sharedWith: Listing<Share>;
}

export function withShares<State extends Shared>(state: State, added: readonly Share[]): State {
  return { ...state, sharedWith: withItems(state.sharedWith, added, (share) => share) };
}

export function withoutShares<State extends Shared>(state: State, removed: readonly Share[]): State {
  return { ...state, sharedWith: withoutItems(state.sharedWith, (share) => removed.includes(share)) };
}

/** A violation for one share. `path` is the share. */
export type ShareViolation = Violation<{ readonly public: string; readonly shared: '{{who}}' }>;

/** A violation for each share with the public or with an account or organisation that is not trusted. */
export function judgeShares(
  { sharedWith }: Shared,
  context: { readonly ref: { readonly account: string }; readonly trusted: Trusted },
): readonly ShareViolation[] | Unknown {
  const { ref, trusted } = context;
  const violations = sharedWith.items
    .filter((share) => share !== ref.account && !isTrusted(share, trusted))
    .map((share): ShareViolation => {
      if (share === EVERYBODY) return { message: 'public', path: share, data: {} };
      return { message: 'shared', path: share, data: { who: nameOfShare(share) } };
    });
  const doubt = !sharedWith.complete && partly('Only the shares in this log are known.');
  return conclude(violations, doubt);
}

function isTrusted(share: Share, { accounts, organizations }: Trusted): boolean {
  const organization = organizationOf(share);
  if (!organization) return accounts.includes(share);
  // If no organisations are configured, every organisation is trusted.
  return organizations.length === 0 || organizations.includes(organization);
}

/**
 * `everybody`, `account 123456789012`, `organisation o-example`, `organisational unit ou-ab12-example of o-example`.
 */
export function nameOfShare(share: Share): string {
  if (share === EVERYBODY) return 'everybody';
  const organization = organizationOf(share);
  if (!organization) return /^\d{12}$/.test(share) ? `account ${share}` : share;
  const unit = /\/(ou-[a-z0-9-]+)$/.exec(share)?.[1];
  return unit ? `organisational unit ${unit} of ${organization}` : `organisation ${organization}`;
}

/**
 * @see
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html#awsorganizations-resources-for-iam-policies
 */
function organizationOf(share: Share): string | undefined {
  return /^arn:[^:]+:organizations::\d*:(?:organization|ou)\/(o-[a-z0-9]+)/.exec(share)?.[1];
}
