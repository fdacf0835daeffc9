import { format, formatWithOptions, inspect } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Redacted } from '../../shared/core/redacted.ts';

const VALUE = 'correct-Horse-9';
const secret = new Redacted(VALUE);
/** As a careless author has it: typed as nothing in particular. */
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
    ['a sum', ''.concat('', careless)],
    ['join', [secret].join()],
    ['JSON', JSON.stringify(secret)],
    ['JSON of what holds it', JSON.stringify({ secret, list: [secret] })],
    ['inspect', inspect(secret)],
    ['inspect of what holds it', inspect(deep, { depth: null })],
    ['inspect of everything', inspect(deep, { depth: null, showHidden: true, getters: true, showProxy: true })],
    ['format', `${format('%s %o %O %j', secret, secret, secret, secret)} ${format(secret)}`],
    ['format with options', formatWithOptions({ showHidden: true }, '%o', deep)],
    ['an error', `${new Error(`Bad value ${careless}`).stack} ${inspect(new Error('Bad', { cause: secret }))}`],
  ])('in %s', (_, shown) => {
    expect(shown).toContain('[redacted]');
    expect(shown).not.toContain(VALUE);
  });
});

test.each<[string, unknown]>([
  ['inspect without its own say', inspect(deep, { depth: null, showHidden: true, customInspect: false })],
  ['a structured clone', inspect(structuredClone({ secret }), { showHidden: true })],
  ['serialised bytes', inspect(deserialize(serialize({ secret })), { showHidden: true })],
  ['the bytes themselves', serialize({ secret }).toString('latin1')],
  ['a copy', JSON.stringify(Object.assign({}, secret))],
  ['its keys', [...Reflect.ownKeys(secret), ...Object.keys(secret)].map(String).join()],
  ['a number', String(Number(secret))],
  ['a frozen one', String(Object.freeze(new Redacted(VALUE)))],
])('%s does not show it either', (_, shown) => expect(shown).not.toContain(VALUE));

test('it can still be judged', () => expect(secret.reveal()).toBe(VALUE));

test('fingerprints are equal for equal values only, and say nothing else', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(new Redacted(a).fingerprint()).toBe(new Redacted(a).fingerprint());
      expect(new Redacted(a).fingerprint() === new Redacted(b).fingerprint()).toBe(a === b);
      expect(new Redacted(a).fingerprint()).toMatch(/^[0-9a-f]{12}$/);
    }),
  );
});
