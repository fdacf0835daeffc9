import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CONTAINERS, gzOf, ids, records, seenIn } from './logs.ts';

const all = records();
const [first, , third] = all;
if (!first || !third) throw new Error('There are no records.');
const json = (value: unknown) => JSON.stringify(value);

describe('a value that is not a record of a call is counted', () => {
  test.each([
    ['null', 'null'],
    ['a number', '17'],
    ['a list of odd values', '[null, 1.5e3, true, "text"]', 4],
    ['odd values between records', `{"Records":[null,${json(first)},3,"x",${json(third)},false]}`, 4],
    ['a message that is not JSON', json({ logEvents: [{ message: 'checking health' }] })],
  ])('%s', async (_, content, count = 1) => {
    for (const bytes of [Buffer.from(content), gzOf(content)]) {
      const { tally, damage } = await seenIn(bytes);
      expect([tally.unreadable, damage]).toEqual([{ 'not a CloudTrail record': count }, []]);
    }
  });

  test('an Insights event counts as unwatched', async () => {
    const { tally } = await seenIn(
      json({ eventVersion: '1.07', eventType: 'AwsCloudTrailInsight', insightDetails: {} }),
    );
    expect(tally).toEqual({ records: 1, unwatched: 1, failed: 0, unreadable: {} });
  });

  test.each(['eventID', 'eventTime', 'awsRegion'])('a watched record without %s is unreadable', async (field) => {
    const { tally, candidates } = await seenIn(json({ ...first, [field]: undefined }));
    expect([tally.unreadable, candidates]).toEqual([{ [`the record has no ${field}`]: 1 }, []]);
  });

  test('an empty error code means success', async () => {
    expect(ids(await seenIn(gzOf(json({ Records: [{ ...first, errorCode: '' }] }))))).toEqual([first.eventID]);
  });

  test.each(['', '\n', '[]', '{"Records":[]}', '\ufeff'])('a log without records: %j', async (content) => {
    const { tally, damage } = await seenIn(content);
    expect([tally.records, damage]).toEqual([0, []]);
  });
});

describe('a log cut off at any byte', () => {
  test.each(['a log file', 'a log file, indented by 2', 'JSON lines', 'EventBridge events, one a line'])(
    '%s',
    async (name) => {
      const plain = Buffer.from(CONTAINERS[name]?.([first, third]) ?? '');
      const ends = [first, third].map(({ eventID }) => plain.indexOf(eventID));
      for (let length = 1; length < plain.length; length += 1) {
        const cut = plain.subarray(0, length);
        const seen = await seenIn(cut);
        const whole = name.includes('line') && isLines(cut.toString());
        expect(seen.damage.length, `cut at ${length}: ${json(seen.damage)}`).toBe(whole ? 0 : 1);
        for (const { offset } of seen.damage) expect(offset).toBeLessThanOrEqual(length);
        // The second record's id is reached only when the first record is complete.
        if (length > (ends[1] ?? 0)) expect(ids(seen)[0]).toBe(first.eventID);
        expect(seen.tally.records).toBe(seen.candidates.length + seen.damage.length);
      }
    },
  );

  test('packed', async () => {
    const content = Buffer.from(json({ Records: [first, third] }));
    // Without compression, every byte that has arrived can be read.
    const packed = gzipSync(content, { level: 0 });
    for (let length = 1; length < packed.length; length += length < 40 || length > packed.length - 20 ? 1 : 13) {
      const seen = await seenIn(packed.subarray(0, length));
      expect(seen.damage.length, `cut at ${length}: ${json(seen.damage)}`).toBe(1);
      expect(seen.damage[0]?.offset).toBeLessThanOrEqual(content.length);
      const arrived = content.subarray(0, Math.max(0, length - 24));
      const complete = [first, third].filter((record) => arrived.includes(json(record)));
      expect(seen.tally.records).toBeGreaterThan(complete.length);
    }
  });

  function isLines(text: string): boolean {
    try {
      for (const line of text.trim().split('\n')) JSON.parse(line);
      return true;
    } catch {
      return false;
    }
  }
});

describe('records after damage are found', () => {
  const half = json(first).slice(0, 400);
  test.each([
    ['garbage between records of a list', `{"Records":[${json(first)},garbage "here",${json(third)}]}`, 2],
    ['garbage between lines', `${json(first)}\nx\n${json(third)}\n`, 2],
    ['a line of text', `${json(first)}\n"open\n${json(third)}\n`, 2],
    ['a record cut off, others follow', `${json(first)}\n${half}\n${json(third)}\n${json(first)}\n`, 3],
    ['a record of a list cut off', `{"Records":[${half},${json(third)},${json(first)}]}`, 2],
    [
      'an indented record cut off',
      `{"Records":[\n  ${json(first).slice(0, 99)},\n  ${JSON.stringify(third, null, 2)}\n]}`,
      1,
    ],
    [
      'an event cut off',
      `{"version":"0","detail-type":"x","detail":{"a\n{"version":"0","detail-type":"x","detail":${json(third)}}\n`,
      1,
    ],
    ['a line of text before an event', `x\n{"version":"0","detail-type":"x","detail":${json(third)}}\n`, 1],
    [
      'many lines of text before an event',
      `${'some text\n'.repeat(99)}{"version":"0","detail-type":"x","detail":${json(third)}}\n`,
      1,
    ],
    ['binary before a record', `\u0000\u0001\n\n\u0002${json(third)}\n`, 1],
    ['a line of text before a log', `x\n{"Records":[${json(third)}]}\n`, 1],
    [
      'a line of text between lines with heads',
      `Mar  2 09:00:00 trail: ${json(third)}\nx\nMar  2 09:00:00 trail: {"a":1}\nMar  2 09:00:01 trail: ${json(third)}\n`,
      2,
    ],
    ['one log cut off, the next whole', `{"Records":[${half}\n{"Records":[${json(third)}]}\n`, 1],
  ])('%s', async (_, content, good) => {
    for (const bytes of [Buffer.from(content), gzOf(content)]) {
      for (const cuts of [[], Array.from(bytes.keys())]) {
        const seen = await seenIn(bytes, cuts);
        expect(seen.damage.length, json(seen.damage)).toBeGreaterThan(0);
        expect(seen.candidates.length).toBe(good);
        expect(seen.tally.unreadable['damaged']).toBe(seen.damage.length);
      }
    }
  });

  test('damage is reported with its offset', async () => {
    const { damage } = await seenIn(`${json(first)}\nx\n${json(third)}\n`);
    expect(damage).toEqual([{ offset: json(first).length + 1, reason: 'this is not JSON' }]);
  });
});

describe('gzip', () => {
  const packed = gzOf(json({ Records: all }));
  test('a wrong checksum is damage, and all records are found', async () => {
    const wrong = Buffer.from(packed);
    wrong.writeUInt32LE(0, wrong.length - 8);
    const seen = await seenIn(wrong);
    expect(seen.damage).toEqual([
      {
        offset: Buffer.byteLength(json({ Records: all })),
        reason: expect.stringMatching(/^the gzip stream is damaged/) as string,
      },
    ]);
    expect(seen.candidates.length).toBe(3);
  });

  test('the records before damage in the middle are found', async () => {
    const content = Buffer.from(json({ Records: Array.from({ length: 50 }, () => all).flat() }));
    const whole = gzipSync(content, { level: 0 });
    for (const at of [6_000, 65_000, 100_000, 300_000]) {
      const wrong = Buffer.from(whole);
      // This damages the length of a stored block, so nothing after it can be unpacked.
      wrong.fill(0xff, at, at + 70_000);
      const { damage, tally } = await seenIn(wrong);
      expect(damage.length).toBeGreaterThan(0);
      expect(tally.records).toBeGreaterThan(Math.floor(at / (content.length / 300)) - 60);
    }
    const cut = packed.length - 60;
    const wrong = Buffer.concat([packed.subarray(0, cut), Buffer.alloc(60, 0xff)]);
    expect((await seenIn(wrong)).candidates.length).toBeGreaterThanOrEqual(2);
    const long = Buffer.concat([packed, Buffer.alloc(500, 'x')]);
    expect((await seenIn(long)).candidates.length).toBe(3);
  });

  test('bytes after the end of the stream are damage', async () => {
    const bytes = Buffer.concat([packed, Buffer.from('more')]);
    for (const cuts of [[], [packed.length], Array.from(bytes.keys())]) {
      const seen = await seenIn(bytes, cuts);
      expect(seen.damage.length).toBe(1);
      expect(seen.candidates.length).toBe(3);
    }
  });

  test('a watched record that is not valid JSON is either a candidate or damage', async () => {
    const broken = json(first).replace('"requestParameters":', '"requestParameters"');
    const { candidates, damage } = await seenIn(gzOf(`${broken}\n${json(third)}\n`));
    expect([candidates.length + damage.length, candidates.at(-1)?.eventID]).toEqual([2, third.eventID]);
  });
});

test('the id of a record is not taken from an object inside the record', async () => {
  const other = { eventID: '99999999-aaaa-4bbb-8ccc-dddddddddddd', eventTime: '2020-01-01T00:00:00Z' };
  for (const record of [
    { ...first, details: other },
    { ...first, requestParameters: other, eventID: undefined, details: other },
  ]) {
    const { candidates, tally } = await seenIn(gzOf(`${json(record)}\n`.repeat(3)));
    const kept = record.eventID === undefined ? [] : Array(3).fill(first.eventID);
    expect([candidates.map(({ eventID }) => eventID), tally.records]).toEqual([kept, 3]);
  }
});

test('binary data is damage and gives no candidates', async () => {
  const junk = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919 + (index % 13) * 31) % 251));
  for (const bytes of [junk, Buffer.concat([Buffer.from('{"Records":['), junk])]) {
    const { damage, candidates } = await seenIn(bytes);
    expect([damage.length > 0, candidates]).toEqual([true, []]);
  }
});

test('the time for a record of 2 MB in small pieces grows with its size only', async () => {
  const large = { ...third, requestParameters: { policy: 'x"{é'.repeat(400_000) } };
  const content = Buffer.from(JSON.stringify([large, first], null, 2));
  const started = performance.now();
  const seen = await seenIn(
    content,
    Array.from({ length: 4000 }, (_, index) => index * 1000),
  );
  expect([ids(seen), seen.damage]).toEqual([[third.eventID, first.eventID], []]);
  expect(performance.now() - started).toBeLessThan(3000);
});

test('the time for a log of watched records only grows with its size', async () => {
  const line = `${json(first)}\n`;
  const content = gzOf(line.repeat(20_000));
  const started = performance.now();
  expect((await seenIn(content)).candidates.length).toBe(20_000);
  expect(performance.now() - started).toBeLessThan(3000);
});
