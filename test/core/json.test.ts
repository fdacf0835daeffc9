import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { get, getFlag, getList, getNumber, getText, getTexts, objectOf, parsedObject } from '../../shared/core/json.ts';

describe('a member', () => {
  test('is found by its name, in any case', () => {
    expect(get({ dBInstanceIdentifier: 'a' }, 'DBInstanceIdentifier')).toBe('a');
    expect(get({ Host: 'a', host: 'b' }, 'host')).toBe('b');
    expect(get({ cIDRIP: 'a' }, 'cidrIp')).toBe('a');
    expect(get({ a: { B: { c: 1 } } }, 'a', 'b', 'C')).toBe(1);
  });

  test('is never an inherited one', () => {
    expect(get({}, 'constructor')).toBeUndefined();
    expect(get({}, '__proto__')).toBeUndefined();
    expect(get({}, 'TOSTRING')).toBeUndefined();
  });

  test('is never found in a list, a string or null', () => {
    for (const value of [[{ a: 1 }], 'a', null, undefined, 7]) expect(get(value, 'a')).toBeUndefined();
    expect(get({ a: null }, 'a')).toBeNull();
    expect(get({ a: 1 }, 'a', 'b')).toBeUndefined();
  });
});

test('a list and null are not objects', () => {
  expect(objectOf({ a: 1 })).toEqual({ a: 1 });
  for (const value of [[], null, undefined, 'a', 1]) expect(objectOf(value)).toBeUndefined();
});

test.each<[unknown, string | undefined]>([
  ['a', 'a'],
  ['', ''],
  [22, '22'],
  [0, '0'],
  [true, undefined],
  [null, undefined],
  [{ value: 'a' }, undefined],
  [['a'], undefined],
])('the text of %j is %j', (given, text) => expect(getText({ given }, 'given')).toBe(text));

test.each<[unknown, boolean | undefined]>([
  [true, true],
  [false, false],
  ['true', true],
  ['True', true],
  ['FALSE', false],
  [{ value: false }, false],
  [{ Value: 'True' }, true],
  [{}, undefined],
  ['', undefined],
  ['yes', undefined],
  [1, undefined],
  [null, undefined],
  [undefined, undefined],
])('the flag %j is %j', (given, flag) => expect(getFlag({ given }, 'given')).toBe(flag));

test.each<[unknown, number | undefined]>([
  [443, 443],
  ['443', 443],
  ['-1', -1],
  ['1.5', 1.5],
  [0, 0],
  ['', undefined],
  ['443 ', undefined],
  ['0x10', undefined],
  ['9'.repeat(400), undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [true, undefined],
  [null, undefined],
  [{ value: 1 }, undefined],
])('the number %j is %j', (given, number) => expect(getNumber({ given }, 'given')).toBe(number));

test.each<[unknown, readonly unknown[]]>([
  [
    [1, 2],
    [1, 2],
  ],
  [{ items: [1, 2] }, [1, 2]],
  [{ items: { a: 1 } }, [{ a: 1 }]],
  [{ item: 'a' }, ['a']],
  [{ items: {} }, []],
  [{ items: null }, []],
  [{}, []],
  ['', []],
  [null, []],
  [undefined, []],
  ['a', ['a']],
  [0, [0]],
  [false, [false]],
  [{ a: 1 }, [{ a: 1 }]],
  [{ items: [1], more: 2 }, [{ items: [1], more: 2 }]],
  [[''], ['']],
])('the list %j is %j', (given, list) => expect(getList({ given }, 'given')).toEqual(list));

test('the texts of a list leave out other values', () => {
  expect(getTexts({ principals: { items: ['a', 1, null, { b: 1 }, ''] } }, 'principals')).toEqual(['a', '']);
  expect(getTexts({ principals: 'a' }, 'principals')).toEqual(['a']);
});

test('any JSON can be read, and a single value is read like a list of one', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, name) => {
      for (const read of [get, getText, getFlag, getNumber, getTexts])
        expect(() => read(value, name, 'value')).not.toThrow();
      expect(Number.isFinite(getNumber(value, name) ?? 0)).toBe(true);
      const one = { [name]: { given: value } };
      const many = { [name]: [{ given: value }] };
      expect(getList(one, name)).toEqual(getList(many, name));
      expect(getList({ [name]: { items: [value] } }, name)).toEqual([value]);
    }),
  );
});

test('a string that contains an object is parsed, also if it is URL-encoded; other strings are not changed', () => {
  const text = '{"Statement": ["50% off"]}';
  expect(parsedObject(text)).toEqual({ Statement: ['50% off'] });
  expect(parsedObject(` ${encodeURIComponent(text)}`)).toEqual({ Statement: ['50% off'] });
  for (const other of ['[]', 'x', '', '%7Bx', '%7B%', '%5B%5D']) expect(parsedObject(other)).toBe(other);
});
