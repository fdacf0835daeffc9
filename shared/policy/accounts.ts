/**
 * Accounts of Elastic Load Balancing that write access logs into customers' buckets, one for each region. Newer regions
 * use a service principal. "Enable access logs for your Application Load Balancer" (Elastic Load Balancing User Guide).
 */
const LOAD_BALANCING = [
  '127311923021',
  '033677994240',
  '027434742980',
  '797873946194',
  '098369216593',
  '985666609251',
  '054676820928',
  '156460612806',
  '652711504416',
  '635631232127',
  '009996457667',
  '897822967062',
  '754344448648',
  '582318560864',
  '600734575887',
  '383597477331',
  '114774131450',
  '783225319266',
  '718504428378',
  '076674570225',
  '507241528517',
  '048591011584',
  '190560391635',
] as const;

const OWNED: ReadonlyMap<string, string> = new Map(
  LOAD_BALANCING.map((account) => [account, 'logdelivery.elasticloadbalancing.amazonaws.com']),
);

/** The AWS service that an account belongs to, if AWS documents the account. */
export const serviceOfAccount = (account: string): string | undefined => OWNED.get(account);

/** The id that S3 gives to callers without credentials. "Access control list (ACL) overview" (S3 User Guide). */
export const ANONYMOUS_CANONICAL_ID = '65a011a29cdf8ec533ec3d1ccaae921c';

/** The log delivery of CloudFront. "Configure standard logging (legacy)" (CloudFront Developer Guide). */
export const CLOUDFRONT_LOGS_CANONICAL_ID = 'c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0';

/** Whether a text is an account id. */
export const isAccountId = (text: string): boolean => /^\d{12}$/.test(text);
