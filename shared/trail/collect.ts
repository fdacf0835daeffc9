import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { EventId } from '../core/event.ts';
import { type Candidate, emptyTally, type Tally, wantedBy } from './candidate.ts';
import type { LogFile } from './files.ts';
import { readSource } from './read.ts';
import type { Damage } from './split.ts';

/** A source that could not be read to its end, or not at all. */
export interface SourceDamage extends Damage {
  readonly source: string;
}

/** What one source holds. */
export interface Collected {
  readonly source: string;
  readonly bytes: number;
  readonly candidates: readonly Candidate[];
  readonly tally: Tally;
  readonly damage: readonly SourceDamage[];
}

const READ_PIECE = 1024 * 1024;

/** Reads one file. That it cannot be opened is damage like any other: the rest goes on. */
export async function collectFile({ path, bytes }: LogFile, events: ReadonlySet<EventId>): Promise<Collected> {
  return collectStream(path, bytes, createReadStream(path, { highWaterMark: READ_PIECE }), events);
}

export async function collectStream(
  source: string,
  bytes: number,
  stream: Readable,
  events: ReadonlySet<EventId>,
): Promise<Collected> {
  const candidates: Candidate[] = [];
  const damage: SourceDamage[] = [];
  const tally = emptyTally();
  try {
    await readSource(stream, wantedBy(events), {
      source,
      tally,
      candidate: (candidate) => candidates.push(candidate),
      damage: (found) => damage.push({ source, ...found }),
    });
  } catch (error) {
    damage.push({ source, offset: 0, reason: error instanceof Error ? error.message : String(error) });
  }
  return { source, bytes, candidates, tally, damage };
}

export interface CollectOptions {
  readonly events: ReadonlySet<EventId>;
  /** Threads that read; 1 reads in this one. */
  readonly workers: number;
  take(collected: Collected): void;
}

/** Reads every file, several at a time, and hands over what each holds as it is done. */
export async function collectFiles(
  files: readonly LogFile[],
  { events, workers, take }: CollectOptions,
): Promise<void> {
  const queue = files.values();
  const count = Math.min(workers, files.length);
  if (count <= 1) {
    for (const file of queue) take(await collectFile(file, events));
    return;
  }
  const threads = Array.from({ length: count }, () => startWorker(events));
  try {
    await Promise.all(threads.map((worker) => drive(worker, queue, take)));
  } finally {
    // One that failed must not leave the others waiting for ever.
    await Promise.all(threads.map((worker) => worker.terminate()));
  }
}

function startWorker(events: ReadonlySet<EventId>): Worker {
  const script = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  return new Worker(new URL(script, import.meta.url), { workerData: [...events] });
}

/** One worker, given one file after the other. */
function drive(worker: Worker, queue: Iterator<LogFile>, take: CollectOptions['take']): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const next = () => {
      const file = queue.next();
      if (file.done) resolve();
      else worker.postMessage(file.value);
    };
    worker.on('message', (collected: Collected) => {
      try {
        take(collected);
        next();
      } catch (error) {
        reject(error);
      }
    });
    worker.on('error', reject);
    worker.on('messageerror', reject);
    next();
  });
}
