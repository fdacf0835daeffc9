import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ids, records, seenIn } from './logs.ts';
import { cell } from './wrapped.ts';

const all = records();
const texts = all.map((record) => JSON.stringify(record));
const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64');
const lines = (values: readonly string[], end = '\n') => values.map((value) => value + end).join('');
const wrapped = (text: string, length: number) => text.replace(new RegExp(`.{${length}}`, 'g'), '$&\n');
const log = JSON.stringify({ Records: all });
/** As Spark and MySQL write a cell. */
const backslashed = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

const VARIANTS: Readonly<Record<string, string | Buffer>> = {
  'an empty list before the list of records': `{"events":[],"Records":${JSON.stringify(all)}}`,
  'an empty list before texts of records': JSON.stringify({
    results: [],
    more: { Events: texts.map((text) => ({ CloudTrailEvent: text })) },
  }),
  'UTF-16 without a byte order mark in a gzip file': gzipSync(Buffer.from(log, 'utf16le')),
  'a zlib file': deflateSync(log),
  'a log in base64': base64(log),
  'a log in base64, wrapped at 76': wrapped(base64(log), 76),
  'a gzip file in base64, wrapped at 64': wrapped(base64(gzipSync(log)), 64),
  'lines of base64': lines(texts.map(base64)),
  'lines of base64 with Windows line ends': lines(texts.map(base64), '\r\n'),
  'lines of base64 and gzip': lines(texts.map((text) => base64(gzipSync(text)))),
  'base64 and zlib in a member': JSON.stringify({ Message: base64(deflateSync(log)) }),
  'base64 and zstd in a member': JSON.stringify({ Message: base64(zstdCompressSync(log)) }),
  'a table with the mark of Excel': `sep=;\r\n_time;_raw\r\n${lines(
    texts.map((text) => `x;${cell(text)}`),
    '\r\n',
  )}`,
  'a table with old Mac line ends': `_time,_raw\r${lines(
    texts.map((text) => `x,${cell(text)}`),
    '\r',
  )}`,
  'a table with two kinds of line ends': `"_time","_raw"\n${lines(
    texts.map((text) => `x,${cell(text)}`),
    '\r\n',
  )}`,
  'a table whose quotes have backslashes': `"time","event"\n${lines(texts.map((text) => `"x",${backslashed(text)}`))}`,
  'a table without a header': lines(texts.map((text) => `2026-03-02,${cell(text)}`)),
  'syslog with braces in the head': lines(
    texts.map((text) => `<134>1 2026-03-02T09:00:00Z host app - - [a@1 who="{jane}" x="\${y}"] ${text}`),
  ),
};

describe('variants of formats', () => {
  test.each(Object.entries(VARIANTS))('%s is read whole', async (_, content) => {
    const [seen, plain] = [await seenIn(content), await seenIn(log)];
    expect(ids(seen)).toEqual(ids(plain));
    expect(seen.tally).toEqual(plain.tally);
    expect(seen.damage).toEqual([]);
  });

  test.each([1, 63, 64, 65, 76, 4096])('base64 that arrives in pieces of %i bytes is read', async (size) => {
    const content = wrapped(base64(log), 76);
    const cuts = Array.from({ length: Math.ceil(content.length / size) }, (_, index) => index * size);
    expect(ids(await seenIn(content, cuts))).toEqual(ids(await seenIn(log)));
  });

  test.each([
    ['an encrypted zip archive: unpack it first', Buffer.from('PK\x03\x04\x14\0\x01\0\x08\0 and more', 'latin1')],
    ['text in UTF-32: save it as UTF-8', Buffer.from(`\xff\xfe\0\0${log.split('').join('\0\0\0')}\0\0\0`, 'latin1')],
    ['text in UTF-32: save it as UTF-8', Buffer.from(`${log.split('').join('\0\0\0')}\0\0\0`, 'latin1')],
  ])('%s', async (reason, content) => {
    expect((await seenIn(content)).damage).toEqual([{ offset: 0, reason, isForeign: true }]);
  });
});

test('members after a list that name an event are no records', async () => {
  const seen = await seenIn(`{"Records":${JSON.stringify(all)},"query":"SELECT eventName FROM x"}`);
  expect(seen.tally).toEqual((await seenIn(log)).tally);
});

describe('times', () => {
  const timed = (eventTime: unknown) => JSON.stringify({ ...all[0], eventTime });
  const at = Date.parse('2026-03-02T09:00:00Z');

  test.each([
    at / 1000,
    at,
    at * 1000,
    `${at}000000`,
    '2026-03-02 09:00:00.000 UTC',
    '2026-03-02 10:00:00 +0100',
    '2026-03-02T09:00:00 Z',
  ])('%s', async (eventTime) => {
    expect((await seenIn(timed(eventTime))).candidates.map(({ time }) => time)).toEqual([at]);
  });

  test.each(['9999999999', '99999999999999999999', '+058135-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', 'today'])(
    'a record with the time %s is unreadable or in the past, and the next one is read',
    async (eventTime) => {
      const { candidates, damage, tally } = await seenIn(`${timed(eventTime)}\n${texts[2]}\n`);
      expect(candidates.map(({ eventID }) => eventID)).toContain(all[2]?.eventID);
      expect([tally.records, damage.length]).toEqual([2, 0]);
    },
  );

  test('a row of a table with an impossible time does not end the table', async () => {
    const names = 'eventid,eventtime,eventsource,eventname,awsregion,requestparameters,recipientaccountid';
    const row = (time: string) => `${time},${time},ec2.amazonaws.com,CreateVpc,eu-west-1,{},111122223333\n`;
    const { tally, candidates } = await seenIn(`${names}\n${row('9'.repeat(16))}${row('2026-03-02T09:00:00Z')}`);
    expect(ids({ tally, candidates, damage: [] })).toContain('2026-03-02T09:00:00Z');
    expect(tally.records).toBe(2);
  });
});
