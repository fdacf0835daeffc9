/** An address under which the internet can reach an instance. */
export interface PublicAddress {
  /** `elastic`: of the account. `assigned`: IPv4 that EC2 has assigned, another after each start. `ipv6`. */
  readonly type: 'elastic' | 'assigned' | 'ipv6';
  /** The allocation (`eipalloc-…`) or the IPv6 address. Left out: the one that EC2 has assigned. */
  readonly name?: string;
  /** `eni-…`. Left out: no event showed it. */
  readonly networkInterface?: string;
  /** The private IPv4 address of an Elastic IP address. */
  readonly privateIp?: string;
}

/** `elastic/eipalloc-1`, `assigned`. Only the first network interface can have an assigned address. */
export function addressKey({ type, name }: PublicAddress): string {
  return name ? `${type}/${name}` : type;
}

/** Whether the internet routes an IPv6 address. Unique local ones stay in their network. */
export function isRouted(address: string): boolean {
  return !/^f[cd]/i.test(address);
}

/** In the order of their keys, so that equal collections are equal. */
export function ordered(addresses: readonly PublicAddress[]): readonly PublicAddress[] {
  return addresses.toSorted((a, b) => (addressKey(a) < addressKey(b) ? -1 : 1));
}
