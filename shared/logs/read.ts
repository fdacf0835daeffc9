import { createReadStream, readFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { Wanted } from './candidate.ts';
import type { LogFile } from './files.ts';
import { openScanner, type Sink } from './scan.ts';

const UNPACKED_PIECE = 1024 * 1024;
/**
 * If unpacking a piece fails, zlib returns nothing of it. So pieces are small, and the checksum at the end is a piece of
 * its own.
 */
const PACKED_PIECE = 64 * 1024;
const CHECKSUM = 8;
/** Packed bytes that are kept for reading a damaged file again. CloudTrail's files are smaller. */
const KEPT_LIMIT = 16 * 1024 * 1024;
const SMALLEST_UNPACKED = 1024;
/** Large enough that unpacking never waits. */
const UNPACKED_LIMIT = 16 * UNPACKED_PIECE;

const READ_PIECE = 1024 * 1024;
/** Files up to this size are read and unpacked at once. Nearly all files of CloudTrail are smaller. Bytes. */
const WHOLE = 4 * 1024 * 1024;
const WHOLE_UNPACKED = 48 * 1024 * 1024;
const SLACK = 64;

/** Reads a file like `readSource`. A small file without damage is read faster. */
export async function readFileSource({ path, bytes }: LogFile, wanted: Wanted, sink: Sink): Promise<void> {
  if (bytes > WHOLE) return readSource(createReadStream(path, { highWaterMark: READ_PIECE }), wanted, sink);
  // For a small file, an asynchronous read would take longer, and there is nothing else to do meanwhile.
  const content = readFileSync(path);
  const unpacked = unpackWhole(content);
  if (!unpacked) return readSource(Readable.from([content]), wanted, sink);
  const scanner = openScanner(wanted, sink, false);
  scanner.push(unpacked);
  scanner.end();
  release(unpacked);
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
 * Reads one source to its end, packed with gzip or not. Damage is reported to the sink with its offset.
 * @throws only if the source itself fails: there is no such file, or no permission.
 */
export async function readSource(source: Readable, wanted: Wanted, sink: Sink): Promise<void> {
  const pieces = source[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  const first = await beginning(pieces);
  const packed = first[0] === 0x1f && first[1] === 0x8b;
  const scanner = openScanner(wanted, sink, !packed);
  if (!packed) {
    if (first[0] === 0xff && first[1] === 0xfe) return scanner.end('this is UTF-16 text; save it as UTF-8');
    for await (const piece of joined(first, pieces)) scanner.push(piece);
    scanner.end();
    return;
  }
  let unpackedBytes = 0;
  const scan = (piece: Buffer) => {
    unpackedBytes += piece.length;
    scanner.push(piece);
  };
  /** The packed bytes, up to `KEPT_LIMIT`, for reading a damaged file again in smaller steps. */
  let kept: Buffer[] = [];
  let packedBytes = 0;
  async function* slices() {
    let remainder: Buffer = Buffer.alloc(0);
    for await (const piece of joined(first, pieces)) {
      packedBytes += piece.length;
      if (packedBytes <= KEPT_LIMIT) kept.push(piece);
      else kept = [];
      const ready = remainder.length === 0 ? piece : Buffer.concat([remainder, piece]);
      const end = Math.max(0, ready.length - CHECKSUM);
      for (let from = 0; from < end; from += PACKED_PIECE)
        yield ready.subarray(from, Math.min(end, from + PACKED_PIECE));
      remainder = ready.subarray(end);
    }
    yield remainder;
  }
  const gunzip = createGunzip({ chunkSize: UNPACKED_PIECE });
  try {
    await pipeline(slices, gunzip, scanAll(scan));
  } catch (error) {
    if (!isGzipError(error)) throw error;
    await unpackRest(Buffer.concat(kept), gunzip.bytesWritten, unpackedBytes, scan);
    return scanner.end(`the gzip stream is damaged: ${error.message}`);
  }
  scanner.end(gunzip.bytesWritten < packedBytes ? 'the file goes on after the end of the gzip stream' : undefined);
}

/**
 * Unpacks a damaged stream up to the damage.
 * @param sound Number of packed bytes that could be unpacked. The bytes after them are unpacked one by one, because zlib
 * returns nothing of a piece that fails.
 * @param known Number of unpacked bytes that were scanned already. They are not scanned again.
 */
async function unpackRest(packed: Buffer, sound: number, known: number, scan: (piece: Buffer) => void): Promise<void> {
  let unpacked = 0;
  const rest = (piece: Buffer) => {
    const skipped = Math.min(piece.length, Math.max(0, known - unpacked));
    unpacked += piece.length;
    if (skipped < piece.length) scan(piece.subarray(skipped));
  };
  function* slices() {
    yield packed.subarray(0, sound);
    for (let index = sound; index < packed.length; index += 1) yield packed.subarray(index, index + 1);
  }
  try {
    await pipeline(slices, createGunzip({ chunkSize: SMALLEST_UNPACKED }), eachWritten(rest));
  } catch (error) {
    if (!isGzipError(error)) throw error;
  }
}

/** The next piece is unpacked while one is scanned. After an error, pieces that wait are lost. */
function scanAll(take: (piece: Buffer) => void) {
  return async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) take(piece);
  };
}

/** A piece is scanned before the next one is unpacked, so an error loses none. */
function eachWritten(take: (piece: Buffer) => void): Writable {
  return new Writable({
    highWaterMark: UNPACKED_LIMIT,
    write(piece: Buffer, _, done) {
      take(piece);
      done();
    },
  });
}

/** At least the first two bytes, which show the format of the source. */
async function beginning(pieces: AsyncIterator<Buffer, undefined>): Promise<Buffer> {
  let first: Buffer = Buffer.alloc(0);
  while (first.length < 2) {
    const next = await pieces.next();
    if (next.done) break;
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  return first;
}

async function* joined(first: Buffer, rest: AsyncIterator<Buffer, undefined>): AsyncGenerator<Buffer> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** @see https://nodejs.org/api/zlib.html#constants */
function isGzipError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}
