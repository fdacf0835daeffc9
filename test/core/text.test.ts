import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isoTime, plain, plainJson } from '../../shared/core/text.ts';

/** Each a category of Unicode, or a property, of which nothing may reach a reader unseen. */
const CATEGORIES = ['Cc', 'Cf', 'Zl', 'Zp', 'Co', 'Cn', 'Cs', 'Default_Ignorable_Code_Point'] as const;
const LAST = 0x10ffff;

const ALL = Array.from({ length: LAST + 1 }, (_, code) => String.fromCodePoint(code));
/** It is in no code and in no escape. */
const BETWEEN = 'x';
const hex = (character: string) => character.codePointAt(0)?.toString(16) ?? '';

describe.each(CATEGORIES)('characters of %s', (category) => {
  const member = new RegExp(`^\\p{${category}}$`, 'u');
  const members = ALL.filter((character) => member.test(character));
  const text = members.join(BETWEEN);

  test('become visible codes for people', () => {
    const shown = plain(text).split(BETWEEN);
    expect(members.filter((each, index) => shown[index] !== `\\u{${hex(each)}}`).map(hex)).toEqual([]);
  });

  test('are escaped in JSON, which has the same value', () => {
    const json = plainJson({ text }, 1);
    expect(json.split(BETWEEN).filter((each) => !/^[\n -~]*$/.test(each))).toEqual([]);
    expect((JSON.parse(json) as { text: string }).text === text).toBe(true);
  });
});

test.each([
  ['\u115f', 'a Hangul filler'],
  ['\u3164', 'another Hangul filler'],
  ['\ufe0f', 'a variation selector'],
  ['\u{e0041}', 'a tag'],
  ['\u2800', 'the empty Braille pattern'],
  ['\u00a0', 'a space that does not break'],
  ['\u3000', 'a wide space'],
])('%j, %s, is made visible', (character) => {
  expect(plain(character)).toBe(`\\u{${character.codePointAt(0)?.toString(16)}}`);
  expect(plainJson(character)).toMatch(/^"(?:\\u[0-9a-f]{4})+"$/);
});

test.each(['jane@example.com', 'Zoë 東京 Ωμέγα', '\u{1f600} …', ' a  b '])('%j is shown unchanged', (text) => {
  expect(plain(text)).toBe(text);
  expect(plainJson([text])).toBe(JSON.stringify([text]));
});

test('any JSON value keeps its value and its layout', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(0, 2), (value, indent) => {
      const json = plainJson(value, indent);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(plain(json.replaceAll('\n', ''))).toBe(json.replaceAll('\n', ''));
    }),
  );
});

test('a time is ISO 8601 in seconds', () => {
  expect(isoTime(Date.parse('2026-03-02T09:04:00.900Z'))).toBe('2026-03-02T09:04:00Z');
});
