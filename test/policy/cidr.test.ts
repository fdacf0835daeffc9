import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Cidr,
  containsCidr,
  coversInternet,
  formatCidr,
  internetMembers,
  isPrivate,
  isWide,
  parseCidr,
  publicAddresses,
} from '../../shared/policy/cidr.ts';
import { unionOf } from './union.ts';

const cidr = (text: string): Cidr => {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`not a CIDR: ${text}`);
  return parsed;
};
const cidrs = (...texts: string[]): Cidr[] => texts.map(cidr);
const WHOLE = { 4: cidr('0.0.0.0/0'), 6: cidr('::/0') } as const;
/** The share of the public internet of a family, 0 to 1, that the blocks cover together. */
const publicShare = (set: readonly Cidr[], family: 4 | 6): number =>
  Number(publicAddresses(set, family)) / Number(publicAddresses([WHOLE[family]], family));

describe('reading a CIDR', () => {
  test.each([
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['208.236.235.254/0', '0.0.0.0/0'],
    ['10.1.2.3', '10.1.2.3/32'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['::/0', '::/0'],
    ['::', '::/128'],
    ['2001:DB8::1', '2001:db8::1/128'],
    ['2001:db8:0:0:1:0:0:1/64', '2001:db8::/64'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8/128'],
    ['1:0:3:4:5:6:7:8', '1:0:3:4:5:6:7:8/128'],
    ['1::3:4:5:6:7:8', '1:0:3:4:5:6:7:8/128'],
    ['64:ff9b::1.2.3.4', '64:ff9b::102:304/128'],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
    ['::ffff:0:0/95', '::fffe:0:0/95'],
  ])('%s is %s', (text, canonical) => {
    expect(formatCidr(cidr(text))).toBe(canonical);
  });

  test.each([
    '',
    '/',
    '/8',
    'sg-0123',
    'pl-123',
    '010.0.0.1',
    '10.0.0.01/8',
    '0x0a.0.0.1',
    '10.0.0',
    '10.0.0.0.0',
    '10.0.0.256',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0.0/8/8',
    '10.0.0.0/ 8',
    ' 10.0.0.0/8',
    '10.0.0.0/8\n',
    '10.0.0.0/',
    '1٢.0.0.0/8',
    '::/129',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    ':1:2:3:4:5:6:7',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '::1.2.3.04',
    'fe80::1%eth0',
    '[::1]/128',
  ])('%j is no CIDR', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe('what a block is for', () => {
  test.each([
    ['10.2.0.0/16', 'private'],
    ['172.16.0.0/12', 'private'],
    ['172.32.0.0/12', 'public'],
    ['192.168.1.1', 'private'],
    ['100.64.0.0/10', 'shared'],
    ['127.0.0.1', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['203.0.113.7', 'documentation'],
    ['239.1.1.1', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['0.0.0.0/16', 'reserved'],
    ['8.8.8.8', 'public'],
    ['0.0.0.0/0', 'mixed'],
    ['8.0.0.0/6', 'mixed'],
    ['::1', 'loopback'],
    ['fd00::/8', 'private'],
    ['fe80::1', 'link-local'],
    ['ff02::1', 'multicast'],
    ['2001:db8::/48', 'documentation'],
    ['2600::/12', 'public'],
    ['4000::/3', 'reserved'],
    ['::/0', 'mixed'],
  ])('%s is %s', (text, use) => {
    expect(isPrivate(cidr(text))).toBe(use !== 'public' && use !== 'mixed');
  });

  test('a block with any public address is not private', () => {
    expect(['10.0.0.0/8', '10.0.0.0/7', 'fc00::/7', '::/0'].map((text) => isPrivate(cidr(text)))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('how much of the internet', () => {
  test.each([
    [['0.0.0.0/0'], 4, 1],
    [['0.0.0.0/1', '128.0.0.0/1'], 4, 1],
    [['10.0.0.0/8', '192.168.0.0/16'], 4, 0],
    [['::/0'], 6, 1],
    [['2000::/3'], 6, 1],
    [['::/0'], 4, 0],
    [[], 4, 0],
  ] as const)('%j covers of IPv%i: %d', (texts, family, share) => {
    expect(publicShare(cidrs(...texts), family)).toBe(share);
  });

  test.each([
    [['0.0.0.0/0'], true],
    [['208.236.235.254/0'], true],
    [['0.0.0.0/1'], true],
    [['128.0.0.0/1'], false],
    [['0.0.0.0/1', '128.0.0.0/1'], true],
    [['::/1'], true],
    [['2000::/4'], true],
    [['3000::/5'], false],
    [['10.0.0.0/8'], false],
    [['8.0.0.0/8'], false],
  ])('%j is most of the internet: %s', (texts, expected) => {
    expect(coversInternet(cidrs(...texts))).toBe(expected);
  });

  test.each([
    ['8.0.0.0/7', true],
    ['8.0.0.0/8', false],
    ['10.0.0.0/8', false],
    ['10.0.0.0/7', true],
    ['2600::/18', true],
    ['2600::/19', false],
    ['fc00::/7', false],
  ])('%s is wide: %s', (text, expected) => {
    expect(isWide(cidr(text))).toBe(expected);
  });

  test('limits of width can be given', () => {
    expect(isWide(cidr('2600::/31'), { 4: 8, 6: 32 })).toBe(true);
    expect(isWide(cidr('8.0.0.0/9'), { 4: 16, 6: 19 })).toBe(true);
  });

  test('anywhere however written', () => {
    expect(['1.2.3.4/0', '::/0', '0.0.0.0/1'].map((text) => cidr(text).prefix === 0)).toEqual([true, true, false]);
  });

  test('containment', () => {
    expect(containsCidr(cidr('10.0.0.0/8'), cidr('10.9.0.0/16'))).toBe(true);
    expect(containsCidr(cidr('10.9.0.0/16'), cidr('10.0.0.0/8'))).toBe(false);
    expect(containsCidr(cidr('0.0.0.0/0'), cidr('::/0'))).toBe(false);
  });

  test('a union is the fewest blocks', () => {
    expect(unionOf(cidrs('10.0.1.0/24', '10.0.0.0/24', '10.0.0.7', '::1', '10.0.2.0/24')).map(formatCidr)).toEqual([
      '10.0.0.0/23',
      '10.0.2.0/24',
      '::1/128',
    ]);
    expect(unionOf(cidrs('0.0.0.0/1', '128.0.0.0/1')).map(formatCidr)).toEqual(['0.0.0.0/0']);
  });
});

describe('which sources open a port to the internet', () => {
  const every = (prefix: number, from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, n) => `${from + n}.0.0.0/${prefix}`);

  test.each([
    [['0.0.0.0/0'], ['0.0.0.0/0']],
    [
      ['0.0.0.0/1', '203.0.113.4/32', '128.0.0.0/1'],
      ['0.0.0.0/1', '128.0.0.0/1'],
    ],
    [['208.236.235.254/0', 'sg-1', '10.0.0.0/8'], ['208.236.235.254/0']],
    [['10.0.0.0/8', '172.16.0.0/12'], []],
    [['8.0.0.0/8'], []],
    [
      ['::/0', '0.0.0.0/0', '198.51.100.0/24'],
      ['::/0', '0.0.0.0/0'],
    ],
    [
      ['0.0.0.0/0', '0.0.0.0/0'],
      ['0.0.0.0/0', '0.0.0.0/0'],
    ],
    [
      ['0.0.0.0/0', '9.0.0.0/8', '10.0.0.0/8', '9.0.0.0/9'],
      ['0.0.0.0/0', '9.0.0.0/8'],
    ],
  ])('of %j: %j', (texts, members) => {
    expect(internetMembers(texts)).toEqual(members);
  });

  test('hundreds of narrow blocks that make up the internet are taken until half is left', () => {
    const halves = every(9, 1, 224).flatMap((text) => [text, text.replace('.0.0.0', '.128.0.0')]);
    const members = internetMembers(halves);
    const rest = halves.filter((text) => !members.includes(text));
    expect(members.length).toBeGreaterThan(0);
    expect(coversInternet(cidrs(...rest))).toBe(false);
    const last = members.at(-1) ?? '';
    expect(coversInternet(cidrs(...rest, last))).toBe(true);
  });
});

const v4 = fc
  .tuple(fc.nat(2 ** 32 - 1), fc.nat(32))
  .map(([value, prefix]) => cidr(`${[24, 16, 8, 0].map((s) => (value >>> s) & 255).join('.')}/${prefix}`));
const v6 = fc
  .tuple(fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }), fc.nat(128))
  .map(([groups, prefix]) => cidr(`${groups.map((group) => group.toString(16)).join(':')}/${prefix}`));
const any = fc.oneof(v4, v6);
const sorted = (texts: readonly string[]): string[] => [...texts].sort();

describe('laws', () => {
  test('what is printed reads as the same block', () => {
    fc.assert(
      fc.property(any, (block) => {
        expect(parseCidr(formatCidr(block))).toEqual(block);
      }),
    );
  });

  test('no text makes the reader throw', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:./]{0,24}$/));
    fc.assert(
      fc.property(texts, (text) => {
        const block = parseCidr(text);
        if (block !== undefined) expect(parseCidr(formatCidr(block))).toEqual(block);
      }),
    );
  });

  test('the share grows with the set and does not know its order', () => {
    fc.assert(
      fc.property(fc.array(any), any, fc.constantFrom(4 as const, 6 as const), (set, more, family) => {
        const share = publicShare(set, family);
        expect(publicShare([...set, more], family)).toBeGreaterThanOrEqual(share);
        expect(publicShare([...set].reverse(), family)).toBe(share);
        expect(publicShare(unionOf(set), family)).toBe(share);
      }),
    );
  });

  test('two halves are the whole', () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), (block) => {
        const bits = block.family === 4 ? 32 : 128;
        fc.pre(block.prefix < bits);
        const prefix = block.prefix + 1;
        const halves = [
          { ...block, prefix },
          { ...block, prefix, base: block.base + (1n << BigInt(bits - prefix)) },
        ];
        expect(publicShare(halves, block.family)).toBe(publicShare([block], block.family));
        expect(unionOf(halves)).toEqual([block]);
      }),
    );
  });

  test('the share equals counting one by one', () => {
    // 9.255.255.224 to 10.0.0.31: half of it public, half of it private.
    const first = 0x09ffffe0;
    const inside = fc
      .tuple(fc.nat(63), fc.integer({ min: 27, max: 32 }))
      .map(([n, prefix]) => cidr(`${[24, 16, 8, 0].map((s) => ((first + n) >>> s) & 255).join('.')}/${prefix}`));
    const one = publicShare([cidr('8.8.8.8')], 4);
    fc.assert(
      fc.property(fc.array(inside), (set) => {
        let counted = 0;
        for (let n = first; n < 0x0a000000; n += 1) {
          const address = cidr([24, 16, 8, 0].map((s) => (n >>> s) & 255).join('.'));
          if (set.some((block) => containsCidr(block, address))) counted += 1;
        }
        expect(publicShare(set, 4)).toBeCloseTo(counted * one, 15);
      }),
    );
  });

  test('whoever is responsible, the rest is not most of the internet; nobody is when it was not', () => {
    const wide = fc
      .tuple(v4, fc.integer({ min: 0, max: 12 }))
      .map(([block, prefix]) => formatCidr({ ...block, prefix }));
    fc.assert(
      fc.property(fc.array(wide, { maxLength: 40 }), (texts) => {
        const members = internetMembers(texts);
        const rest = texts.filter((text) => !members.includes(text));
        expect(coversInternet(cidrs(...rest))).toBe(false);
        expect(members.length > 0).toBe(coversInternet(cidrs(...texts)));
        expect(sorted(internetMembers([...texts].reverse()))).toEqual(sorted(members));
      }),
    );
  });
});
