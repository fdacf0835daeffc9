import type { Candidate } from './candidate.ts';

export interface Packer {
  add(candidate: Candidate): void;
  /** Passes on what is still in memory. */
  flush(): void;
}

/**
 * Writes candidates one after the other, each as a line with the sort key and then the bytes of the record.
 * @param size Bytes to collect before `take` is called.
 * @param take Owns the memory that it is given.
 */
export function createPacker(size: number, take: (packed: Buffer<ArrayBuffer>) => void): Packer {
  let block: Buffer<ArrayBuffer> = Buffer.allocUnsafeSlow(size);
  let used = 0;

  function flush(): void {
    if (used === 0) return;
    const full = block.subarray(0, used);
    block = Buffer.allocUnsafeSlow(size);
    used = 0;
    take(full);
  }

  return {
    add({ json, ...key }) {
      const line = Buffer.from(`${JSON.stringify({ ...key, bytes: json.length })}\n`);
      const needed = line.length + json.length;
      if (used + needed > block.length) flush();
      if (needed > block.length) block = Buffer.allocUnsafeSlow(needed);
      block.set(line, used);
      block.set(json, used + line.length);
      used += needed;
    },
    flush,
  };
}

const NEWLINE = 10;

type Key = Omit<Candidate, 'json'> & { readonly bytes: number };

/** The candidate that begins at `from`; `undefined` if it has not been read to its end. */
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

/** All candidates of packed bytes. */
export function unpackedAll(read: Buffer): Candidate[] {
  const all: Candidate[] = [];
  for (let next = unpacked(read, 0); next; next = unpacked(read, next.end)) all.push(next.candidate);
  return all;
}
