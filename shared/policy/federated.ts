import { isOpenText } from './glob.ts';

/** Whether a claim's value names one particular holder. */
type ClaimReader = (value: string) => boolean;

const fixed: ClaimReader = (value) => value !== '' && !isOpenText(value);

/** The text before the first wildcard or variable. */
const head = (value: string): string => /^(?:(?![*?]|\$\{).)*/s.exec(value)?.[0] ?? '';

/**
 * The subject of GitHub names the owner: `repo:owner/name:…`, or the form of the repository's own template. The name of
 * a branch, an environment or an actor is not unique. "Configuring OpenID Connect in Amazon Web Services" (GitHub
 * Docs).
 */
const githubSubject: ClaimReader = (value) =>
  /(?:^|:)(?:(?:repo|repository):[^:/]+\/|(?:repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):[^:]+(?::|$))/.test(
    head(value),
  ) &&
  (fixed(value) || !/(?:_id|owner|enterprise):[^:]*$/.test(head(value)));

const githubRepository: ClaimReader = (value) => /^[^/]+\//.test(head(value));

/** `key:value:…` or `key:group/…`. The first value must be written in full. */
const subject: ClaimReader = (value) => fixed(value) || /^[^:]+:[^:/]+[:/]/.test(head(value));

const GITHUB: Readonly<Record<string, ClaimReader>> = {
  sub: githubSubject,
  repository: githubRepository,
  repository_id: fixed,
  repository_owner: fixed,
  repository_owner_id: fixed,
  enterprise: fixed,
  enterprise_id: fixed,
};

/**
 * Identity providers that many customers share, and the claims that distinguish the customers. An audience alone (`aud`
 * of GitHub) does not. "Identity-provider controls for shared OIDC providers" and "Available keys for AWS OIDC
 * federation" (IAM User Guide).
 */
const SHARED: Readonly<Record<string, Readonly<Record<string, ClaimReader>>>> = {
  'token.actions.githubusercontent.com': GITHUB,
  'vstoken.actions.githubusercontent.com': GITHUB,
  'oidc-configuration.audit-log.githubusercontent.com': { sub: fixed },
  'gitlab.com': { sub: subject },
  'app.terraform.io': { sub: subject },
  'agent.buildkite.com': { sub: subject },
  'oidc.codefresh.io': { sub: subject },
  'scalr.io': { sub: subject },
  'proidc.upbound.io': { sub: subject },
  'api.pulumi.com/oidc': { aud: fixed, sub: subject },
  'oidc.vercel.com': { aud: fixed, sub: subject },
  'accounts.google.com': { aud: fixed, sub: fixed },
  'cognito-identity.amazonaws.com': { aud: fixed, sub: fixed },
  'cognito-identity-us-gov.amazonaws.com': { aud: fixed, sub: fixed },
  'graph.facebook.com': { app_id: fixed, id: fixed },
  'www.amazon.com': { app_id: fixed, user_id: fixed },
};

const claimsOf = (provider: string): Readonly<Record<string, ClaimReader>> | undefined =>
  Object.hasOwn(SHARED, provider) ? SHARED[provider] : undefined;

/** Whether the provider also issues tokens to other customers. */
export const isSharedProvider = (provider: string): boolean => claimsOf(provider.toLowerCase()) !== undefined;

/**
 * Whether a condition key is a claim that distinguishes the customers of a shared provider, and the value names one.
 */
export function claimIsNarrow(key: string, value: string): boolean {
  const colon = key.lastIndexOf(':');
  const claims = claimsOf(key.slice(0, colon));
  const claim = key.slice(colon + 1);
  return claims !== undefined && Object.hasOwn(claims, claim) && claims[claim]?.(value) === true;
}
