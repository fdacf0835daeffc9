import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { compareEvents } from '../core/event.ts';
import type { Candidate } from './candidate.ts';
import { packed, unpacked } from './packed.ts';

export interface Ordering {
  add(candidate: Candidate): void;
  /** Every candidate added, oldest first. Ends the ordering; what it kept on disk is gone afterwards. */
  drain(): Generator<Candidate>;
  /** For a run that ends early. */
  dispose(): void;
}

/** Held in memory before a part is put on disk, in characters of JSON. */
const HELD = 40 * 1024 * 1024;
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
export function createOrdering(held = HELD): Ordering {
  const key = randomBytes(32);
  const runs: Run[] = [];
  let file: number | undefined;
  let batch: Candidate[] = [];
  let size = 0;

  function spill(): void {
    file ??= namelessFile();
    const nonce = randomBytes(16);
    const cipher = createCipheriv('aes-256-ctr', key, nonce);
    const start = runs.at(-1)?.end ?? 0;
    let end = start;
    let parts = '';
    for (const candidate of batch.sort(compareEvents)) {
      parts += packed(candidate);
      if (parts.length < WRITE_PIECE) continue;
      end += writeAll(file, cipher.update(parts, 'utf8'), end);
      parts = '';
    }
    end += writeAll(file, cipher.update(parts, 'utf8'), end);
    runs.push({ start, end, nonce });
    batch = [];
    size = 0;
  }

  function* read({ start, end, nonce }: Run): Generator<Candidate> {
    const decipher = createDecipheriv('aes-256-ctr', key, nonce);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    const piece = Buffer.alloc(Math.min(READ_PIECE, end - start));
    for (let at = start; at < end; ) {
      const read = readSync(file as number, piece, 0, Math.min(piece.length, end - at), at);
      at += read;
      rest += decoder.write(decipher.update(piece.subarray(0, read)));
      let from = 0;
      for (let next = unpacked(rest, from); next; next = unpacked(rest, from)) {
        yield next.candidate;
        from = next.end;
      }
      rest = rest.slice(from);
    }
  }

  function dispose(): void {
    batch = [];
    if (file !== undefined) closeSync(file);
    file = undefined;
  }

  return {
    add(candidate) {
      batch.push(candidate);
      size += candidate.text.length;
      if (size > held) spill();
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
