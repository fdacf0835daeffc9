import { serviceDelivering } from './accounts.ts';
import type { Bound } from './bound.ts';
import { isSharedProvider } from './federated.ts';
import type { Narrowing } from './narrowing.ts';
import { isWithin, type Organization } from './organization.ts';
import type { Principal } from './principal.ts';

/** The owner's account, and whom the owner trusts besides. */
export interface Trust {
  readonly account: string;
  readonly trustedAccounts?: readonly string[];
  /** Left out: every organisation that a policy names in full is trusted. */
  readonly trustedOrganizations?: readonly Organization[];
}

/** An outsider with access. */
export type Grantee =
  | 'anyone'
  | { readonly account: string }
  | { readonly organization: Organization }
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
  if (!('organization' in to)) return false;
  return trust.trustedOrganizations === undefined || isWithin(to.organization, trust.trustedOrganizations);
}

type Named = Exclude<Bound['to'], 'fixed' | { readonly bucket: string }>;

const isNameless = (to: Bound['to']): to is Exclude<Bound['to'], Named> => to === 'fixed' || 'bucket' in to;

const strangers = (bounds: readonly Bound[], trust: Trust): readonly Named[] =>
  bounds.flatMap(({ to }) => (isNameless(to) || isTrusted(to, trust) ? [] : [to]));

/** Whether a narrowing can admit a named outsider: by name, or as a member of a foreign organisation. */
function admits(narrowing: Narrowing, to: Named, trust: Trust): boolean {
  return strangers(narrowing.bounds, trust).some((bound) => {
    if ('account' in to) return 'organization' in bound || ('account' in bound && bound.account === to.account);
    if ('organization' in to) {
      return (
        'organization' in bound &&
        (isWithin(to.organization, [bound.organization]) || isWithin(bound.organization, [to.organization]))
      );
    }
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
 * names. The name of a bucket is no such condition: after its owner has deleted the bucket, another customer can create
 * one with its name. "Cross-service confused deputy prevention" (IAM User Guide).
 */
function reachOfService(service: string, narrowings: readonly Narrowing[], trust: Trust): readonly Reach[] {
  const sources: Narrowing[] = [];
  const buckets: Narrowing[] = [];
  for (const narrowing of narrowings) {
    if (admits(narrowing, { service }, trust)) continue;
    const bounds = narrowing.bounds.filter((bound) => bound.about === 'source');
    const named = bounds.some(({ to }) => to !== 'fixed' && 'bucket' in to) ? buckets : sources;
    named.push({ ...narrowing, bounds });
  }
  if (sources.length === 0) return [{ to: { service }, mitigatedBy: buckets.flatMap((narrowing) => narrowing.keys) }];
  return strangersLeft(sources, trust).map((to) => ({ to, through: service, mitigatedBy: [] }));
}

/** Who is left of everyone, or of all users of an identity provider. */
function reachOfMany(to: Grantee, narrowings: readonly Narrowing[], trust: Trust): readonly Reach[] {
  if (narrowings.length === 0) return [{ to, mitigatedBy: [] }];
  const services = narrowings.find(({ bounds }) =>
    bounds.every(({ about, to }) => about === 'caller' && to !== 'fixed' && 'service' in to),
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
      narrowing.bounds.some((bound) => bound.about !== 'caller' || isNameless(bound.to));
    if (!admitted) return [];
    mitigatedBy.push(...narrowing.keys);
  }
  return [{ to: { account }, mitigatedBy }];
}

/** Who may do an action, in lower case, through one principal of an Allow, after all narrowings. */
export function reachOf(
  principal: Principal,
  action: string,
  narrowings: readonly Narrowing[],
  trust: Trust,
): readonly Reach[] {
  if (narrowings.some((narrowing) => narrowing.bounds.length === 0)) return [];
  switch (principal.is) {
    case 'everyone':
      return reachOfMany('anyone', narrowings, trust);
    case 'account':
    case 'identity': {
      const service = serviceDelivering(principal.account, action);
      if (service !== undefined) return reachOfService(service, narrowings, trust);
      return reachOfAccount(principal.account, narrowings, trust);
    }
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
