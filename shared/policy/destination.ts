import { containsCidr, isPrivate, parseCidr } from './cidr.ts';

/**
 * Whether a block holds public addresses outside the allowed blocks. `undefined`: the text is no CIDR block.
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
