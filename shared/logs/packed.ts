import type { Candidate } from './candidate.ts';

export interface Packer {
  add(candidate: Candidate): void;
  /** Hands over what has not been yet. */
  flush(): void;
}

/**
 * Writes candidates one behind the other: a line of what is needed to sort, then the record as it
 * is. Handed to `take` whenever about `size` bytes have come together, in memory that `take` may keep.
 */
export function createPacker(size: number, take: (packed: Buffer<ArrayBuffer>) => void): Packer {
  let space: Buffer<ArrayBuffer> = Buffer.allocUnsafeSlow(size);
  let used = 0;

  function flush(): void {
    if (used === 0) return;
    const full = space.subarray(0, used);
    space = Buffer.allocUnsafeSlow(size);
    used = 0;
    take(full);
  }

  return {
    add({ json, ...key }) {
      const line = Buffer.from(`${JSON.stringify({ ...key, bytes: json.length })}\n`);
      const needed = line.length + json.length;
      if (used + needed > space.length) flush();
      if (needed > space.length) space = Buffer.allocUnsafeSlow(needed);
      space.set(line, used);
      space.set(json, used + line.length);
      used += needed;
    },
    flush,
  };
}

const NEWLINE = 10;

type Key = Omit<Candidate, 'json'> & { readonly bytes: number };

/** The candidate that begins at `from`, where all of it has been read. */
export function unpacked(
  read: Buffer,
  from: number,
): { readonly candidate: Candidate; readonly end: number } | undefined {
  const line = read.indexOf(NEWLINE, from);
  if (line < 0) return undefined;
  const { bytes, ...key } = JSON.parse(read.toString('utf8', from, line)) as Key;
  const end = line + 1 + bytes;
  return end > read.length ? undefined : { candidate: { ...key, json: read.subarray(line + 1, end) }, end };
}

/** All candidates that are packed one behind the other. */
export function unpackedAll(read: Buffer): Candidate[] {
  const all: Candidate[] = [];
  for (let next = unpacked(read, 0); next; next = unpacked(read, next.end)) all.push(next.candidate);
  return all;
}
