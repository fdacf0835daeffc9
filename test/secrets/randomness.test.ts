import { expect, test } from 'vitest';
import { looksRandom } from '../../shared/secrets/randomness.ts';
import { picker } from './pairs/generate.ts';

const EACH = 1000;
const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const next = picker('test');
const draw = (alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet.charAt(Math.floor(next() * alphabet.length))).join('');
const share = (one: () => string) => Array.from({ length: EACH }, one).filter(looksRandom).length / EACH;

test.each([
  ['hex', '0123456789abcdef'],
  ['base32', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'],
  ['base62', ALNUM],
  ['base64url', `${ALNUM}-_`],
])('99 of 100 random texts in %s are recognised at each length', (_, alphabet) => {
  for (const length of [16, 20, 24, 32, 48, 64]) {
    expect(
      share(() => draw(alphabet, length)),
      String(length),
    ).toBeGreaterThanOrEqual(0.985);
  }
});

test('every random UUID is recognised', () => {
  const hex = (length: number) => draw('0123456789abcdef', length);
  expect(share(() => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`)).toBe(1);
  expect(looksRandom('00000000-0000-0000-0000-000000000000')).toBe(false);
});

test.each([
  'order-service-customer-index',
  'ip-10-0-12-34.eu-west-1.compute.internal',
  'AbstractSingletonProxyFactoryBean',
  'DEFAULT_CONNECTION_POOL_SIZE',
  '2026-02-03T10:00:00.000Z',
  'claude-3-5-sonnet-20241022',
  'text-embedding-ada-002',
  'correcthorsebatterystaple',
])('%s does not look random', (text) => {
  expect(looksRandom(text)).toBe(false);
});
