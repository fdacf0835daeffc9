import { format, formatWithOptions, inspect } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Redacted, useFingerprintKey } from '../../shared/core/redacted.ts';

const VALUE = 'correct-Horse-9';
const secret = new Redacted(VALUE);
/** A secret whose type was lost, as in careless code. */
const careless = secret as unknown as string;
const deep = {
  list: [secret],
  map: new Map([['DB_PASSWORD', secret]]),
  set: new Set([secret]),
  nested: { a: { b: { c: secret } } },
};

describe('a secret shows as a mark', () => {
  test.each<[string, string]>([
    ['String', String(secret)],
    // oxlint-disable-next-line no-unnecessary-template-expression -- the template is what is tried.
    ['a template', `${careless}`],
    ['a concatenation', ''.concat('', careless)],
    ['join', [secret].join()],
    ['JSON', JSON.stringify(secret)],
    ['JSON of an object that contains it', JSON.stringify({ secret, list: [secret] })],
    ['inspect', inspect(secret)],
    ['inspect of an object that contains it', inspect(deep, { depth: null })],
    ['inspect with all options', inspect(deep, { depth: null, showHidden: true, getters: true, showProxy: true })],
    ['format', `${format('%s %o %O %j', secret, secret, secret, secret)} ${format(secret)}`],
    ['format with options', formatWithOptions({ showHidden: true }, '%o', deep)],
    ['an error', `${new Error(`Bad value ${careless}`).stack} ${inspect(new Error('Bad', { cause: secret }))}`],
  ])('in %s', (_, shown) => {
    expect(shown).toContain('[redacted]');
    expect(shown).not.toContain(VALUE);
  });
});

test.each<[string, unknown]>([
  ['inspect without the custom method', inspect(deep, { depth: null, showHidden: true, customInspect: false })],
  ['a structured clone', inspect(structuredClone({ secret }), { showHidden: true })],
  ['a deserialised copy', inspect(deserialize(serialize({ secret })), { showHidden: true })],
  ['the serialised bytes as text', serialize({ secret }).toString('latin1')],
  ['a copy', JSON.stringify(Object.assign({}, secret))],
  ['its keys', [...Reflect.ownKeys(secret), ...Object.keys(secret)].map(String).join()],
  ['a number', String(Number(secret))],
  ['a frozen secret', String(Object.freeze(new Redacted(VALUE)))],
])('%s does not show the value', (_, shown) => expect(shown).not.toContain(VALUE));

test('reveal returns the value', () => expect(secret.reveal()).toBe(VALUE));

test('fingerprints are equal only for equal values', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(new Redacted(a).fingerprint()).toBe(new Redacted(a).fingerprint());
      expect(new Redacted(a).fingerprint() === new Redacted(b).fingerprint()).toBe(a === b);
      expect(new Redacted(a).fingerprint()).toMatch(/^[0-9a-f]{12}$/);
    }),
  );
});

test('fingerprints of one value are equal only under one key and one salt', () => {
  const under = (key: string, salt: string) => {
    useFingerprintKey(new Redacted(key));
    return secret.fingerprint(salt);
  };
  expect(under('a', 's')).toBe(under('a', 's'));
  expect(new Set([under('a', 's'), under('b', 's'), under('a', 't')]).size).toBe(3);
});
