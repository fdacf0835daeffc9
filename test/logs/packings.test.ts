import { deflateRawSync, zstdCompressSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { bytesOf, gzOf, ids, records, seenIn } from './logs.ts';

const all = records();
const WATCHED = [0, 2, 5].map((index) => all[index]?.eventID);
const LINES = all.map((record) => `${JSON.stringify(record)}\n`).join('');
/** Two bzip2 streams, one after the other, each with the record of a call of CreateVpc. */
const BZIP2 = Buffer.from(
  'QlpoOTFBWSZTWe9jWx0AAJ/fgESQEAf9cD4hXRAur/+6MADY1GGhpoAaAA0AAMhoGip7Qp4UPUAaGgBoAeiaDTSmTEmj1GmBTJ5N' +
    'Q0ekGA1J5tE6jPHLGVKkF3LLj8gScx4cKs1CgKUJo7b7f4jaQTZVZK57O5Sm3XIEk3ooAwwv1HaIKPt0L2K4GYrwlfgxRFgoJCwe' +
    '1WyoBiqpR3X69WBhFLVgQ2aOT+TcIcppU1apvyyE3h6YZQgfrg6whVBjnfVfuLIgsV/BuhYkT19tHWvxSdJkAUNITi+DhnGyDfNf' +
    'R9E9pjHzWjBTdcL3KWUoLAMyelwReq1GhEIdGiIPPabC/i7kinChId7GtjpCWmg5MUFZJlNZtvX9iwAAn9+ARJAQB/1wPiFdEC6v' +
    '/7owANjaIpoGgGgNAAAAA0DRU9oU8KNqAMgANAD1NNBqekmJpNDTTJoNHqaAyANBLJglQfrLbGNFKhout48gF+B8cKfyBAEKiZ/d' +
    'efuRQQTVmqa6OK8qopmWFLrUgAhDZiOV6IejnrLQXlNscIRLGN6pyQkj2IxqgLERU96c9cQiIoYjyGJNa65kI+M0ratU35KBN4ek' +
    'pQgfne6whXBjnfFfuDIgsN+jbCxIm32v0X18TIkAA8EhAdeoqMPiQqpGLyo6xEIhDFORB+OMKBqWUoLAMyelwReq1GhEIcmiIPNa' +
    'bC/i7kinChIW3r+xYA==',
  'base64',
);
const zip = (files: Readonly<Record<string, string | Buffer>>) =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, bytesOf(content)]))));
/** The header and content of one member, as a program writes an archive to a pipe. */
function zipOfDeflated(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), content]);
}
const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

test.each([
  ['zstd', zstdCompressSync(LINES)],
  ['two zstd frames', Buffer.concat([LINES.slice(0, 2000), LINES.slice(2000)].map((half) => zstdCompressSync(half)))],
  ['zip', zip({ 'logs/a.json': LINES })],
  [
    'several files in a zip archive',
    zip({
      'a.json': all
        .slice(0, 2)
        .map((one) => JSON.stringify(one))
        .join('\n'),
      'b/c.log': JSON.stringify(all.slice(2)),
    }),
  ],
  ['gzip in a zip archive', zip({ 'a.json.gz': gzOf(LINES) })],
  ['a folder and files of macOS in a zip archive', zip({ 'a/': '', '__MACOSX/._a.json': 'x', 'a/a.json': LINES })],
  ['gzip in gzip', gzOf(gzOf(LINES))],
  ['UTF-16 with a mark, little endian', utf16(`\ufeff${LINES}`, false)],
  ['UTF-16 with a mark, big endian', utf16(`\ufeff${LINES}`, true)],
  ['UTF-16, little endian', utf16(LINES, false)],
  ['UTF-16, big endian', utf16(LINES, true)],
  ['UTF-16 in gzip', gzOf(utf16(`\ufeff${LINES}`, true))],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${LINES}`)],
])('%s is read, in pieces of any size', async (_, bytes) => {
  for (const size of [1, 1000, bytes.length]) {
    const seen = await seenIn(
      bytes,
      Array.from({ length: Math.ceil(bytes.length / size) }, (_each, index) => index * size),
    );
    expect([ids(seen), seen.damage]).toEqual([WATCHED, []]);
    expect(seen.tally).toEqual({ records: 6, unwatched: 2, failed: 1, unreadable: {} });
  }
});

test('bzip2 is read, also several streams in one file', async () => {
  for (const cuts of [[], Array.from(BZIP2.keys())]) {
    const seen = await seenIn(BZIP2, cuts);
    expect([ids(seen).map((id) => id.at(-1)), seen.damage]).toEqual([['1', '2'], []]);
  }
});

test('what is found in an archive has the name of the member', async () => {
  const { candidates, damage } = await seenIn(
    zip({ 'x/a.json': LINES, 'b.json': 'no JSON', 'c.png': Buffer.from('\x89PNG\r\n', 'latin1') }),
  );
  expect(new Set(candidates.map(({ place }) => place.source))).toEqual(new Set(['a.log/x/a.json']));
  expect(damage).toEqual([
    { source: 'a.log/b.json', offset: 0, reason: 'this is not JSON' },
    { source: 'a.log/c.png', offset: 0, reason: 'a PNG image: export it as JSON or CSV', isForeign: true },
  ]);
});

describe('packed data that end too early or are wrong are damage, and what came before is read', () => {
  const many = LINES.repeat(60);
  test.each([
    ['zstd', zstdCompressSync(many), /^the zstd stream is damaged/],
    ['zip', zip({ 'a.json': many }), /^the zip archive cannot be unpacked/],
    ['bzip2', BZIP2, /^the bzip2 stream is damaged/],
    ['gzip', gzOf(many), /^the gzip stream is damaged/],
  ])('%s', async (_, bytes, reason) => {
    for (const share of [0.3, 0.9]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
      const { damage, tally, candidates } = await seenIn(cut);
      expect(damage.map((one) => one.reason)).toEqual([expect.stringMatching(reason)]);
      expect(candidates.length + tally.unwatched + tally.failed + damage.length).toBe(tally.records);
    }
    const wrong = Buffer.from(bytes);
    wrong.fill(0x55, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 40);
    expect((await seenIn(wrong)).damage.length).toBeGreaterThan(0);
  });

  test('an archive without files is named', async () => {
    const reason = 'the zip archive contains no files';
    for (const empty of [zip({}), zip({ 'a/': '' })])
      expect((await seenIn(empty)).damage).toEqual([{ offset: 0, reason }]);
  });

  test('an encrypted or otherwise packed member of an archive is named', async () => {
    const other = zip({ 'a.json': many });
    // The method of packing, in the header of the member: 12 is bzip2.
    other.writeUInt16LE(12, 8);
    const { damage } = await seenIn(other);
    expect(damage[0]).toMatchObject({ source: 'a.log/a.json', reason: expect.stringContaining('a.json') as string });
  });
});

describe('a small file that unpacks to a large one', () => {
  const zeros = Buffer.alloc(80 * 1024 * 1024);
  test.each([
    ['gzip', () => gzOf(zeros)],
    ['zstd', () => zstdCompressSync(zeros)],
    ['zip', () => zipOfDeflated('a.json', deflateRawSync(zeros))],
    ['gzip in gzip', () => gzOf(gzOf(zeros))],
  ])('%s is given up', async (_, make) => {
    const { damage } = await seenIn(make());
    expect(damage.at(-1)?.reason).toContain('it unpacks to more than');
  });

  test('packed again and again', async () => {
    let bytes: Buffer = Buffer.from(LINES);
    for (let times = 0; times < 5; times += 1) bytes = gzOf(bytes);
    expect((await seenIn(bytes)).damage).toEqual([{ offset: 0, reason: 'it is packed too many times' }]);
  });
});
