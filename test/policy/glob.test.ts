import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globCovers, globsMeet } from '../../shared/policy/glob.ts';

const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${Array.from(pattern, (c) => (c === '*' ? '.*' : c === '?' ? '.' : c)).join('')}$`).test(text);

describe('patterns', () => {
  test.each([
    ['*', 's3:*', true],
    ['s3:*', 's3:Get*', true],
    ['s3:Get*', 's3:*', false],
    ['s3:?', 's3:*', false],
    ['s3:*', 's3:?', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/public/*', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b', false],
    ['*a*b', 'xayab', true],
    ['', '', true],
    ['', 'a', false],
  ])('%s covers %s: %s', (outer, inner, expected) => {
    expect(globCovers(outer, inner)).toBe(expected);
  });

  test.each([
    ['s3:Get*', 's3:*Object', true],
    ['s3:Get*', 's3:Put*', false],
    ['a?c', 'abc', true],
    ['*', '', true],
    ['a*', '*b', true],
  ])('%s meets %s: %s', (a, b, expected) => {
    expect(globsMeet(a, b)).toBe(expected);
    expect(globsMeet(b, a)).toBe(expected);
  });

  test('covering and meeting agree with matching', () => {
    const pattern = fc.stringMatching(/^[ab*?]{0,6}$/);
    const text = fc.stringMatching(/^[ab]{0,6}$/);
    fc.assert(
      fc.property(pattern, pattern, text, (outer, inner, sample) => {
        if (globCovers(outer, inner) && matches(inner, sample)) expect(matches(outer, sample)).toBe(true);
        if (matches(outer, sample) && matches(inner, sample)) expect(globsMeet(outer, inner)).toBe(true);
        expect(globCovers(outer, sample)).toBe(matches(outer, sample));
      }),
    );
  });
});
