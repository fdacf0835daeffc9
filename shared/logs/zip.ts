import type { UnzipFile } from 'fflate';
import { DamagedSource } from './damaged-source.ts';
import { createRatio } from './ratio.ts';
import type { Pieces } from './unpack.ts';

/** Each piece unpacks to at most a thousand times its size. */
const PACKED_PIECE = 16 * 1024;

export interface ZipMember {
  readonly name: string;
  /** Has to be read to its end before the next member. */
  readonly content: Pieces;
}

type Step = { readonly name: string } | { readonly bytes: Buffer } | 'end';

/** Names of folders, and of files that macOS adds. */
const NO_FILE = /\/$|(^|\/)(__MACOSX\/|\.DS_Store$|\._)/;

/**
 * The files in a zip archive, one after the other.
 * @throws {DamagedSource} when the archive is damaged, encrypted, or packed by another method than deflate.
 */
export async function* membersOf(pieces: Pieces): AsyncGenerator<ZipMember> {
  const steps = stepsOf(pieces);
  const content = async function* () {
    for (let next = await steps.next(); !next.done && next.value !== 'end'; next = await steps.next())
      if (typeof next.value === 'object' && 'bytes' in next.value) yield next.value.bytes;
  };
  let isEmpty = true;
  for (let next = await steps.next(); !next.done; next = await steps.next()) {
    if (typeof next.value !== 'object' || !('name' in next.value)) continue;
    const { name } = next.value;
    const rest = content();
    if (!NO_FILE.test(name)) {
      isEmpty = false;
      yield { name, content: rest };
    }
    for await (const _ of rest);
  }
  if (isEmpty) throw new DamagedSource('the zip archive contains no files');
}

async function* stepsOf(pieces: Pieces): AsyncGenerator<Step> {
  const { Unzip, UnzipInflate } = await import('fflate');
  let steps: Step[] = [];
  let failed: Error | undefined;
  let open = 0;
  const ratio = createRatio();
  const unzip = new Unzip((file: UnzipFile) => {
    steps.push({ name: file.name });
    open += 1;
    file.ondata = (error, bytes, final) => {
      if (error) failed ??= new Error(`${file.name}: ${error.message}`);
      ratio.addUnpacked(bytes?.length ?? 0);
      if (bytes?.length) steps.push({ bytes: Buffer.from(bytes) });
      if (!final) return;
      open -= 1;
      steps.push('end');
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  const taken = (push: () => void) => {
    try {
      push();
    } catch (error) {
      failed ??= error instanceof Error ? error : new Error(String(error));
    }
    const ready = steps;
    steps = [];
    return ready;
  };
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; from += PACKED_PIECE) {
      ratio.addPacked(Math.min(PACKED_PIECE, piece.length - from));
      yield* taken(() => unzip.push(piece.subarray(from, from + PACKED_PIECE)));
      if (failed) throw new DamagedSource(`the zip archive cannot be unpacked: ${failed.message}`);
    }
  }
  yield* taken(() => unzip.push(Buffer.alloc(0), true));
  if (failed || open > 0)
    throw new DamagedSource(`the zip archive cannot be unpacked: ${failed?.message ?? 'it ends too early'}`);
}
