import { formatCidr, parseCidr } from '../../policy/cidr.ts';

/** The block of a route with its host bits cleared, as EC2 stores it: `10.0.0.0/8` for `10.0.0.7/8`. */
export function destinationOf(text: string): string {
  const cidr = parseCidr(text);
  return cidr ? formatCidr(cidr) : text;
}
