import { createReadStream, readFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { Wanted } from './candidate.ts';
import type { LogFile } from './files.ts';
import { openScanner, type Sink } from './scan.ts';

const UNPACKED_PIECE = 1024 * 1024;
/**
 * When unpacking a piece fails, nothing of it is given: so pieces are small, and the checksum at
 * the end is one of its own.
 */
const PACKED_PIECE = 64 * 1024;
const CHECKSUM = 8;
/** More than CloudTrail puts into one file. */
const MOST_KEPT = 16 * 1024 * 1024;
const SMALLEST_UNPACKED = 1024;
/** Wide enough that unpacking never waits. */
const UNPACKED_MOST = 16 * UNPACKED_PIECE;

const READ_PIECE = 1024 * 1024;
/** Read and unpacked in one go: nearly every file that CloudTrail writes. */
const WHOLE = 4 * 1024 * 1024;
const WHOLE_UNPACKED = 48 * 1024 * 1024;
const SLACK = 64;

/** Reads a file like `readSource`, faster where it is small and sound. */
export async function readFileSource({ path, bytes }: LogFile, wanted: Wanted, sink: Sink): Promise<void> {
  if (bytes > WHOLE) return readSource(createReadStream(path, { highWaterMark: READ_PIECE }), wanted, sink);
  // Small, and nothing else to do meanwhile: waiting for it would take longer than reading it.
  const content = readFileSync(path);
  const unpacked = unpackWhole(content);
  if (!unpacked) return readSource(Readable.from([content]), wanted, sink);
  const scanner = openScanner(wanted, sink, false);
  scanner.push(unpacked);
  scanner.end();
  release(unpacked);
}

/**
 * Gives the memory back at once, for the next file. Left to the garbage collector, it would be asked
 * of the system anew, page by page, which costs half as much as unpacking.
 */
function release({ buffer, length }: Buffer<ArrayBuffer>): void {
  // One as small may share its memory with others.
  if (length > Buffer.poolSize) buffer.transfer(0);
}

/** What a sound gzip file holds. Anything else is left to the reading in pieces, which says what is wrong. */
function unpackWhole(content: Buffer): Buffer<ArrayBuffer> | undefined {
  if (!isPacked(content)) return undefined;
  // The last bytes tell the size: one buffer of it is all that is needed.
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

/** What `info: true` makes of the answer; the types leave it out. @see https://nodejs.org/api/zlib.html */
interface Unpacked {
  readonly buffer: Buffer<ArrayBuffer>;
  readonly engine: { readonly bytesWritten: number };
}

function isPacked(bytes: Buffer): boolean {
  return bytes.length > 18 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Reads one source to its end, packed with gzip or not. What is damaged goes to the sink with its
 * offset; only the source itself failing (no such file, no permission) throws.
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
  /** What was packed so far, while it is little: to read it again, more slowly, where it is damaged. */
  let kept: Buffer[] = [];
  let packedBytes = 0;
  async function* slices() {
    let storedFinding: Buffer = Buffer.alloc(0);
    for await (const piece of joined(first, pieces)) {
      packedBytes += piece.length;
      if (packedBytes <= MOST_KEPT) kept.push(piece);
      else kept = [];
      const ready = storedFinding.length === 0 ? piece : Buffer.concat([storedFinding, piece]);
      const end = Math.max(0, ready.length - CHECKSUM);
      for (let from = 0; from < end; from += PACKED_PIECE)
        yield ready.subarray(from, Math.min(end, from + PACKED_PIECE));
      storedFinding = ready.subarray(end);
    }
    yield storedFinding;
  }
  const gunzip = createGunzip({ chunkSize: UNPACKED_PIECE });
  try {
    await pipeline(slices, gunzip, scanAll(scan));
  } catch (error) {
    if (!isGzipError(error)) throw error;
    await unpackRest(Buffer.concat(kept), gunzip.bytesWritten, unpackedBytes, scan);
    return scanner.end(`the gzip stream is damaged: ${error.message}`);
  }
  scanner.end(gunzip.bytesWritten < packedBytes ? 'something else follows the gzip stream' : undefined);
}

/**
 * Unpacks a damaged stream as far as it goes: what lies behind the `sound` bytes one by one, so that
 * nothing is lost with the piece that fails. `known` bytes of the content are not given again.
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
    for (let at = sound; at < packed.length; at += 1) yield packed.subarray(at, at + 1);
  }
  try {
    await pipeline(slices, createGunzip({ chunkSize: SMALLEST_UNPACKED }), eachWritten(rest));
  } catch (error) {
    if (!isGzipError(error)) throw error;
  }
}

/** While one piece is scanned, the next is unpacked. What waits when an error comes is lost. */
function scanAll(take: (piece: Buffer) => void) {
  return async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) take(piece);
  };
}

/** Each piece is taken before the next is unpacked: none is lost to an error. */
function eachWritten(take: (piece: Buffer) => void): Writable {
  return new Writable({
    highWaterMark: UNPACKED_MOST,
    write(piece: Buffer, _, done) {
      take(piece);
      done();
    },
  });
}

/** The first two bytes at least, which tell what the source is. */
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
