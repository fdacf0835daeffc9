/**
 * The lowest version of TLS that a security policy of a load balancer accepts: `1.2`. Newer names have it, such as
 * `ELBSecurityPolicy-TLS13-1-2-Res-2021-06` or `ELBSecurityPolicy-FS-1-2-2019-08`; those without it accept 1.0.
 * `undefined` for a name that AWS does not document.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export function leastTlsOf(policy: string): string | undefined {
  if (EARLIEST.has(policy)) return '1.0';
  return /^ELBSecurityPolicy-(?:TLS13|TLS|FS)-(1)-([0-3])-/.exec(policy)?.slice(1).join('.');
}

const EARLIEST: ReadonlySet<string> = new Set([
  'ELBSecurityPolicy-2015-05',
  'ELBSecurityPolicy-2016-08',
  'ELBSecurityPolicy-FS-2018-06',
]);
