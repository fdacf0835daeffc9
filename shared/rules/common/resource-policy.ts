import type { AnyKind } from '../../core/kind.ts';
import type { Ref } from '../../core/ref.ts';
import { type Context, conclude, type Unknown, unknown } from '../../core/rule.ts';
import type { PolicyOwner } from '../../policy/coverage.ts';
import { type Exposure, exposures, organizationsNamed } from '../../policy/exposure.ts';
import { type Opening, trustOf } from '../../policy/openings.ts';
import { policyIn, readPolicy } from '../../policy/policy.ts';

/** Where a rule finds a resource policy, which outsiders it objects to, and what it reports. */
export interface PolicyView<State extends object, Options, Reported extends { readonly path: string }> {
  /** Its name in sentences: `bucket policy`. */
  readonly name: string;
  /** The policy. `null`: there is none. `undefined`: no event showed it. */
  policyOf(state: State): unknown;
  /** AWS services that can call for any customer count as outsiders ("The confused deputy problem", IAM User Guide). */
  readonly services?: boolean;
  /** Whose policy it is. */
  ownerOf(ref: Ref): PolicyOwner;
  /** Whether access of this outsider violates the rule. Left out: always. */
  objectsTo?(outsider: Exposure, context: Context<State, Options>): boolean;
  /** Whether another rule objects to the access of this outsider: a plan does not give it back. Left out: no other does. */
  readonly isForAnotherRule?: (outsider: Exposure) => boolean;
  /** One violation for each statement (`byStatement`) or for each grantee of a statement (`byGrantee`). */
  split(found: readonly Exposure[]): readonly Opening[];
  /** The violation. `undefined`: another rule reports it. */
  report(opening: Opening): Reported | undefined;
}

/** The openings of a policy to outsiders. */
export interface Openings {
  readonly openings: readonly Opening[];
  /** The openings if none of the organisations is the owner's of which that is not known. */
  readonly possible: readonly Opening[];
  /** The organisations that the policy names. */
  readonly organizations: readonly string[];
  /** Why not all of the policy could be read. There may be more openings. */
  readonly unreadable?: string;
}

/** The openings of a policy to outsiders whom the owner does not trust. */
export function openingsIn<State extends object, Options>(
  policy: unknown,
  context: Context<State, Options>,
  view: Pick<PolicyView<State, Options, never>, 'services' | 'ownerOf' | 'objectsTo' | 'split'>,
): Openings {
  const reading = readPolicy(policy);
  const { ref, trusted } = context;
  const known = policyIn(reading);
  const openingsFor = (organizations: readonly string[] | undefined): readonly Opening[] => {
    const trust = trustOf(ref.account, { accounts: trusted.accounts, ...(organizations ? { organizations } : {}) });
    const found = exposures(known, { ...trust, services: view.services ?? false, of: view.ownerOf(ref) });
    return view.split(found.filter((each) => view.objectsTo?.(each, context) ?? true));
  };
  const openings = openingsFor(trusted.organizations);
  const organizations = organizationsNamed(known);
  const isDoubtful = trusted.organizations === undefined && organizations.length > 0;
  return {
    openings,
    possible: isDoubtful ? openingsFor([]) : openings,
    organizations,
    ...(reading.is === 'malformed' ? { unreadable: reading.reason } : {}),
  };
}

/** A resource that its policy can also call `*`. */
export function ownerOf(kind: AnyKind, ref: Ref): PolicyOwner {
  const arn = kind.arn?.(ref) ?? '';
  return { service: arn.split(':')[2] ?? kind.name, resources: [arn] };
}

/** The doubt whether an organisation is the owner's. */
export function foreignDoubt(organizations: readonly string[]): Unknown {
  const [are, organisations] =
    organizations.length > 1 ? ['are', 'organisations of yours'] : ['is', 'your organisation'];
  return unknown(
    `${organizations.join(' and ')} ${are} not known to be ${organisations}: list what is yours under trustedOrganizations.`,
  );
}

/** One violation for each opening that the rule reports. `doubtsIn` returns a further doubt. */
export function judgePolicy<State extends object, Options, Reported extends { readonly path: string }>(
  view: PolicyView<State, Options, Reported>,
  state: State,
  context: Context<State, Options>,
  doubtsIn: (openings: readonly Opening[]) => Unknown | false = () => false,
): readonly Reported[] | Unknown {
  const policy = view.policyOf(state);
  if (policy === undefined) return unknown(`No event showed the ${view.name}.`);
  const { openings, possible, organizations, unreadable } = openingsIn(policy, context, view);
  const reported = openings.flatMap((opening) => view.report(opening) ?? []);
  const paths = new Set(reported.map(({ path }) => path));
  const isDoubtful = possible.some((opening) => {
    const path = view.report(opening)?.path;
    return path !== undefined && !paths.has(path);
  });
  return conclude(
    reported,
    isDoubtful && foreignDoubt(organizations),
    unreadable !== undefined && unknown(`The ${view.name} cannot be read: ${unreadable}.`),
    doubtsIn(openings),
  );
}
