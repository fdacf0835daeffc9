import { ANONYMOUS_CANONICAL_ID, CLOUDFRONT_LOGS_CANONICAL_ID, serviceOfAccount } from './accounts.ts';

/**
 * The principal of a statement, independently of its spelling.
 * "AWS JSON policy elements: Principal" in the IAM User Guide.
 */
export type Principal =
  /** `*` in any form, S3's anonymous user, or an ARN whose account is a wildcard. */
  | { readonly is: 'everyone' }
  /** A whole account: root ARN or bare id. */
  | { readonly is: 'account'; readonly account: string }
  /** A role, user or session. */
  | { readonly is: 'identity'; readonly account: string; readonly arn: string }
  /** The form of an ARN after its user or role was deleted. It matches nobody, because ids are never reused. */
  | { readonly is: 'deleted'; readonly id: string }
  /** An AWS service: service principal, service-owned account or origin access identity. */
  | { readonly is: 'service'; readonly service: string }
  /** An identity provider; its account is missing for web providers such as `accounts.google.com`. */
  | { readonly is: 'federated'; readonly provider: string; readonly account?: string }
  /** A canonical user id, which only S3 uses. The id does not show the account. */
  | { readonly is: 'canonical'; readonly id: string };

const UNIQUE_ID = /^A[A-Z]{3}[A-Z0-9]{12,}$/;
const WILDCARD = /[*?]/;
/** AWS takes twelve digits only; published records have made-up accounts, shorter and longer. */
const ACCOUNT = /^\d+$/;

function readAws(text: string): Principal | undefined {
  if (text === '*') return { is: 'everyone' };
  if (ACCOUNT.test(text)) return accountPrincipal(text);
  if (UNIQUE_ID.test(text)) return { is: 'deleted', id: text };
  const [arn, , service, , account = '', ...rest] = text.split(':');
  const resource = rest.join(':');
  if (arn?.toLowerCase() !== 'arn' || resource === '') return undefined;
  // AWS takes a wildcard for the whole principal only, but where one stands in an account's place no account is named.
  if (WILDCARD.test(account)) return { is: 'everyone' };
  if (ACCOUNT.test(account)) {
    return resource === 'root' ? accountPrincipal(account) : { is: 'identity', account, arn: text };
  }
  // An origin access identity: `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E…`.
  if (service === 'iam' && /^[a-z]+$/.test(account)) return { is: 'service', service: `${account}.amazonaws.com` };
  return undefined;
}

function accountPrincipal(account: string): Principal {
  const service = serviceOfAccount(account);
  return service === undefined ? { is: 'account', account } : { is: 'service', service };
}

function readFederated(text: string): Principal {
  const [, account, provider] = /^arn:[^:]*:iam::(\d+):(?:oidc|saml)-provider\/(.+)$/i.exec(text) ?? [];
  if (account === undefined || provider === undefined) return { is: 'federated', provider: text };
  return { is: 'federated', provider, account };
}

function readCanonical(id: string): Principal {
  if (id === '*' || id === ANONYMOUS_CANONICAL_ID) return { is: 'everyone' };
  if (id === CLOUDFRONT_LOGS_CANONICAL_ID) return { is: 'service', service: 'delivery.logs.amazonaws.com' };
  return { is: 'canonical', id };
}

/** Reads one value under a kind of principal (`AWS`, `Service`, …); `undefined` when it means nothing. */
export function readPrincipal(kind: string, text: string): Principal | undefined {
  if (text === '') return undefined;
  switch (kind.toLowerCase()) {
    case 'aws':
      return readAws(text);
    case 'service':
      return { is: 'service', service: text.toLowerCase() };
    case 'federated':
      return readFederated(text);
    case 'canonicaluser':
      return readCanonical(text);
    default:
      return undefined;
  }
}

/** A text that is equal for equal principals. */
export function principalKey(principal: Principal): string {
  switch (principal.is) {
    case 'everyone':
      return '*';
    case 'account':
      return principal.account;
    case 'identity':
      return principal.arn;
    case 'deleted':
    case 'canonical':
      return principal.id;
    case 'service':
      return principal.service;
    case 'federated':
      return `${principal.account ?? ''}/${principal.provider}`;
  }
}
