import type { Listing } from '../../core/kind.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { type Violation } from '../../core/message.ts';
import { conclude, partly, type Trusted, type Unknown, unknown } from '../../core/rule.ts';
import { isWithin } from '../../policy/organization.ts';

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
  const shares = sharedWith.items.map((share) => ({ share, is: standingOf(share, ref.account, trusted) }));
  const violations = shares
    .filter(({ is }) => is === 'foreign')
    .map(({ share }) => share)
    .map((share): ShareViolation => {
      if (share === EVERYBODY) return { message: 'public', path: share, data: {} };
      return { message: 'shared', path: share, data: { who: nameOfShare(share) } };
    });
  const unclear = shares.find(({ is }) => is === 'unclear')?.share;
  return conclude(
    violations,
    unclear !== undefined &&
      unknown(
        `It is not known whether ${nameOfShare(unclear)} is yours: list what is yours under trustedOrganizations.`,
      ),
    !sharedWith.complete && partly('Only the shares in this log are known.'),
  );
}

/** Whose a share is. The ARN of an organisation has the account that manages it. */
function standingOf(
  share: Share,
  account: string,
  { accounts, organizations }: Trusted,
): 'own' | 'foreign' | 'unclear' {
  const found = organizationOf(share);
  if (!found) return share === account || accounts.includes(share) ? 'own' : 'foreign';
  const { id, unit, manager } = found;
  if (organizations === undefined) return manager === account ? 'own' : 'unclear';
  if (isWithin(id, organizations)) return 'own';
  const units = organizations.filter((each) => each.startsWith(`${id}/`)).map(unitsOf);
  if (unit === undefined || units.length === 0) return 'foreign';
  if (units.some((path) => path.at(-1) === unit)) return 'own';
  // The ARN of a unit does not show the units above it. One of them may be trusted.
  return units.some((path) => path.includes(unit)) ? 'foreign' : 'unclear';
}

function unitsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part.startsWith('ou-'));
}

/**
 * `everybody`, `account 123456789012`, `organisation o-example`, `organisational unit ou-ab12-example of o-example`.
 */
export function nameOfShare(share: Share): string {
  if (share === EVERYBODY) return 'everybody';
  const found = organizationOf(share);
  if (!found) return /^\d{12}$/.test(share) ? `account ${share}` : share;
  return found.unit ? `organisational unit ${found.unit} of ${found.id}` : `organisation ${found.id}`;
}

/**
 * @see
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html#awsorganizations-resources-for-iam-policies
 */
function organizationOf(share: Share) {
  const [, manager, id, unit] =
    /^arn:[^:]+:organizations::(\d*):(?:organization|ou)\/(o-[a-z0-9]+)(?:\/(ou-[a-z0-9-]+))?/.exec(share) ?? [];
  return id === undefined ? undefined : { id, unit, manager };
}
