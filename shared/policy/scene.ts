import { globsMeet } from './glob.ts';
import type { Principal } from './principal.ts';

/** The requests that a statement is about: whose resource they are for, and what they carry. */
export interface Scene {
  /** The account of the resource. */
  readonly account: string;
  /** A request without a signature can be among them. */
  readonly unsigned: boolean;
  /** The identity provider whose token they carry, in lower case. */
  readonly provider?: string;
}

/**
 * Actions that some callers make without a signature. AWS refuses an unsigned request for every other action. "Anonymous
 * requests" are described for S3, SQS, SNS, API Gateway, OpenSearch Service and EFS in their own guides, and for function
 * URLs in "Control access to Lambda function URLs". A web identity or a SAML assertion takes the place of a signature
 * (STS API Reference).
 */
const UNSIGNED = [
  's3:*',
  'sqs:*',
  'sns:*',
  'execute-api:*',
  'es:*',
  'elasticfilesystem:*',
  'mediastore:*',
  'vpc-lattice-svcs:*',
  'lambda:invokefunctionurl',
  'sts:assumerolewithwebidentity',
  'sts:assumerolewithsaml',
];

/** Whether some callers make the action, in lower case, without a signature. */
export const canBeUnsigned = (action: string): boolean => UNSIGNED.some((each) => globsMeet(each, action));

/** The scene of one action, in lower case, for one principal. */
export function sceneOf(account: string, principal: Principal, action: string): Scene {
  const unsigned = principal.is === 'everyone' && canBeUnsigned(action);
  if (principal.is !== 'federated') return { account, unsigned };
  return { account, unsigned, provider: principal.provider.toLowerCase() };
}

/**
 * Keys of every request. For an unsigned one `aws:PrincipalAccount`, `aws:PrincipalType` and `aws:userid` are
 * `anonymous`. "AWS global condition context keys", Availability.
 */
const ALWAYS = new Set([
  'aws:principalaccount',
  'aws:principaltype',
  'aws:userid',
  'aws:resourceaccount',
  's3:resourceaccount',
  'aws:requestedregion',
  'aws:securetransport',
  'aws:currenttime',
  'aws:epochtime',
  'aws:viaawsservice',
]);

/** Keys of every signed request. The same page, and "AWS KMS condition keys" (KMS Developer Guide). */
const SIGNED = new Set(['aws:principalarn', 'aws:principalisawsservice', 'kms:calleraccount']);

/**
 * Claims that every token of a provider has. OpenID Connect Core 1.0, section 2, for `sub` and `aud`; "Available keys for
 * AWS OIDC federation" (IAM User Guide); "OpenID Connect reference" (GitHub Docs) for the repository.
 */
const CLAIMS = new Set([
  'sub',
  'aud',
  'app_id',
  'id',
  'user_id',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
]);

/** Whether each request of the scene carries the key, so that a condition on it is never passed for want of the key. */
export function alwaysCarries(scene: Scene, key: string): boolean {
  if (ALWAYS.has(key)) return true;
  if (SIGNED.has(key)) return !scene.unsigned;
  const colon = key.lastIndexOf(':');
  return key.slice(0, colon) === scene.provider && CLAIMS.has(key.slice(colon + 1));
}
