import type { Bound } from './bound.ts';
import { isSharedProvider } from './federated.ts';
import type { Narrowing } from './narrowing.ts';
import type { Principal } from './principal.ts';

/** The owner's account, and whom the owner trusts besides. */
export interface Trust {
  readonly account: string;
  readonly trustedAccounts?: readonly string[];
  /** Left out: every organisation id that a policy names in full is trusted. */
  readonly trustedOrganizations?: readonly string[];
}

/** An outsider with access. */
export type Grantee =
  | 'anyone'
  | { readonly account: string }
  | { readonly organization: string }
  | { readonly service: string }
  | { readonly federated: string }
  | { readonly canonicalUser: string };

/** Who has access through one principal after every condition and Deny. */
export interface Reach {
  readonly to: Grantee;
  /** The service that calls for the grantee. */
  readonly through?: string;
  readonly mitigatedBy: readonly string[];
}

const ANY_SERVICE = 'an AWS service';

function isTrusted(to: Grantee, trust: Trust): boolean {
  if (to === 'anyone') return false;
  if ('account' in to) return to.account === trust.account || (trust.trustedAccounts ?? []).includes(to.account);
  return 'organization' in to && (trust.trustedOrganizations?.includes(to.organization) ?? true);
}

type Named = Exclude<Bound['to'], 'fixed'>;

const strangers = (bounds: readonly Bound[], trust: Trust): readonly Named[] =>
  bounds.flatMap(({ to }) => (to === 'fixed' || isTrusted(to, trust) ? [] : [to]));

/** Whether a narrowing can admit a named outsider: by name, or as a member of a foreign organisation. */
function admits(narrowing: Narrowing, to: Named, trust: Trust): boolean {
  return strangers(narrowing.bounds, trust).some((bound) => {
    if ('account' in to) return 'organization' in bound || ('account' in bound && bound.account === to.account);
    if ('organization' in to) return 'organization' in bound && bound.organization === to.organization;
    return 'service' in bound && (bound.service === to.service || bound.service === ANY_SERVICE);
  });
}

/** The outsiders that every narrowing admits. A narrowing to trusted accounts leaves none. */
function strangersLeft(narrowings: readonly Narrowing[], trust: Trust): readonly Named[] {
  const named = narrowings.flatMap((narrowing) => strangers(narrowing.bounds, trust));
  const left = named.filter((to) => narrowings.every((narrowing) => admits(narrowing, to, trust)));
  return [...new Map(left.map((to) => [JSON.stringify(to), to])).values()];
}

/**
 * A service without a condition on its source can call for any customer. With one it calls for those that the source
 * names.
 */
function reachOfService(service: string, narrowings: readonly Narrowing[], trust: Trust): readonly Reach[] {
  const sources: Narrowing[] = [];
  for (const narrowing of narrowings) {
    if (admits(narrowing, { service }, trust)) continue;
    sources.push({ ...narrowing, bounds: narrowing.bounds.filter((bound) => bound.about === 'source') });
  }
  if (sources.length === 0) return [{ to: { service }, mitigatedBy: [] }];
  return strangersLeft(sources, trust).map((to) => ({ to, through: service, mitigatedBy: [] }));
}

/** Who is left of everyone, or of all users of an identity provider. */
function reachOfMany(to: Grantee, narrowings: readonly Narrowing[], trust: Trust): readonly Reach[] {
  if (narrowings.length === 0) return [{ to, mitigatedBy: [] }];
  const services = narrowings.find(({ bounds }) =>
    bounds.every((bound) => bound.about === 'caller' && bound.to !== 'fixed' && 'service' in bound.to),
  );
  if (services === undefined) return strangersLeft(narrowings, trust).map((each) => ({ to: each, mitigatedBy: [] }));
  return strangers(services.bounds, trust).flatMap((each) =>
    'service' in each ? reachOfService(each.service, narrowings, trust) : [],
  );
}

/**
 * An account that a statement names. Conditions on the caller must admit it. A condition on the network or the source
 * does not exclude it and is returned as a mitigation.
 */
function reachOfAccount(account: string, narrowings: readonly Narrowing[], trust: Trust): readonly Reach[] {
  if (isTrusted({ account }, trust)) return [];
  const mitigatedBy: string[] = [];
  for (const narrowing of narrowings) {
    const admitted =
      admits(narrowing, { account }, trust) ||
      narrowing.bounds.some((bound) => bound.about !== 'caller' || bound.to === 'fixed');
    if (!admitted) return [];
    mitigatedBy.push(...narrowing.keys);
  }
  return [{ to: { account }, mitigatedBy }];
}

/** Who has access through one principal of an Allow, after all narrowings. */
export function reachOf(principal: Principal, narrowings: readonly Narrowing[], trust: Trust): readonly Reach[] {
  if (narrowings.some((narrowing) => narrowing.bounds.length === 0)) return [];
  switch (principal.is) {
    case 'everyone':
      return reachOfMany('anyone', narrowings, trust);
    case 'account':
    case 'identity':
      return reachOfAccount(principal.account, narrowings, trust);
    case 'service':
      return reachOfService(principal.service, narrowings, trust);
    case 'canonical':
      return [{ to: { canonicalUser: principal.id }, mitigatedBy: narrowings.flatMap((narrowing) => narrowing.keys) }];
    case 'deleted':
      return [];
    case 'federated':
      if (principal.account !== undefined && !isSharedProvider(principal.provider)) {
        return reachOfAccount(principal.account, narrowings, trust);
      }
      return reachOfMany({ federated: principal.provider }, narrowings, trust);
  }
}
