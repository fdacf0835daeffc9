import { holdsInternet, internetMembers, isWide, parseCidr } from '../../policy/cidr.ts';
import type { Permission } from './kind.ts';
import { EVERY_PROTOCOL, isIcmp } from './protocol.ts';

/**
 * How much of the internet a permission lets in: `all`, most of it `together` with other permissions, or a very `wide`
 * block.
 */
export type Reach = 'internet' | 'together' | 'wide';

export interface Reached {
  readonly permission: Permission;
  readonly reach: Reach;
}

/**
 * The permissions that let the internet in. Blocks for the same port count together: `0.0.0.0/1` and `128.0.0.0/1` are
 * the whole internet.
 */
export function reachOf(permissions: readonly Permission[]): readonly Reached[] {
  const open = permissions.filter(({ protocol, cidr }) => cidr !== undefined && !isIcmp(protocol));
  const parts = partsOfInternet(open);
  return open.flatMap((permission): Reached[] => {
    const cidr = parseCidr(permission.cidr ?? '');
    if (!cidr) return [];
    if (holdsInternet(cidr)) return [{ permission, reach: 'internet' }];
    if (parts.has(permission)) return [{ permission, reach: 'together' }];
    return isWide(cidr) ? [{ permission, reach: 'wide' }] : [];
  });
}

/**
 * The permissions that let most of the internet in together with others for the same port. A prefix list can have
 * thousands of blocks, so the blocks of each port are compared only once.
 */
function partsOfInternet(open: readonly Permission[]): ReadonlySet<Permission> {
  const found = new Set<Permission>();
  for (const protocol of new Set(open.map((each) => each.protocol))) {
    const alike = open.filter((each) => each.protocol === protocol || each.protocol === EVERY_PROTOCOL);
    // Between the first ports of permissions the sources do not change.
    for (const port of new Set(alike.map(({ from = 0 }) => from))) {
      const there = alike.filter((each) => covers(each, port));
      if (there.length < 2) continue;
      const members = new Set(internetMembers(there.map(({ cidr = '' }) => cidr)));
      for (const each of there) if (members.has(each.cidr ?? '')) found.add(each);
    }
  }
  return found;
}

function covers({ from, to }: Permission, port: number): boolean {
  return (from ?? 0) <= port && port <= (to ?? 65535);
}
