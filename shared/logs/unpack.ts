import { finished } from 'node:stream/promises';
import {
  createGunzip,
  createInflate,
  createZstdDecompress,
  type Gunzip,
  type Inflate,
  type ZstdDecompress,
} from 'node:zlib';
import { fromBase64 } from './base64.ts';
import { bunzipped } from './bzip2.ts';
import { DamagedSource } from './damaged-source.ts';
import type { Packing } from './formats.ts';
import { createRatio } from './ratio.ts';

/** Bytes of a source, or of what is packed inside one. */
export type Pieces = AsyncIterable<Buffer>;

type Decoder = Gunzip | Inflate | ZstdDecompress;

/** Each piece is unpacked as a whole before the next one is taken. */
const PACKED_PIECE = 16 * 1024;
const UNPACKED_PIECE = 1024 * 1024;

/**
 * The unpacked bytes of a source; for UTF-16 the same text as UTF-8.
 * @throws {DamagedSource} that says what is wrong with the packed data, after the pieces that could be unpacked.
 */
export function unpacked(packing: Exclude<Packing, 'zip'>, pieces: Pieces): Pieces {
  switch (packing) {
    case 'gzip':
      return named(
        throughDecoder(pieces, () => createGunzip({ chunkSize: UNPACKED_PIECE })),
        packing,
      );
    case 'zstd':
      return named(
        throughDecoder(pieces, () => createZstdDecompress({ chunkSize: UNPACKED_PIECE })),
        packing,
      );
    case 'zlib':
      return named(
        throughDecoder(pieces, () => createInflate({ chunkSize: UNPACKED_PIECE })),
        packing,
      );
    case 'base64':
      return named(fromBase64(pieces), packing);
    case 'bzip2':
      return named(bunzipped(pieces), packing);
    case 'utf-16le':
    case 'utf-16be':
      return decoded(pieces, new TextDecoder(packing));
  }
}

/** Several gzip members or zstd frames may follow each other; Node's decoder for zstd ends after the first. */
async function* throughDecoder(pieces: Pieces, create: () => Decoder): AsyncGenerator<Buffer> {
  const ratio = createRatio();
  let output: Buffer[] = [];
  const start = () =>
    opened(create(), (piece) => {
      ratio.addUnpacked(piece.length);
      output.push(piece);
    });
  const taken = () => {
    const ready = output;
    output = [];
    return ready;
  };
  let decoder: OpenDecoder | undefined;
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; ) {
      decoder ??= start();
      const slice = piece.subarray(from, from + PACKED_PIECE);
      ratio.addPacked(slice.length);
      const used = await decoder.write(slice);
      yield* taken();
      from += used;
      if (used === slice.length) continue;
      await decoder.end();
      yield* taken();
      decoder = undefined;
    }
  }
  await decoder?.end();
  yield* taken();
}

interface OpenDecoder {
  /** @returns the number of bytes that were used: fewer than given where the packed data end. */
  write(piece: Buffer): Promise<number>;
  /** @throws {DamagedSource} when the packed data have not ended. */
  end(): Promise<void>;
}

function opened(decoder: Decoder, take: (piece: Buffer) => void): OpenDecoder {
  const failed = new Promise<never>((_, reject) => decoder.on('error', reject));
  // The error is thrown by the call that waits for it.
  failed.catch(() => undefined);
  decoder.on('data', (piece: Buffer) => {
    try {
      take(piece);
    } catch (error) {
      decoder.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  });
  return {
    async write(piece) {
      const before = decoder.bytesWritten;
      await Promise.race([failed, new Promise<unknown>((resolve) => decoder.write(piece, resolve))]);
      const used = decoder.bytesWritten - before;
      if (used === 0 && before === 0) throw new DamagedSource('it cannot be read');
      return used;
    },
    async end() {
      decoder.end();
      await finished(decoder, { writable: false });
    },
  };
}

/** Errors of a decoder say which data are damaged. */
async function* named(pieces: Pieces, packing: Packing): AsyncGenerator<Buffer> {
  try {
    yield* pieces;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DamagedSource(`the ${packing} stream is damaged: ${reason}`, { cause: error });
  }
}

async function* decoded(pieces: Pieces, decoder: InstanceType<typeof TextDecoder>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(decoder.decode(piece, { stream: true }));
  yield Buffer.from(decoder.decode());
}
