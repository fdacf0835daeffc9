import { createRatio } from './ratio.ts';

const BLOCK_MARK = Buffer.from('314159265359', 'hex');
const END_MARK = Buffer.from('177245385090', 'hex');
const MARK_BITS = 48;
const CRC_BITS = 32;
/** A block unpacks to at most this, before runs of equal bytes are repeated: five bytes can become 259. */
const LARGEST_BLOCK = 900_000 * 52;
/** The packed bytes have to be in memory, because blocks begin at any bit. */
const LARGEST = 128 * 1024 * 1024;

/**
 * Unpacks bzip2, block by block.
 * @throws {Error} when the data are damaged, end too early or are larger than 128 MiB packed.
 * @see https://en.wikipedia.org/wiki/Bzip2#File_format
 */
export async function* bunzipped(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const all: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > LARGEST) throw new Error('it is larger than 128 MiB: unpack it first');
    all.push(piece);
  }
  const packed = Buffer.concat(all);
  const ratio = createRatio();
  ratio.addPacked(length);
  const { default: bzip2 } = await import('seek-bzip');
  const ends = new Set(bitsOf(packed, END_MARK));
  let crc = 0;
  let end: number | undefined;
  for (const position of [...bitsOf(packed, BLOCK_MARK), ...ends].sort((x, y) => x - y)) {
    const found = bitsAt(packed, position + MARK_BITS);
    end = ends.has(position) ? position : undefined;
    if (end !== undefined) {
      // The checksum of all blocks, so that a block whose mark is damaged is missed.
      if (found !== crc) throw new Error('a part of it is missing');
      crc = 0;
    } else {
      crc = (found ^ ((crc << 1) | (crc >>> 31))) >>> 0;
      const block = collector();
      bzip2.decodeBlock(inputOf(packed), position, block);
      ratio.addUnpacked(block.bytes().length);
      yield block.bytes();
    }
  }
  if (end === undefined) throw new Error('it ends too early');
  if (Math.ceil((end + MARK_BITS + CRC_BITS) / 8) < length) throw new Error('it goes on after its end');
}

/** 32 bits, the highest first. */
function bitsAt(bytes: Buffer, position: number): number {
  const [first, shift] = [position >> 3, position & 7];
  let value = 0n;
  for (let index = first; index < first + 5; index += 1) value = (value << 8n) | BigInt(bytes[index] ?? 0);
  return Number((value >> BigInt(8 - shift)) & 0xffffffffn);
}

/** Where a mark of six bytes begins, in bits, for marks at any bit. */
function bitsOf(bytes: Buffer, mark: Buffer): readonly number[] {
  const found: number[] = [];
  for (let shift = 0; shift < 8; shift += 1) {
    const shifted = Buffer.alloc(7);
    for (const [index, byte] of mark.entries()) {
      shifted[index] = (shifted[index] ?? 0) | (byte >> shift);
      shifted[index + 1] = (byte << (8 - shift)) & 0xff;
    }
    // The first and the last byte contain bits of their neighbours.
    const inner = shifted.subarray(1, 6);
    const [first, last] = [0xff >> shift, (0xff << (8 - shift)) & 0xff];
    for (let at = bytes.indexOf(inner, 1); at >= 0; at = bytes.indexOf(inner, at + 1)) {
      const matches =
        ((bytes[at - 1] ?? 0) & first) === shifted[0] && ((bytes[at + 5] ?? 0) & last) === (shifted[6] ?? 0);
      if (matches) found.push((at - 1) * 8 + shift);
    }
  }
  return found.sort((a, b) => a - b);
}

interface Input {
  pos: number;
  readByte(): number;
  read(buffer: Uint8Array, offset: number, length: number): number;
  seek(position: number): void;
}

function inputOf(bytes: Buffer): Input {
  return {
    pos: 0,
    readByte() {
      const byte = bytes[this.pos];
      if (byte === undefined) throw new Error('it ends too early');
      this.pos += 1;
      return byte;
    },
    read(buffer, offset, length) {
      for (let index = 0; index < length; index += 1) buffer[offset + index] = this.readByte();
      return length;
    },
    seek(position) {
      this.pos = position;
    },
  };
}

function collector() {
  let buffer = Buffer.alloc(1024 * 1024);
  let used = 0;
  return {
    writeByte(byte: number) {
      if (used === LARGEST_BLOCK) throw new Error('a block of it is too large');
      if (used === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
      buffer[used] = byte;
      used += 1;
    },
    bytes: () => buffer.subarray(0, used),
  };
}
