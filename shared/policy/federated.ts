import { isOpenText } from './glob.ts';

/** Whether a claim's value names one particular holder. */
type ClaimReader = (value: string) => boolean;

const fixed: ClaimReader = (value) => value !== '' && !isOpenText(value);

/** The text before the first wildcard or variable. */
const head = (value: string): string => /^(?:(?![*?]|\$\{).)*/s.exec(value)?.[0] ?? '';

/**
 * Claims of GitHub that begin with the owner, as `owner/…`, and claims that are the id or name of an owner, a repository
 * or an enterprise. Others (`environment`, `ref`, `actor`, `workflow`, `repository_visibility` …) can be the same in
 * anybody's repository. "OpenID Connect reference" (GitHub Docs).
 */
const OWNER_FIRST = 'repo|repository|job_workflow_ref|workflow_ref';
const WHOLE = 'repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id';

const NAMES_OWNER = new RegExp(`(?:^|:)(?:(?:${OWNER_FIRST}):[^:/]+/|(?:${WHOLE}):[^:]+(?::|$))`);
const CUT_OFF = new RegExp(`(?:^|:)(?:${WHOLE}):[^:]*$`);

/**
 * The subject of GitHub: `repo:owner/name:…`, with ids `repo:owner@1/name@2:…`, or the claims of the template that its
 * owner has chosen (`include_claim_keys`), each as `claim:value`. It must name an owner. A subject that only names a
 * reusable workflow (`job_workflow_ref`) counts as narrow: its repository decides who may call the workflow, and if that
 * repository is private nobody else can. "Customizing the subject claims for an organization or repository" (GitHub
 * Docs).
 */
const githubSubject: ClaimReader = (value) =>
  NAMES_OWNER.test(head(value)) && (fixed(value) || !CUT_OFF.test(head(value)));

const ownerFirst: ClaimReader = (value) => /^[^/]+\//.test(head(value));

/** `key:value:…` or `key:group/…`. The first value must be written in full. */
const subject: ClaimReader = (value) => fixed(value) || /^[^:]+:[^:/]+[:/]/.test(head(value));

/** A service account of a cluster: `system:serviceaccount:namespace:name`. */
const serviceAccount: ClaimReader = (value) => fixed(value) || /^system:serviceaccount:[^:]+:/.test(head(value));

type Claims = Readonly<Record<string, ClaimReader>>;

const GITHUB: Claims = {
  sub: githubSubject,
  repository: ownerFirst,
  job_workflow_ref: ownerFirst,
  workflow_ref: ownerFirst,
  repository_id: fixed,
  repository_owner: fixed,
  repository_owner_id: fixed,
  enterprise: fixed,
  enterprise_id: fixed,
};

const SUBJECT: Claims = { sub: subject };
const EITHER: Claims = { aud: fixed, sub: subject };
const SERVICE_ACCOUNT: Claims = { sub: serviceAccount };

/** Microsoft Sentinel. All customers have the same claims; the name of the session has the id of the workspace. */
const SENTINEL = 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d';

/**
 * Identity providers that many customers share, and the claims that distinguish the customers. An audience alone does not
 * where customers choose it themselves (`aud` of GitHub). Not listed are providers whose URL is that of one customer:
 * Bitbucket (`api.bitbucket.org/2.0/workspaces/…`), CircleCI (`oidc.circleci.com/org/…`), EKS clusters
 * (`oidc.eks.<region>.amazonaws.com/id/…`), GitHub Enterprise, self-managed GitLab, Auth0, Okta and Entra ID tenants.
 * "Identity-provider controls for shared OIDC providers" and "Available keys for AWS OIDC federation" (IAM User Guide);
 * for the forms of the subjects the guides of GitLab ("ID token payload"), HCP Terraform ("Workload identity tokens"),
 * Buildkite ("OIDC"), Codefresh, Scalr, Upbound, Pulumi and Vercel.
 */
const SHARED: Readonly<Record<string, Claims>> = {
  'token.actions.githubusercontent.com': GITHUB,
  'vstoken.actions.githubusercontent.com': GITHUB,
  'oidc-configuration.audit-log.githubusercontent.com': { sub: fixed },
  'gitlab.com': {
    sub: subject,
    project_path: ownerFirst,
    namespace_path: fixed,
    project_id: fixed,
    namespace_id: fixed,
  },
  'app.terraform.io': SUBJECT,
  'agent.buildkite.com': SUBJECT,
  'oidc.codefresh.io': SUBJECT,
  'scalr.io': SUBJECT,
  'proidc.upbound.io': SUBJECT,
  'studio.datachain.ai/api': SUBJECT,
  'tokens.cloud.shisho.dev': SUBJECT,
  'api.pulumi.com/oidc': EITHER,
  'oidc.vercel.com': EITHER,
  'sandboxes.cloud': EITHER,
  [SENTINEL]: {},
  // IBM Turbonomic.
  'rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7': SERVICE_ACCOUNT,
  'rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr': SERVICE_ACCOUNT,
  'rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg': SERVICE_ACCOUNT,
  'rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26': SERVICE_ACCOUNT,
  'oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb': SERVICE_ACCOUNT,
  'oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu': SERVICE_ACCOUNT,
  // `oaud` is the audience of a hybrid app, whose `aud` is the app that asked for the token.
  'accounts.google.com': { aud: fixed, oaud: fixed, sub: fixed },
  'cognito-identity.amazonaws.com': { aud: fixed, sub: fixed },
  'cognito-identity-us-gov.amazonaws.com': { aud: fixed, sub: fixed },
  'graph.facebook.com': { app_id: fixed, id: fixed },
  'www.amazon.com': { app_id: fixed, user_id: fixed },
};

/** The URLs of some issuers end with a slash, which is part of their ARN. */
const urlOf = (provider: string): string => provider.toLowerCase().replace(/\/$/, '');

const claimsOf = (provider: string): Claims | undefined => {
  const url = urlOf(provider);
  return Object.hasOwn(SHARED, url) ? SHARED[url] : undefined;
};

/** Whether the provider also issues tokens to other customers. */
export const isSharedProvider = (provider: string): boolean => claimsOf(provider) !== undefined;

function readerOf(key: string): ClaimReader | undefined {
  const colon = key.lastIndexOf(':');
  const claims = claimsOf(key.slice(0, colon));
  const claim = key.slice(colon + 1);
  return claims !== undefined && Object.hasOwn(claims, claim) ? claims[claim] : undefined;
}

/** Whether a condition key is a claim that distinguishes the customers of a shared provider. */
export const isClaim = (key: string): boolean => readerOf(key) !== undefined;

/** Whether the value of such a claim names one customer. */
export const claimIsNarrow = (key: string, value: string): boolean => readerOf(key)?.(value) === true;

/** Whether a role session of the provider has the name of one customer. */
export const namesSession = (provider: string | undefined, session: string): boolean =>
  provider !== undefined && urlOf(provider) === SENTINEL && fixed(session);
