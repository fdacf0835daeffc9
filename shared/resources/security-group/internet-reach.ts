import { internetMembers, isWide, parseCidr } from '../../policy/cidr.ts';
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
  return open.flatMap((permission): Reached[] => {
    const cidr = parseCidr(permission.cidr ?? '');
    if (!cidr) return [];
    if (cidr.prefix === 0) return [{ permission, reach: 'internet' }];
    if (isPartOfInternet(permission, open)) return [{ permission, reach: 'together' }];
    return isWide(cidr) ? [{ permission, reach: 'wide' }] : [];
  });
}

/** The first port of each permission. Between these ports the sources do not change. */
function isPartOfInternet(permission: Permission, open: readonly Permission[]): boolean {
  const meeting = open.filter((other) => meets(permission, other));
  if (meeting.length < 2) return false;
  return meeting.some(({ from = 0 }) => {
    const port = Math.max(from, permission.from ?? 0);
    const there = meeting.filter((other) => covers(other, port));
    return internetMembers(there.map(({ cidr }) => cidr ?? '')).includes(permission.cidr ?? '');
  });
}

function meets(a: Permission, b: Permission): boolean {
  const sameProtocol = a.protocol === b.protocol || a.protocol === EVERY_PROTOCOL || b.protocol === EVERY_PROTOCOL;
  return sameProtocol && (a.from ?? 0) <= (b.to ?? 65535) && (b.from ?? 0) <= (a.to ?? 65535);
}

function covers({ from, to }: Permission, port: number): boolean {
  return (from ?? 0) <= port && port <= (to ?? 65535);
}
