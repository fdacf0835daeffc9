import { FORMAT_BYTES } from './formats.ts';
import type { Pieces } from './unpack.ts';

export interface Peeked {
  /** The first bytes: at least as many as show the format, or all. */
  readonly first: Buffer;
  /** All pieces, with the first ones. */
  readonly all: Pieces;
}

/** Looks at the beginning of a source. */
export async function peek(pieces: Pieces): Promise<Peeked> {
  const iterator = pieces[Symbol.asyncIterator]();
  const read: Buffer[] = [];
  let length = 0;
  while (length < FORMAT_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    read.push(next.value);
    length += next.value.length;
  }
  const first = read.length === 1 && read[0] ? read[0] : Buffer.concat(read);
  return { first, all: joined(first, iterator) };
}

async function* joined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (first.length > 0) yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
