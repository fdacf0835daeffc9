import { createReadStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { constants, gunzipSync } from 'node:zlib';
import { countDamage, type Sink, type Wanted } from './candidate.ts';
import { readTable, tableForm } from './csv.ts';
import { DamagedSource } from './damaged-source.ts';
import type { LogFile } from './files.ts';
import { FORMAT_BYTES, formatOf, type Packing } from './formats.ts';
import { readGzip } from './gzip.ts';
import { peek } from './peek.ts';
import { openScanner } from './scan.ts';
import { type Pieces, unpacked } from './unpack.ts';
import { membersOf } from './zip.ts';

const READ_PIECE = 1024 * 1024;
/** Files up to this size are read and unpacked at once. Nearly all files of CloudTrail are smaller. Bytes. */
const WHOLE = 4 * 1024 * 1024;
const WHOLE_UNPACKED = 48 * 1024 * 1024;
const OPEN = 123;
const SLACK = 64;
/** A log packed in a zip archive is packed twice. */
const MOST_PACKINGS = 3;
/** These packings have a checksum. */
const CHECKED: readonly Packing[] = ['gzip', 'bzip2'];

/** Reads a file like `readSource`. A small file without damage is read faster. */
export async function readFileSource({ path, bytes }: LogFile, wanted: Wanted, sink: Sink): Promise<void> {
  if (bytes > WHOLE) return readSource(createReadStream(path, { highWaterMark: READ_PIECE }), wanted, sink);
  // For a small file, an asynchronous read would take longer, and there is nothing else to do meanwhile.
  const content = readFileSync(path);
  const whole = unpackWhole(content);
  if (!whole || !isLines(whole)) return readSource(Readable.from([content]), wanted, sink);
  const scanner = openScanner(wanted, sink, false);
  scanner.push(whole);
  scanner.end();
  release(whole);
}

/**
 * Frees the memory at once, so that the next file uses it again. The garbage collector would free it later, and getting
 * new memory from the system, page by page, takes half as long as unpacking.
 */
function release({ buffer, length }: Buffer<ArrayBuffer>): void {
  // A buffer up to this size may share its memory with others.
  if (length > Buffer.poolSize) buffer.transfer(0);
}

/** The content of a gzip file; `undefined` if it is damaged or too large: reading it in pieces reports the damage. */
function unpackWhole(content: Buffer): Buffer<ArrayBuffer> | undefined {
  if (!isPacked(content)) return undefined;
  // The last bytes are the unpacked size, so one buffer is enough.
  const size = content.readUInt32LE(content.length - 4);
  if (size > WHOLE_UNPACKED) return undefined;
  try {
    const options = { chunkSize: size + SLACK, maxOutputLength: WHOLE_UNPACKED, info: true };
    const { buffer, engine } = gunzipSync(content, options) as unknown as Unpacked;
    return engine.bytesWritten === content.length ? buffer : undefined;
  } catch {
    return undefined;
  }
}

/** The return value with `info: true`, which Node's types do not have. @see https://nodejs.org/api/zlib.html */
interface Unpacked {
  readonly buffer: Buffer<ArrayBuffer>;
  readonly engine: { readonly bytesWritten: number };
}

function isPacked(bytes: Buffer): boolean {
  return bytes.length > 18 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Reads one source to its end, in any format. Damage is reported to the sink with its offset.
 * @throws only if the source itself fails: there is no such file, or no permission.
 */
export function readSource(source: Readable, wanted: Wanted, sink: Sink): Promise<void> {
  return readPieces(source, { wanted, sink, packings: [] });
}

interface Reading {
  readonly wanted: Wanted;
  readonly sink: Sink;
  /** How the pieces were packed, from the outside to the inside. */
  readonly packings: readonly Packing[];
}

async function readPieces(pieces: Pieces, reading: Reading): Promise<void> {
  const { wanted, sink, packings } = reading;
  try {
    const { first, all } = await peek(pieces);
    const format = formatOf(first);
    if (format === 'text') {
      const table = tableForm(first);
      return await (table ? readTable(all, table, wanted, sink) : scan(all, reading));
    }
    if ('foreign' in format) return sink.damage({ offset: 0, reason: format.foreign, isForeign: true });
    const { packing } = format;
    if (packings.length === MOST_PACKINGS) throw new DamagedSource('it is packed too many times');
    const inside = { wanted, sink, packings: [...packings, packing] };
    if (packing === 'zip') {
      for await (const { name, content } of membersOf(all))
        await readPieces(content, { ...inside, sink: memberSink(sink, name) });
    } else if (packing === 'gzip' && isLines(beginningOf(first))) {
      await readGzip(all, openScanner(wanted, sink, false));
    } else await readPieces(unpacked(packing, all), inside);
  } catch (error) {
    if (!(error instanceof DamagedSource)) throw error;
    countDamage(sink, { offset: 0, reason: error.message });
  }
}

async function scan(pieces: Pieces, { wanted, sink, packings }: Reading): Promise<void> {
  const last = packings.at(-1);
  const scanner = openScanner(wanted, sink, last === undefined || !CHECKED.includes(last));
  let broken: string | undefined;
  try {
    for await (const piece of pieces) scanner.push(piece);
  } catch (error) {
    if (!(error instanceof DamagedSource)) throw error;
    broken = error.message;
  }
  scanner.end(broken);
}

/** The first unpacked bytes of a gzip stream; nothing if it is damaged there. */
function beginningOf(packed: Buffer): Buffer {
  try {
    return gunzipSync(packed.subarray(0, FORMAT_BYTES), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}

/** Whether the bytes begin a text that is no table. */
function isLines(bytes: Buffer): boolean {
  // In UTF-16 the next byte is zero.
  if (bytes[0] === OPEN && bytes[1] !== 0) return true;
  const first = bytes.subarray(0, FORMAT_BYTES);
  return formatOf(first) === 'text' && tableForm(first) === undefined;
}

/** What is found in a member of an archive has the name of the archive and of the member. */
function memberSink(sink: Sink, name: string): Sink {
  const source = `${sink.source}/${name}`;
  return { ...sink, source, damage: (found) => sink.damage({ source, ...found }) };
}
