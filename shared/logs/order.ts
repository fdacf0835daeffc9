import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareEvents } from '../core/event.ts';
import type { Candidate } from './candidate.ts';
import { createPacker, unpacked } from './packed.ts';

export interface Ordering {
  /** Stores a copy. */
  add(candidate: Candidate): void;
  /** All candidates, oldest first. It ends the ordering and removes its file. */
  drain(): Generator<Candidate>;
  /** Removes the file, for a caller that does not drain. */
  dispose(): void;
}

/** Candidates in memory before they are written to disk. Bytes of JSON. */
const MEMORY_LIMIT = 64 * 1024 * 1024;
/** Records are copied into a few large blocks of memory, which the garbage collector does not move. */
const BLOCK = 1024 * 1024;
const WRITE_PIECE = 1024 * 1024;
const READ_PIECE = 64 * 1024;

/** A section of the file: sorted records, one after the other. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly nonce: Buffer;
}

/**
 * Sorts records by time with bounded memory: sorted runs are written to a file and merged. Records may hold secrets, so
 * the runs are encrypted with a key that exists only in this process. The file has no name, so nothing remains of it,
 * even if the process is killed.
 */
export function createOrdering(memoryLimit = MEMORY_LIMIT): Ordering {
  const key = randomBytes(32);
  const runs: Run[] = [];
  let file: number | undefined;
  let batch: Candidate[] = [];
  let size = 0;
  let block: Buffer = Buffer.alloc(0);
  let used = 0;

  function copied(json: Buffer): Buffer {
    if (used + json.length > block.length) {
      block = Buffer.allocUnsafeSlow(Math.max(BLOCK, json.length));
      used = 0;
    }
    block.set(json, used);
    used += json.length;
    return block.subarray(used - json.length, used);
  }

  function spill(): void {
    const to = (file ??= namelessFile());
    const nonce = randomBytes(16);
    const cipher = createCipheriv('aes-256-ctr', key, nonce);
    const start = runs.at(-1)?.end ?? 0;
    let end = start;
    const packer = createPacker(WRITE_PIECE, (packed) => {
      end += writeAll(to, cipher.update(packed), end);
    });
    for (const candidate of batch.sort(compareEvents)) packer.add(candidate);
    packer.flush();
    runs.push({ start, end, nonce });
    batch = [];
    size = 0;
  }

  function* read({ start, end, nonce }: Run): Generator<Candidate> {
    const decipher = createDecipheriv('aes-256-ctr', key, nonce);
    let rest: Buffer = Buffer.alloc(0);
    const piece = Buffer.alloc(Math.min(READ_PIECE, end - start));
    for (let position = start; position < end; ) {
      const read = readSync(file as number, piece, 0, Math.min(piece.length, end - position), position);
      position += read;
      rest = Buffer.concat([rest, decipher.update(piece.subarray(0, read))]);
      let from = 0;
      for (let next = unpacked(rest, from); next; next = unpacked(rest, from)) {
        yield next.candidate;
        from = next.end;
      }
      rest = rest.subarray(from);
    }
  }

  function dispose(): void {
    batch = [];
    if (file !== undefined) closeSync(file);
    file = undefined;
  }

  return {
    add(candidate) {
      batch.push({ ...candidate, json: copied(candidate.json) });
      size += candidate.json.length;
      if (size > memoryLimit) spill();
    },
    *drain() {
      try {
        if (runs.length === 0) yield* batch.sort(compareEvents);
        else {
          if (batch.length > 0) spill();
          yield* merge(runs.map(read));
        }
      } finally {
        dispose();
      }
    },
    dispose,
  };
}

/** Merges sorted runs. There are few runs, so comparing all heads is fast enough. */
function* merge(runs: readonly Generator<Candidate>[]): Generator<Candidate> {
  const heads = runs.map((run) => ({ run, head: run.next().value as Candidate | undefined }));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const each of heads) {
      if (each.head && (!first?.head || compareEvents(each.head, first.head) < 0)) first = each;
    }
    if (!first?.head) return;
    yield first.head;
    first.head = first.run.next().value as Candidate | undefined;
  }
}

/** A file that only this process can open. Closing it frees the disk space. */
function namelessFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
  try {
    return openSync(join(folder, 'sorted'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeAll(file: number, bytes: Buffer, position: number): number {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written, bytes.length - written, position + written);
  return written;
}
