import { type Cidr, type Family, lastOf, parseCidr } from './address.ts';
import { overlap, type Range, rangesOf, sizeOf, subtract } from './ranges.ts';

export { type Cidr, formatCidr, parseCidr } from './address.ts';

/** The IANA special-purpose registries (RFC 6890 and its updates): blocks without public addresses. */
const SPECIAL: readonly (readonly [use: string, block: string])[] = [
  ['private', '10.0.0.0/8'],
  ['private', '172.16.0.0/12'],
  ['private', '192.168.0.0/16'],
  ['private', 'fc00::/7'],
  ['shared', '100.64.0.0/10'],
  ['loopback', '127.0.0.0/8'],
  ['loopback', '::1/128'],
  ['link-local', '169.254.0.0/16'],
  ['link-local', 'fe80::/10'],
  ['documentation', '192.0.2.0/24'],
  ['documentation', '198.51.100.0/24'],
  ['documentation', '203.0.113.0/24'],
  ['documentation', '2001:db8::/32'],
  ['documentation', '3fff::/20'],
  ['multicast', '224.0.0.0/4'],
  ['multicast', 'ff00::/8'],
  ['reserved', '0.0.0.0/8'],
  ['reserved', '192.0.0.0/24'],
  ['reserved', '192.88.99.0/24'],
  ['reserved', '198.18.0.0/15'],
  ['reserved', '240.0.0.0/4'],
];

function known(text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw new TypeError(`Not a CIDR block: ${text}`);
  return cidr;
}

/** The public addresses: all of IPv4, and of IPv6 2000::/3, without the special blocks. */
function universe(family: Family): readonly Range[] {
  const whole = rangesOf([known(family === 4 ? '0.0.0.0/0' : '2000::/3')], family);
  const special = SPECIAL.map(([, text]) => known(text));
  return subtract(whole, rangesOf(special, family));
}

const UNIVERSE = { 4: universe(4), 6: universe(6) } as const;
const TOTAL = { 4: sizeOf(UNIVERSE[4]), 6: sizeOf(UNIVERSE[6]) } as const;

/** Whether every address of `inner` is in `outer`. */
export function containsCidr(outer: Cidr, inner: Cidr): boolean {
  return outer.family === inner.family && outer.base <= inner.base && lastOf(inner) <= lastOf(outer);
}

/** How many public unicast addresses of a family the blocks hold together. */
export const publicAddresses = (cidrs: readonly Cidr[], family: Family): bigint =>
  overlap(rangesOf(cidrs, family), UNIVERSE[family]);

/** Whether no address of the block is a public unicast address. */
export const isPrivate = (cidr: Cidr): boolean => publicAddresses([cidr], cidr.family) === 0n;

/** Whether one block holds all public addresses of its family: `0.0.0.0/0`, and for IPv6 `::/0` and also `2000::/3`. */
export const holdsInternet = (cidr: Cidr): boolean => publicAddresses([cidr], cidr.family) === TOTAL[cidr.family];

const mostly = (cidrs: readonly Cidr[], family: Family): boolean => publicAddresses(cidrs, family) * 2n > TOTAL[family];

/** Whether the blocks together cover more than half of the public space of a family. */
export const coversInternet = (cidrs: readonly Cidr[]): boolean => mostly(cidrs, 4) || mostly(cidrs, 6);

/** The longest prefixes that are not yet wide. */
const NOT_WIDE = { 4: 8, 6: 19 } as const;

/** Whether one block is wider than the limits, by family, and holds public addresses. */
export function isWide(cidr: Cidr, limits: Readonly<Record<Family, number>> = NOT_WIDE): boolean {
  return cidr.prefix < limits[cidr.family] && !isPrivate(cidr);
}

/** The blocks, from the widest down, without which the others cover no more than half. */
function responsible(cidrs: readonly Cidr[], family: Family): ReadonlySet<Cidr> {
  if (!mostly(cidrs, family)) return new Set();
  const widestFirst = cidrs
    .filter((cidr) => cidr.family === family && !isPrivate(cidr))
    .sort((a, b) => a.prefix - b.prefix || (a.base < b.base ? -1 : a.base > b.base ? 1 : 0));
  const sure = widestFirst.filter((cidr) => cidr.prefix <= NOT_WIDE[family]).length;
  // The rest shrinks with each block, so a binary search finds the end.
  let low = sure;
  let high = widestFirst.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (mostly(widestFirst.slice(middle), family)) low = middle + 1;
    else high = middle;
  }
  return new Set(widestFirst.slice(0, low));
}

/**
 * The sources of one port that together open it to most of the internet, in the given order: of `0.0.0.0/1` and
 * `128.0.0.0/1` both. None if all together do not. Texts that are no CIDR (group ids, prefix lists) are never returned.
 */
export function internetMembers(texts: readonly string[]): readonly string[] {
  const parsed = texts.map((text) => parseCidr(text));
  const cidrs = parsed.filter((cidr) => cidr !== undefined);
  const guilty = new Set([...responsible(cidrs, 4), ...responsible(cidrs, 6)]);
  return texts.filter((_, index) => {
    const cidr = parsed[index];
    return cidr !== undefined && guilty.has(cidr);
  });
}
