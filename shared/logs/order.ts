import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareEvents } from '../core/event.ts';
import type { Candidate } from './candidate.ts';
import { createPacker, unpacked } from './packed.ts';

export interface Ordering {
  /** Keeps a copy. */
  add(candidate: Candidate): void;
  /** Every candidate added, oldest first. Ends the ordering; what it kept on disk is gone afterwards. */
  drain(): Generator<Candidate>;
  /** For a run that ends early. */
  dispose(): void;
}

/** Held in memory before a part is put on disk, in bytes of JSON. */
const HELD = 64 * 1024 * 1024;
/** Records lie in few large pieces of memory, which the garbage collector need not copy. */
const SPACE = 1024 * 1024;
const WRITE_PIECE = 1024 * 1024;
const READ_PIECE = 64 * 1024;

/** Part of the file: sorted records, one behind the other. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly nonce: Buffer;
}

/**
 * Puts records in order of time with bounded memory: sorted runs go to a file and are merged.
 * Records may hold secrets, so the runs are encrypted with a key that exists only here, and the
 * file has no name: however the process ends, nothing is left.
 */
export function createOrdering(storedFinding = HELD): Ordering {
  const key = randomBytes(32);
  const runs: Run[] = [];
  let file: number | undefined;
  let batch: Candidate[] = [];
  let size = 0;
  let space: Buffer = Buffer.alloc(0);
  let used = 0;

  function copied(json: Buffer): Buffer {
    if (used + json.length > space.length) {
      space = Buffer.allocUnsafeSlow(Math.max(SPACE, json.length));
      used = 0;
    }
    space.set(json, used);
    used += json.length;
    return space.subarray(used - json.length, used);
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
    for (let at = start; at < end; ) {
      const read = readSync(file as number, piece, 0, Math.min(piece.length, end - at), at);
      at += read;
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
      if (size > storedFinding) spill();
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

/** Merges sorted runs. There are few of them, so the smallest head is found by looking at each. */
function* merge(runs: readonly Generator<Candidate>[]): Generator<Candidate> {
  const heads = runs.map((run) => ({ run, head: run.next().value as Candidate | undefined }));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const entry of heads) {
      if (entry.head && (!first?.head || compareEvents(entry.head, first.head) < 0)) first = entry;
    }
    if (!first?.head) return;
    yield first.head;
    first.head = first.run.next().value as Candidate | undefined;
  }
}

/** A file that only this process can reach; the disk space is free again once it is closed. */
function namelessFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
  try {
    return openSync(join(folder, 'sorted'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeAll(file: number, bytes: Buffer, at: number): number {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written, bytes.length - written, at + written);
  return written;
}
