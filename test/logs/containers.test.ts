import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONTAINERS, gzOf, ids, membersOf, records, seenIn } from './logs.ts';

const all = records();
const WATCHED = [0, 2, 5].map((index) => all[index]?.eventID);
const TALLY = { records: 6, unwatched: 2, failed: 1, unreadable: {} };

describe.each(Object.entries(CONTAINERS))('%s', (_, contain) => {
  const content = Buffer.from(contain(all));

  test.each([
    ['plain', content],
    ['packed', gzOf(content)],
    ['packed in several members', membersOf(content)],
  ])('%s: all records are found', async (_name, bytes) => {
    const seen = await seenIn(bytes);
    expect(seen.damage).toEqual([]);
    expect(ids(seen)).toEqual(WATCHED);
    expect(seen.tally).toEqual(TALLY);
    for (const { json, eventID, time, eventName } of seen.candidates) {
      const record = JSON.parse(json.toString()) as Record<string, unknown>;
      expect(record).toEqual(all.find((one) => one.eventID === eventID));
      expect([eventName, time]).toEqual([record['eventName'], Date.parse(String(record['eventTime']))]);
    }
  });

  test('the result is the same for pieces of any size', async () => {
    for (const bytes of [content, gzOf(content)]) {
      const whole = await seenIn(bytes);
      const places = whole.candidates.map(({ place }) => place);
      for (const size of [1, 7, 64, 509]) {
        const cuts = Array.from({ length: Math.ceil(bytes.length / size) }, (_each, index) => index * size);
        const seen = await seenIn(bytes, cuts);
        expect([ids(seen), seen.damage, seen.tally], `pieces of ${size}`).toEqual([WATCHED, [], TALLY]);
        expect(seen.candidates.map(({ place }) => place)).toEqual(places);
      }
    }
  });
});

test('the result is the same for random pieces, which may end inside characters and escapes', async () => {
  const names = Object.keys(CONTAINERS);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.boolean(),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
      async (name, packed, shares) => {
        const plain = CONTAINERS[name]?.(all) ?? '';
        const bytes = packed ? gzOf(plain) : Buffer.from(plain);
        const seen = await seenIn(
          bytes,
          shares.map((share) => Math.floor(share * bytes.length)),
        );
        expect([ids(seen), seen.damage, seen.tally]).toEqual([WATCHED, [], TALLY]);
      },
    ),
    { numRuns: 200 },
  );
});

test('repeated records are found each time', async () => {
  const many = Array.from({ length: 12 }, () => all).flat();
  for (const contain of Object.values(CONTAINERS)) {
    for (const bytes of [Buffer.from(contain(many)), gzOf(contain(many))]) {
      const seen = await seenIn(bytes);
      expect([seen.tally.records, seen.tally.failed, seen.candidates.length, seen.damage]).toEqual([72, 12, 36, []]);
    }
  }
});

test('records with spaces are read in time that grows with their number, not with its square', {
  timeout: 8_000,
}, async () => {
  const many = Array.from({ length: 12_000 }, () => spaced(all[1] ?? {})).join(', ');
  const seen = await seenIn(`{"Records": [${many}]}`);
  expect(seen.tally.records).toBe(12_000);
});

/** JSON as many tools write it: with a space after each comma and colon between members. */
function spaced(record: object): string {
  return JSON.stringify(record).replace(
    /^\{"eventVersion":"([\d.]+)","userIdentity":/,
    '{"eventVersion": "$1", "userIdentity": ',
  );
}
