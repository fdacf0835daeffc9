import { expect, test } from 'vitest';
import { taggedExemption } from '../../shared/evaluate/exemptions.ts';

const now = Date.parse('2026-03-02T12:00:00Z');
const SETTINGS = { exemptionTag: 'plumbline:exempt', exemptionDays: 365 };
const of = (tags: Record<string, string>) => taggedExemption(SETTINGS, 'sg-open-ingress', tags, now);
const FULL = 'until=2026-12-31 owner=jane@example.com reason=public web site';

test.each([
  ['for every rule', { 'plumbline:exempt': FULL }],
  ['for one rule', { 'plumbline:exempt/sg-open-ingress': FULL }],
  ['in any order', { 'plumbline:exempt': 'reason=public web site owner=jane@example.com until=2026-12-31' }],
])('a tag exempts %s', (_, tags) => {
  expect(of(tags)).toEqual({
    reason: 'public web site',
    owner: 'jane@example.com',
    until: Date.parse('2027-01-01T00:00:00Z'),
    grantedBy: 'tag',
  });
});

test.each([
  ['without a reason', { 'plumbline:exempt': 'until=2026-12-31 owner=jane' }],
  ['without an owner', { 'plumbline:exempt': 'until=2026-12-31 reason=x' }],
  ['without an end', { 'plumbline:exempt': 'owner=jane reason=x' }],
  ['with an end that is not a date', { 'plumbline:exempt': 'until=2026-13-45 owner=jane reason=x' }],
  ['that ends in more than a year', { 'plumbline:exempt': 'until=2027-03-03 owner=jane reason=x' }],
  ['that never ends', { 'plumbline:exempt': 'until=9999-12-31 owner=jane reason=x' }],
  ['that has ended', { 'plumbline:exempt': 'until=2026-03-01 owner=jane reason=x' }],
  ['for another rule', { 'plumbline:exempt/s3-bucket-policy-public': FULL }],
  ['with another key', { exempt: FULL }],
  ['that is empty', { 'plumbline:exempt': '' }],
  [
    'with a key that is a member of every object',
    JSON.parse('{"__proto__": "until=2026-12-31 owner=a reason=b"}') as Record<string, string>,
  ],
])('a tag %s exempts nothing', (_, tags) => {
  expect(of(tags)).toBeUndefined();
});

test('a tag may last a year, or what the settings allow', () => {
  const ending = (until: string, exemptionDays: number) =>
    taggedExemption(
      { ...SETTINGS, exemptionDays },
      'sg-open-ingress',
      { 'plumbline:exempt': `until=${until} owner=jane reason=x` },
      now,
    );
  expect(ending('2027-03-02', 365)).toBeDefined();
  expect(ending('2026-03-09', 7)).toBeDefined();
  expect(ending('2026-03-10', 7)).toBeUndefined();
});
