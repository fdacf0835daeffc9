import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { records, type Seen, seenIn } from './logs.ts';
import { RENAMED, WHOLE } from './wrapped.ts';

const all = records();
const wraps = Object.values({ ...WHOLE, ...RENAMED }).map((wrap) => wrap(all.slice(0, 2)).toString());
const tables = wraps.filter((text) => !/^[{[<]/.test(text) && text.includes(',') && !text.startsWith('20'));

/** Every record counts as one thing only. */
function expectSum({ tally, candidates, damage }: Seen): void {
  const unreadable = Object.values(tally.unreadable).reduce((sum, count) => sum + count, 0);
  expect(candidates.length + tally.unwatched + tally.failed + unreadable).toBe(tally.records);
  expect(damage.filter(({ isForeign }) => !isForeign).length).toBe(tally.unreadable['damaged'] ?? 0);
}

const line = fc.oneof(
  fc.constantFrom(...all.map((record) => JSON.stringify(record))),
  fc.constantFrom(...wraps.filter((text) => !tables.includes(text))),
  fc.json({ maxDepth: 3 }),
  fc.string({ unit: 'binary-ascii', maxLength: 40 }),
  fc.constantFrom('', '[', '{', '"', '{"Records":[', ']}', '<134>Mar  2 09:00:00 host trail: {', 'H4sIAAAA'),
);

test('the counts of any mix of lines add up, and every line with something is counted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.boolean(), fc.nat(400), async (mix, packed, size) => {
      const text = mix.join('\n');
      const bytes = packed ? gzipSync(text) : Buffer.from(text);
      const cuts = Array.from({ length: size === 0 ? 0 : bytes.length / size }, (_, index) => index * size);
      const seen = await seenIn(bytes, cuts);
      expectSum(seen);
      // A log file can have no record.
      const something = text.replaceAll('\ufeff', '').replaceAll(/\s/g, '').replaceAll('{"Records":[]}', '');
      if (/[^,[\]]/.test(something)) expect(seen.tally.records + seen.damage.length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test('the counts of records that are wrapped again and again add up', async () => {
  const wrapped = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom<unknown>(...all),
      fc.jsonValue({ maxDepth: 2 }),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('value').map((inner) => JSON.stringify(inner)),
      tie('value').map((inner) => gzipSync(JSON.stringify(inner)).toString('base64')),
      fc.dictionary(
        fc.constantFrom('Records', 'detail', 'message', 'Body', 'rows', 'a', 'eventName', 'field', 'value'),
        tie('value'),
        {
          maxKeys: 3,
        },
      ),
    ),
  })).value;
  await fc.assert(
    fc.asyncProperty(wrapped, async (value) => expectSum(await seenIn(JSON.stringify(value)))),
    { numRuns: 500 },
  );
});

test('the counts of damaged tables add up', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...tables),
      fc.array(
        fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), text: fc.constantFrom('"', ',', '\n', '{', '\0') }),
        { maxLength: 4 },
      ),
      async (table, wounds) => {
        const text = wounds.reduce((sum, { at, text: wound }) => {
          const index = Math.floor(at * sum.length);
          return sum.slice(0, index) + wound + sum.slice(index);
        }, table);
        expectSum(await seenIn(text));
      },
    ),
    { numRuns: 200 },
  );
});

test('JSON that is nested very deeply is counted, and no record is lost beside it', async () => {
  const deep = 100_000;
  const record = JSON.stringify(all[0]);
  for (const content of [
    `${'['.repeat(deep)}${']'.repeat(deep)}`,
    `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`,
    JSON.stringify({ ...all[0], requestParameters: 0, envelope: 1 }).replace(
      /0(?=,"responseElements")/,
      `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`,
    ),
    JSON.stringify({ message: `${'['.repeat(deep)}${']'.repeat(deep)}` }),
  ]) {
    const seen = await seenIn(`${content}\n${record}\n`);
    expectSum(seen);
    expect(seen.candidates.at(-1)?.eventID).toBe(all[0]?.eventID);
    expect(seen.tally.records).toBe(2);
  }
});

test('texts that only look packed are no records', async () => {
  for (const text of [
    'H4sI'.padEnd(4000, 'A'),
    'eyJ'.padEnd(4000, '-'),
    gzipSync(Buffer.alloc(40 * 1024 * 1024)).toString('base64'),
  ]) {
    const seen = await seenIn(JSON.stringify({ Records: [{ kinesis: { data: text } }] }));
    expect(seen.tally).toEqual({ records: 1, unwatched: 0, failed: 0, unreadable: { 'not a CloudTrail record': 1 } });
  }
});
