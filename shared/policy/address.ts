/** IPv4 or IPv6. */
export type Family = 4 | 6;

/** A block of addresses with its host bits cleared. A single address is a block of one address. */
export interface Cidr {
  readonly family: Family;
  /** The first address of the block, as a number of 32 or 128 bits. */
  readonly base: bigint;
  readonly prefix: number;
}

/** The number of bits in an address of the family. */
export const bitsOf = (family: Family): number => (family === 4 ? 32 : 128);

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
const PREFIX = /^(?:0|[1-9]\d{0,2})$/;
const MAPPED = 0xffffn << 32n;

/** `010.0.0.1` is invalid: some programs read `010` as octal 8, others as 10. */
function parseV4(text: string): bigint | undefined {
  const octets = text.split('.');
  if (octets.length !== 4) return undefined;
  let value = 0n;
  for (const octet of octets) {
    if (!OCTET.test(octet) || Number(octet) > 255) return undefined;
    value = value * 256n + BigInt(octet);
  }
  return value;
}

function parseGroups(text: string): readonly bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (GROUP.test(part)) {
      groups.push(BigInt(`0x${part}`));
      continue;
    }
    const v4 = index === parts.length - 1 ? parseV4(part) : undefined;
    if (v4 === undefined) return undefined;
    groups.push(v4 >> 16n, v4 & 0xffffn);
  }
  return groups;
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] ?? '');
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '') : [];
  if (head === undefined || tail === undefined) return undefined;
  // Dotted numbers can end the whole address, but not the part before `::`.
  if (halves.length === 2 && halves[0]?.includes('.')) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const zeros = Array.from({ length: Math.max(missing, 0) }, () => 0n);
  return [...head, ...zeros, ...tail].reduce((value, group) => (value << 16n) | group, 0n);
}

/** The block of this size that holds the address. */
export function block(family: Family, address: bigint, prefix: number): Cidr {
  const host = BigInt(bitsOf(family) - prefix);
  return { family, base: (address >> host) << host, prefix };
}

/**
 * Reads a CIDR block or a single address. Any other text is `undefined`. Host bits are cleared: `208.236.235.254/0` is
 * the whole internet. An IPv4-mapped block (`::ffff:10.0.0.0/104`) is read as the IPv4 block.
 */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  const address = slash === -1 ? text : text.slice(0, slash);
  const family: Family = address.includes(':') ? 6 : 4;
  const value = family === 4 ? parseV4(address) : parseV6(address);
  const suffix = slash === -1 ? String(bitsOf(family)) : text.slice(slash + 1);
  if (value === undefined || !PREFIX.test(suffix)) return undefined;
  const prefix = Number(suffix);
  if (prefix > bitsOf(family)) return undefined;
  const cidr = block(family, value, prefix);
  if (family === 6 && prefix >= 96 && cidr.base >> 32n === MAPPED >> 32n) {
    return block(4, cidr.base & 0xffffffffn, prefix - 96);
  }
  return cidr;
}

/** The last address of a block. */
export const lastOf = (cidr: Cidr): bigint => cidr.base + (1n << BigInt(bitsOf(cidr.family) - cidr.prefix)) - 1n;

function formatV4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
}

/** RFC 5952: lower case, no leading zeros, and `::` for the first of the longest runs of zeros. */
function formatV6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - 16 * index)) & 0xffffn));
  let start = 0;
  let length = 0;
  for (let from = 0; from < 8; from += 1) {
    let to = from;
    while (to < 8 && groups[to] === 0) to += 1;
    if (to - from > length) [start, length] = [from, to - from];
  }
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** The canonical text of a block, with its prefix length. */
export function formatCidr(cidr: Cidr): string {
  return `${cidr.family === 4 ? formatV4(cidr.base) : formatV6(cidr.base)}/${cidr.prefix}`;
}
