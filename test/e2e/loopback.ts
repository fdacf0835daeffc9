import dns, { type LookupOptions } from 'node:dns';

/**
 * S3 Control puts the account before the host's name. Whatever ends in `.localhost` is this machine, also where the
 * system does not know it: https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 */
export function resolveLoopback(): void {
  const lookup = dns.lookup as (hostname: string, options: LookupOptions, done: (...found: unknown[]) => void) => void;
  const resolved: typeof lookup = (hostname, options, done) =>
    hostname.endsWith('.localhost')
      ? done(null, ...(options.all ? [[{ address: '127.0.0.1', family: 4 }]] : ['127.0.0.1', 4]))
      : lookup(hostname, options, done);
  dns.lookup = resolved as typeof dns.lookup;
}

/** The address that S3 Control can be reached at, whose host has a name. */
export function named(url: string): string {
  return url.replace('127.0.0.1', 'localhost');
}
