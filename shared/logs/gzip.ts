import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { DamagedSource } from './damaged-source.ts';
import { createRatio } from './ratio.ts';
import type { Splitter } from './split.ts';
import type { Pieces } from './unpack.ts';

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

/** Reads text that is packed with gzip, and finds the records up to any damage. */
export async function readGzip(pieces: Pieces, scanner: Splitter): Promise<void> {
  let unpackedBytes = 0;
  const ratio = createRatio();
  const scan = (piece: Buffer) => {
    unpackedBytes += piece.length;
    ratio.addUnpacked(piece.length);
    scanner.push(piece);
  };
  /** The packed bytes, up to `KEPT_LIMIT`, for reading a damaged file again in smaller steps. */
  let kept: Buffer[] = [];
  let packedBytes = 0;
  async function* slices() {
    let remainder: Buffer = Buffer.alloc(0);
    for await (const piece of pieces) {
      packedBytes += piece.length;
      ratio.addPacked(piece.length);
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
    if (error instanceof DamagedSource) return scanner.end(`the gzip stream is damaged: ${error.message}`);
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

/** @see https://nodejs.org/api/zlib.html#constants */
function isGzipError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}
