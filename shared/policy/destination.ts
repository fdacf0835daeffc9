import { containsCidr, isPrivate, parseCidr } from './cidr.ts';

/**
 * Whether traffic to a block may reach public addresses, but for those inside an allowed block.
 * `undefined` for what is no CIDR block.
 */
export function reachesPublic(destination: string, allowed: readonly string[]): boolean | undefined {
  const cidr = parseCidr(destination);
  if (!cidr) return undefined;
  if (isPrivate(cidr)) return false;
  return !allowed.some((text) => {
    const outer = parseCidr(text);
    return outer !== undefined && containsCidr(outer, cidr);
  });
}
