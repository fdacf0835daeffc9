import { formatCidr, parseCidr } from '../../policy/cidr.ts';

/** EC2 clears the host bits of a route's block, so that `10.0.0.7/8` is deleted as `10.0.0.0/8`. */
export function destinationOf(text: string): string {
  const cidr = parseCidr(text);
  return cidr ? formatCidr(cidr) : text;
}
