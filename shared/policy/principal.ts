import { ANONYMOUS_CANONICAL_ID, CLOUDFRONT_LOGS_CANONICAL_ID } from './accounts.ts';

/**
 * A principal of a statement, in a form that does not depend on its spelling.
 * "AWS JSON policy elements: Principal" (IAM User Guide).
 */
export type Principal =
  /** `*` in any form, the anonymous user of S3, or an ARN with a wildcard as its account. */
  | { readonly is: 'everyone' }
  /** A whole account: its root ARN or its id. */
  | { readonly is: 'account'; readonly account: string }
  /** A role, user or session. */
  | { readonly is: 'identity'; readonly account: string; readonly arn: string }
  /** The id that replaces the ARN of a deleted user or role. It gives nobody access: ids are never used again. */
  | { readonly is: 'deleted'; readonly id: string }
  /** An AWS service: a service principal or an origin access identity. */
  | { readonly is: 'service'; readonly service: string }
  /** An identity provider. Web providers such as `accounts.google.com` have no account. */
  | { readonly is: 'federated'; readonly provider: string; readonly account?: string; readonly saml?: true }
  /** An account by the canonical id that only S3 uses. The id does not show which account it is. */
  | { readonly is: 'canonical'; readonly id: string };

const UNIQUE_ID = /^A[A-Z]{3}[A-Z0-9]{12,}$/;
const WILDCARD = /[*?]/;
/** AWS accepts twelve digits only. Published records contain made-up accounts of other lengths. */
const ACCOUNT = /^\d+$/;

function readAws(text: string): Principal | undefined {
  if (text === '*') return { is: 'everyone' };
  if (ACCOUNT.test(text)) return { is: 'account', account: text };
  if (UNIQUE_ID.test(text)) return { is: 'deleted', id: text };
  const [arn, , service, , account = '', ...rest] = text.split(':');
  const resource = rest.join(':');
  if (arn?.toLowerCase() !== 'arn' || resource === '') return undefined;
  // AWS accepts a wildcard only as the whole principal. A wildcard in place of an account names no account.
  if (WILDCARD.test(account)) return { is: 'everyone' };
  if (ACCOUNT.test(account)) {
    return resource === 'root' ? { is: 'account', account } : { is: 'identity', account, arn: text };
  }
  // An origin access identity: `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E…`.
  if (service === 'iam' && /^[a-z]+$/.test(account)) return { is: 'service', service: `${account}.amazonaws.com` };
  return undefined;
}

function readFederated(text: string): Principal {
  const [, account, type, provider] = /^arn:[^:]*:iam::(\d+):(oidc|saml)-provider\/(.+)$/i.exec(text) ?? [];
  if (account === undefined || provider === undefined) return { is: 'federated', provider: text };
  return { is: 'federated', provider, account, ...(type?.toLowerCase() === 'saml' ? { saml: true } : {}) };
}

function readCanonical(id: string): Principal {
  if (id === '*' || id === ANONYMOUS_CANONICAL_ID) return { is: 'everyone' };
  if (id === CLOUDFRONT_LOGS_CANONICAL_ID) return { is: 'service', service: 'delivery.logs.amazonaws.com' };
  return { is: 'canonical', id };
}

/** Reads one value of a principal type (`AWS`, `Service`, …). `undefined`: the value has no meaning. */
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

/** The same text for equal principals. */
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
